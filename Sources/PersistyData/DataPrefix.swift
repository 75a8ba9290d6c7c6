/// A folder of a store: the empty text for its root, otherwise a key's beginning that ends in `/`.
///
/// A folder need not exist as a thing of its own: an item's key makes it.
public struct DataPrefix: Sendable {
    /// The prefix as text: empty, or ending in `/`. It comes from outside: escape it before showing it.
    public let text: String

    /// The root of a store.
    public static let root = DataPrefix(unchecked: "")

    /// Makes a folder of `text`; a `/` is added where the end lacks one.
    ///
    /// - Throws: ``DataError/Code/invalidKey`` for over 1,024 bytes or U+0000.
    public init(_ text: String) throws(DataError) {
        guard !text.isEmpty else {
            self = .root
            return
        }
        self.text = try DataKey(text.utf8.last == UInt8(ascii: "/") ? text : text + "/").text
    }

    package init(unchecked text: String) { self.text = text }

    /// Whether this is the root.
    public var isRoot: Bool { text.isEmpty }

    /// The folder above, or `nil` for the root.
    public var parent: DataPrefix? {
        guard !isRoot else { return nil }
        guard let slash = text.utf8.dropLast().lastIndex(of: UInt8(ascii: "/")) else { return .root }
        return DataPrefix(unchecked: String(text[...slash]))
    }

    /// The names of the folders from the root to this one.
    public var components: [String] {
        text.utf8.dropLast().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .prefix(isRoot ? 0 : .max).map { String(Substring($0)) }
    }

    /// The last folder's name; empty for the root.
    public var name: String { components.last ?? "" }

    /// The folder `name` in this one.
    public func appending(folder name: String) throws(DataError) -> DataPrefix { try DataPrefix(text + name + "/") }

    /// The key of the item `name` in this folder.
    public func appending(_ name: String) throws(DataError) -> DataKey { try DataKey(text + name) }

    /// Whether `key` lies in this folder, at any depth.
    public func contains(_ key: DataKey) -> Bool { key.hasPrefix(text) }

    /// Whether `other` is this folder or lies in it.
    public func contains(_ other: DataPrefix) -> Bool { other.text.utf8.starts(with: text.utf8) }
}

extension DataPrefix: Hashable, Comparable {
    public static func == (left: DataPrefix, right: DataPrefix) -> Bool { left.text.utf8Equals(right.text) }

    public static func < (left: DataPrefix, right: DataPrefix) -> Bool { left.text.utf8Precedes(right.text) }

    public func hash(into hasher: inout Hasher) {
        text.hashUTF8(into: &hasher)
    }
}

extension DataPrefix: CustomStringConvertible {
    /// The prefix in quotes, with control characters escaped.
    public var description: String { text.debugDescription }
}
