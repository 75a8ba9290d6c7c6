package import HTTPTypes
package import PersistyData

/// What a GET or HEAD of an item comes to (RFC 9110 §13.2.2).
package enum ItemAnswer: Sendable, Hashable {
    /// 200 with all of it.
    case whole
    /// 206 with these bytes, at least one.
    case part(Range<Int64>)
    /// 416: the item has none of the bytes.
    case unsatisfiable
    /// 304: the client has it.
    case notModified
    /// 412: it is not what the client means.
    case failed

    /// Decides by what is asked for and what is there: preconditions first, and then, for GET alone (§14.2), the range.
    package init(
        _ method: HTTPRequest.Method, _ fields: HTTPFields, of item: Validators, size: Int64, now: Timestamp
    ) {
        let preconditions = Preconditions(fields, now: now)
        switch preconditions.outcome(for: item) {
        case .failed: self = .failed
        case .notModified: self = .notModified
        case .proceed:
            guard method == .get, preconditions.allowsRange(of: item) else {
                self = .whole
                return
            }
            self =
                switch RangeRequest(fields, size: size) {
                case .whole: .whole
                case .part(let range): .part(range)
                case .unsatisfiable: .unsatisfiable
                }
        }
    }

    package var status: HTTPResponse.Status {
        switch self {
        case .whole: .ok
        case .part: .partialContent
        case .unsatisfiable: .rangeNotSatisfiable
        case .notModified: .notModified
        case .failed: .preconditionFailed
        }
    }

    /// Which bytes of an item of `size` bytes it has; `nil` for an answer without any of them.
    package func bytes(of size: Int64) -> Range<Int64>? {
        switch self {
        case .whole: 0..<size
        case .part(let range): range
        case .unsatisfiable, .notModified, .failed: nil
        }
    }

    /// The value of `Content-Range` (§14.4), where it has one.
    package func contentRange(of size: Int64) -> String? {
        switch self {
        case .part(let range): RangeRequest.part(range).contentRange(size: size)
        case .unsatisfiable: RangeRequest.unsatisfiable.contentRange(size: size)
        case .whole, .notModified, .failed: nil
        }
    }
}
