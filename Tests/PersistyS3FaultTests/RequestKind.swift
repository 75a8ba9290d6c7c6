import FaultProxy

/// What a request asks for.
enum RequestKind: String, Sendable, CaseIterable {
    case list, head, headPart, get, put, create, part, complete, abort, parts, copy, delete, deleteBatch

    init(_ head: RequestHead) {
        let names = head.query.split(separator: "&").map { $0.prefix { $0 != "=" } }
        self =
            switch head.method {
            case "HEAD": names.contains("partNumber") ? .headPart : .head
            case "GET": names.contains("uploadId") ? .parts : names.contains("list-type") ? .list : .get
            case "POST": names.contains("uploads") ? .create : names.contains("uploadId") ? .complete : .deleteBatch
            case "DELETE": names.contains("uploadId") ? .abort : .delete
            default:
                names.contains("partNumber") ? .part : head.fields["x-amz-copy-source"] == nil ? .put : .copy
            }
    }

    /// Those whose answers have bodies.
    static let answeredWithBody: Set<RequestKind> = [.list, .get, .create, .complete, .copy, .deleteBatch]
    /// Those that have bodies.
    static let sendingBody: Set<RequestKind> = [.put, .part, .complete, .deleteBatch]
    /// Those that change something.
    static let changing: Set<RequestKind> = [.put, .create, .part, .complete, .copy, .delete, .deleteBatch]
}

extension FaultRule {
    /// A fault of some of the requests of one kind.
    init(_ fault: Fault, of kind: RequestKind, hits: ClosedRange<Int> = 1...Int.max) {
        self.init(fault, hits: hits) { RequestKind($0) == kind }
    }
}
