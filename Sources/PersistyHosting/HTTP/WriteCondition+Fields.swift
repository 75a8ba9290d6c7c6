import HTTPTypes
import PersistyData

extension WriteCondition {
    /// What a request itself wants to be so for its content to be written (RFC 9110 §13.1); `always` for nothing.
    ///
    /// A store keeps one condition, and for certain. What cannot be kept is refused: written all the same, the item could
    /// replace the very version that the client means to keep.
    init(_ fields: HTTPFields) throws(RequestRefusal) {
        guard fields[.ifUnmodifiedSince] == nil else {
            throw .malformed("If-Unmodified-Since is not kept; If-Match is.")
        }
        var condition = WriteCondition.always
        if let value = fields[.ifNoneMatch] {
            guard ETagCondition(value) == .any else { throw .malformed("If-None-Match is kept as “*” alone.") }
            condition = .absent
        }
        guard let value = fields[.ifMatch] else {
            self = condition
            return
        }
        switch ETagCondition(value) {
        case .any: self = try condition.and(.present)
        case .list(let etags):
            guard etags.count == 1 else { throw .malformed("If-Match is kept with one validator.") }
            // A weak validator is never the same as another (§8.8.3.2).
            guard !etags[0].isWeak else { throw .conditionFailed("A weak validator matches nothing.") }
            self = try condition.and(.matches(etags[0]))
        case nil: throw .malformed("The If-Match is none.")
        }
    }

    /// Both this and `other`, which is refused where they can never be so together.
    func and(_ other: WriteCondition) throws(RequestRefusal) -> WriteCondition {
        switch (self, other) {
        case (.always, let only), (let only, .always): only
        case (.absent, .absent): .absent
        case (.present, .present): .present
        case (.present, .matches(let etag)), (.matches(let etag), .present): .matches(etag)
        case (.matches(let left), .matches(let right)) where left == right: .matches(left)
        case (.absent, _), (_, .absent), (.matches, .matches):
            throw .conditionFailed("The conditions of the link and the request cannot both be met.")
        }
    }
}
