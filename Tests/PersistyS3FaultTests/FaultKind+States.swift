import FaultProxy
import NIOCore
import PersistyTestSupport

extension FaultKind {
    /// The service does another thing than it says.
    static let states: [FaultKind] = [
        FaultKind("it is done, and the connection closes", .recovered, RequestKind.changing, not: nothing) { _ in
            .answer { _, _ in [.close] }
        },
        FaultKind("it is done, and the connection is reset", .recovered, RequestKind.changing, not: nothing) { _ in
            .answer { _, _ in [.reset] }
        },
        FaultKind("it is done, and 500 comes", .recovered, RequestKind.changing, not: nothing) { _ in
            .answer { head, _ in Answer.refusal(500, "InternalError").pieces(to: head) }
        },
        FaultKind("it is done, and nothing comes", .recovered, RequestKind.changing, not: nothing, stalls: true) { _ in
            .answer { _, _ in [.hang] }
        },
        FaultKind("200 comes, and it is not done", .failed, [.put, .part, .complete, .copy], not: unseen) { _ in
            .instead { dropped(RequestKind($0)).pieces(to: $0) }
        },
        FaultKind("the upload is gone", .failed, [.part, .complete], not: "there is no upload") { _ in
            .instead { Answer.refusal(404, "NoSuchUpload").pieces(to: $0) }
        },
    ]

    private static let nothing = "it changes nothing"
    private static let unseen =
        "that a deletion was not done is seen by nothing but another listing; what was not begun is refused later"

    private static func dropped(_ kind: RequestKind) -> Answer {
        let etag = "\"0123456789abcdef0123456789abcdef\""
        return switch kind {
        case .complete:
            Answer(200, text: "<CompleteMultipartUploadResult><ETag>\(etag)</ETag></CompleteMultipartUploadResult>")
        case .copy: Answer(200, text: "<CopyObjectResult><ETag>\(etag)</ETag></CopyObjectResult>")
        default: Answer(200, [Field("ETag", etag)])
        }
    }
}
