package import HTTPTypes
package import PersistyData

/// What must be so of an item for a GET or HEAD of it to be answered with its content (RFC 9110 §13).
package struct Preconditions: Sendable, Hashable {
    package enum Outcome: Sendable, Hashable {
        case proceed
        /// 304: what the client has is the item.
        case notModified
        /// 412.
        case failed
    }

    /// A field that is sent, whether or not it says anything.
    private enum Condition: Hashable {
        case etags(ETagCondition)
        case malformed
    }

    private var match: Condition?
    private var noneMatch: Condition?
    private var modifiedSince: Timestamp?
    private var unmodifiedSince: Timestamp?
    private var range: String?

    /// What `fields` ask for; of dates, what can be read (§13.1.3).
    package init(_ fields: HTTPFields, now: Timestamp) {
        func condition(_ name: HTTPField.Name) -> Condition? {
            // Sent several times, it is one list (§5.3).
            fields[name].map { value in ETagCondition(value).map(Condition.etags) ?? .malformed }
        }
        func time(_ name: HTTPField.Name) -> Timestamp? {
            let values = fields[values: name]
            return values.count == 1 ? HTTPDate.time(values[0], now: now) : nil
        }
        match = condition(.ifMatch)
        noneMatch = condition(.ifNoneMatch)
        modifiedSince = time(.ifModifiedSince)
        unmodifiedSince = time(.ifUnmodifiedSince)
        range = fields[.ifRange]
    }

    /// What comes of it for the item that is there, in the order of §13.2.2. A list that cannot be read names no item:
    /// no `If-Match` is met by it, and no `If-None-Match` failed.
    package func outcome(for item: Validators) -> Outcome {
        switch match {
        case .etags(.any): break
        case .etags(let etags): if !etags.matches(item.etag, strongly: true) { return .failed }
        case .malformed: return .failed
        case nil:
            if let unmodifiedSince, let modified = item.modified, modified.seconds > unmodifiedSince.seconds {
                return .failed
            }
        }
        switch noneMatch {
        case .etags(.any): return .notModified
        case .etags(let etags): return etags.matches(item.etag, strongly: false) ? .notModified : .proceed
        case .malformed: return .proceed
        case nil:
            guard let modifiedSince, let modified = item.modified else { return .proceed }
            return modified.seconds <= modifiedSince.seconds ? .notModified : .proceed
        }
    }

    /// Whether a part of the item is of the version that the client has another part of (`If-Range`, §13.1.5).
    ///
    /// A date never says so: an item may change twice in its second, and then is not the same for being of the same
    /// second (§8.8.2.2).
    package func allowsRange(of item: Validators) -> Bool {
        guard let range else { return true }
        guard let etag = item.etag, !etag.isWeak else { return false }
        return range.utf8.elementsEqual(etag.headerValue.utf8)
    }
}
