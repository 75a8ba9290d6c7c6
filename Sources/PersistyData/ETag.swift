/// An HTTP validator (RFC 9110 §8.8.3): opaque, and compared only with another of the same store.
///
/// It says whether *this version* of an item is meant. It does not say what the bytes are; a ``Digest`` does.
public struct ETag: Sendable, Hashable {
    /// The validator without its quotes. It comes from outside: escape it before showing it.
    public var value: String
    /// Whether it only promises equivalent, not equal, bytes.
    public var isWeak: Bool

    /// A validator.
    public init(_ value: String, isWeak: Bool = false) {
        self.value = value
        self.isWeak = isWeak
    }

    /// The validator that is the MD5 of the content, as S3 gives to an object written by one PUT.
    public init(_ digest: Digest) { self.init(digest.hexadecimal) }

    /// As it stands in a header: `"…"` or `W/"…"`.
    public var headerValue: String { (isWeak ? "W/" : "") + "\"\(value)\"" }

    /// The MD5 that this validator would be if it were one: 32 hexadecimal digits, else `nil`.
    ///
    /// Whether it *is* one, its store must say: ``DataCapabilities/etagIsMD5``.
    public var possibleMD5: Digest? { isWeak ? nil : Digest(.md5, hexadecimal: value) }
}

extension ETag {
    /// By bytes, as RFC 9110 §8.8.3.2 has it; `String` would take two spellings of a character for one.
    public static func == (left: ETag, right: ETag) -> Bool {
        left.isWeak == right.isWeak && left.value.utf8Equals(right.value)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(isWeak)
        value.hashUTF8(into: &hasher)
    }
}

/// The value of an `If-Match` or `If-None-Match` header: any item, or a list of validators (RFC 9110 §13.1).
public enum ETagCondition: Sendable, Hashable {
    case any
    case list([ETag])

    /// Reads a header's value: `*`, or validators separated by commas. `nil` when it is neither.
    public init?(_ text: String) {
        var rest = text.utf8[...]
        func skip(_ characters: String) {
            while let first = rest.first, characters.utf8.contains(first) { rest.removeFirst() }
        }
        skip(" \t")
        if rest.first == UInt8(ascii: "*") {
            rest.removeFirst()
            skip(" \t")
            guard rest.isEmpty else { return nil }
            self = .any
            return
        }
        var tags: [ETag] = []
        skip(" \t,")
        while !rest.isEmpty {
            let isWeak = rest.starts(with: "W/".utf8)
            if isWeak { rest.removeFirst(2) }
            guard rest.first == UInt8(ascii: "\"") else { return nil }
            rest.removeFirst()
            guard let end = rest.firstIndex(of: UInt8(ascii: "\"")), let value = String(rest[..<end]) else {
                return nil
            }
            tags.append(ETag(value, isWeak: isWeak))
            rest = rest[rest.index(after: end)...]
            skip(" \t")
            guard rest.isEmpty || rest.first == UInt8(ascii: ",") else { return nil }
            skip(" \t,")
        }
        guard !tags.isEmpty else { return nil }
        self = .list(tags)
    }

    /// Whether `etag` is meant, by the strong comparison (for `If-Match`) or the weak one (for `If-None-Match`).
    public func matches(_ etag: ETag?, strongly: Bool) -> Bool {
        switch self {
        case .any: etag != nil
        case .list(let tags):
            tags.contains { tag in
                guard let etag, tag.value.utf8Equals(etag.value) else { return false }
                return !strongly || !tag.isWeak && !etag.isWeak
            }
        }
    }
}
