package import HTTPTypes

/// What the field `Range` asks for of an item (RFC 9110 §14.2).
///
/// One range of bytes is answered. Several are not, which the RFC allows and which no request can be made expensive by;
/// what is not understood is as if it were not there.
package enum RangeRequest: Sendable, Hashable {
    case whole
    /// These bytes, at least one.
    case part(Range<Int64>)
    /// A range that begins beyond the end, or has no bytes.
    case unsatisfiable

    /// What `fields` ask for of an item of `size` bytes.
    package init(_ fields: HTTPFields, size: Int64) {
        // The field is no list: sent twice, it says nothing.
        let values = fields[values: .range]
        guard values.count == 1, let spec = RangeSpec(values[0]) else {
            self = .whole
            return
        }
        self = spec.resolved(size: size)
    }

    /// The value of `Content-Range` (RFC 9110 §14.4); `nil` for the whole item, which has none.
    package func contentRange(size: Int64) -> String? {
        switch self {
        case .whole: nil
        case .part(let range): "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"
        case .unsatisfiable: "bytes */\(size)"
        }
    }
}

/// One range as it is asked for, of an item of any size (RFC 9110 §14.1.2). A number too great for 64 bits is the greatest
/// that they hold: no item is as large.
private enum RangeSpec {
    case from(Int64, last: Int64)
    case suffix(Int64)

    /// `nil` for another unit, several ranges, and what is malformed.
    init?(_ value: String) {
        var scanner = FieldScanner(value)
        scanner.skipBlanks()
        guard scanner.take("bytes=") else { return nil }
        // Empty elements of a list count for nothing (§5.6.1.2).
        scanner.skipEmptyElements()
        let first = scanner.number()
        guard scanner.take("-") else { return nil }
        let last = scanner.number()
        scanner.skipEmptyElements()
        guard scanner.isAtEnd else { return nil }
        switch (first, last) {
        case (let first?, let last): self = .from(first, last: last ?? .max)
        case (nil, let length?): self = .suffix(length)
        case (nil, nil): return nil
        }
        if case .from(let first, let last) = self, last < first { return nil }
    }

    func resolved(size: Int64) -> RangeRequest {
        switch self {
        case .from(let first, let last):
            first < size ? .part(first..<min(last, size - 1) + 1) : .unsatisfiable
        case .suffix(let length):
            length > 0 && size > 0 ? .part(max(0, size - length)..<size) : .unsatisfiable
        }
    }
}

extension FieldScanner {
    fileprivate mutating func skipEmptyElements() {
        repeat { skipBlanks() } while take(",")
    }
}
