import FaultProxy
import NIOCore
import PersistyTestSupport

extension FaultKind {
    /// Before and while a request is sent.
    static let connections: [FaultKind] = [
        FaultKind("a connection is closed when it has come about", .recovered) { _ in .connection([.close]) },
        FaultKind("a connection is reset when it has come about", .recovered) { _ in .connection([.reset]) },
        FaultKind("nothing is read from a connection", .recovered, stalls: true) { _ in .connection([.hang]) },
        FaultKind("a connection is read late", .done) { _ in .connection([.pause(.milliseconds(60))]) },
    ]

    static let sending: [FaultKind] = [
        FaultKind("the service stops reading a request", .recovered, stalls: true) { _ in .early([.hang]) },
        FaultKind("the connection closes inside of a request", .recovered, RequestKind.sendingBody, not: noBody) {
            .early([.close], afterBody: Int.random(in: 0..<70_000, using: &$0))
        },
        FaultKind("the connection is reset inside of a request", .recovered, RequestKind.sendingBody, not: noBody) {
            .early([.reset], afterBody: Int.random(in: 0..<70_000, using: &$0))
        },
        FaultKind("413 comes while the body still flows", .failed, [.put, .part], not: noBody) {
            let answer = Answer.refusal(413, "EntityTooLarge", [Field("Connection", "close")])
            return .early([.bytes(answer.wire), .close], afterBody: Int.random(in: 0..<70_000, using: &$0))
        },
        FaultKind("403 comes before the body", .failed, [.put, .part], not: noBody) { _ in
            .early([.bytes(Answer.refusal(403, "AccessDenied").wire)])
        },
        FaultKind(
            "a bit of a request is another when it comes", .recovered, [.put], not: noSum, server: "rclone", flipped),
        FaultKind(
            "a bit of a part is another when it comes", .recovered, [.part], not: noSum, server: "radosgw", flipped),
    ]

    private static func flipped(_ generator: inout SeededGenerator) -> Fault {
        let seed = generator.next()
        return .sent { _, body in
            var generator = SeededGenerator(seed)
            body.flip(&generator)
        }
    }

    private static let noBody = "there is no body that could be under way, or too little of one"
    private static let noSum = "no body, or XML: a list of parts, or of keys whose Content-MD5 is looked at everywhere"
}
