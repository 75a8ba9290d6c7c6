import Glibc

/// The name of an item in a store: 1 to 1,024 bytes of UTF-8 without U+0000.
///
/// Keys are compared, hashed and ordered by their bytes. Swift's own `String` comparison merges canonically equivalent
/// spellings (`é` as one scalar and as two), which are two items to a store.
public struct DataKey: Sendable {
    /// The key as text, exactly as stored. It comes from outside: escape it before showing it.
    public let text: String

    /// The most bytes a key may have, as in S3 ("Naming Amazon S3 objects").
    public static let maximumLength = 1024

    /// Checks `text` and makes it a key.
    ///
    /// - Throws: ``DataError/Code/invalidKey`` for an empty key, one over 1,024 bytes, or one that holds U+0000.
    public init(_ text: String) throws(DataError) {
        var text = text
        text.makeContiguousUTF8()
        let count = text.utf8.count
        guard count > 0 else { throw DataError(.invalidKey, "A key cannot be empty.", reason: "key.empty") }
        guard count <= Self.maximumLength else {
            throw DataError(
                .invalidKey, "A key has at most \(Self.maximumLength) bytes; this one has \(count).", key: text,
                reason: "key.too_long")
        }
        guard !text.utf8.contains(0) else {
            throw DataError(.invalidKey, "A key cannot hold the character U+0000.", key: text, reason: "key.nul")
        }
        self.text = text
    }

    /// Checks `bytes` and makes them a key.
    ///
    /// - Throws: ``DataError/Code/invalidKey``, also for bytes that are not UTF-8.
    public init(bytes: some Collection<UInt8>) throws(DataError) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw DataError(
                .invalidKey, "This name is not valid UTF-8 and cannot be a key.", reason: "key.invalid_utf8"
            ).naming(bytes)
        }
        try self.init(text)
    }

    /// The bytes of the key.
    public var bytes: String.UTF8View { text.utf8 }

    /// What follows the last `/`, or the whole key; empty for a key that ends in `/`.
    public var lastComponent: String {
        guard let slash = text.utf8.lastIndex(of: UInt8(ascii: "/")) else { return text }
        return String(text[text.utf8.index(after: slash)...])
    }

    /// The folder that the key lies in.
    public var folder: DataPrefix {
        guard let slash = text.utf8.lastIndex(of: UInt8(ascii: "/")) else { return .root }
        return DataPrefix(unchecked: String(text[...slash]))
    }

    /// Whether the key begins with the bytes of `prefix`.
    public func hasPrefix(_ prefix: String) -> Bool { text.utf8.starts(with: prefix.utf8) }
}

extension DataKey: Hashable, Comparable {
    public static func == (left: DataKey, right: DataKey) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    public static func < (left: DataKey, right: DataKey) -> Bool { left.text.utf8Precedes(right.text) }

    public func hash(into hasher: inout Hasher) {
        text.hashUTF8(into: &hasher)
    }
}

extension DataKey: CustomStringConvertible {
    /// The key in quotes, with control characters escaped.
    public var description: String { text.debugDescription }
}

extension String {
    /// Whether the bytes of this text come before those of `other`.
    package func utf8Precedes(_ other: String) -> Bool {
        var (left, right) = (self, other)
        return left.withUTF8 { left in right.withUTF8 { right in left.lexicographicallyPrecedes(right) } }
    }

    /// Whether both texts have the same bytes.
    package func utf8Equals(_ other: String) -> Bool {
        // What lies in one piece, as nearly all does, is compared as a piece.
        let same = utf8.withContiguousStorageIfAvailable { mine in
            other.utf8.withContiguousStorageIfAvailable { theirs in
                guard mine.count == theirs.count, let left = mine.baseAddress, let right = theirs.baseAddress else {
                    return mine.isEmpty && theirs.isEmpty
                }
                return memcmp(left, right, mine.count) == 0
            }
        }
        return same.flatMap(\.self) ?? utf8.elementsEqual(other.utf8)
    }

    /// Feeds the bytes of this text to `hasher`.
    package func hashUTF8(into hasher: inout Hasher) {
        var text = self
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
