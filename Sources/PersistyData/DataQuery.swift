/// Which items to search or list.
public struct DataQuery: Sendable, Hashable {
    /// Only keys that begin with these bytes.
    public var prefix: String
    /// Folds what follows it, after the prefix, into ``DataPage/prefixes``.
    public var delimiter: String?
    /// Only keys strictly after this one, in byte order.
    public var after: DataKey?

    /// A query.
    public init(prefix: String = "", delimiter: String? = nil, after: DataKey? = nil) {
        self.prefix = prefix
        self.delimiter = delimiter
        self.after = after
    }

    /// By bytes, as keys are.
    public static func == (left: DataQuery, right: DataQuery) -> Bool {
        left.prefix.utf8Equals(right.prefix) && left.after == right.after
            && (left.delimiter == nil) == (right.delimiter == nil)
            && (left.delimiter ?? "").utf8Equals(right.delimiter ?? "")
    }

    public func hash(into hasher: inout Hasher) {
        prefix.hashUTF8(into: &hasher)
        delimiter?.hashUTF8(into: &hasher)
        hasher.combine(after)
    }

    /// The items and folders directly in `folder`.
    public static func folder(_ folder: DataPrefix) -> DataQuery { DataQuery(prefix: folder.text, delimiter: "/") }
}

/// A page of a search, in byte order of key.
public struct DataPage: Sendable {
    /// The items whose keys were not folded.
    public var items: [DataItem]
    /// The folded beginnings of keys, delimiter included.
    public var prefixes: [String]
    /// Where the next page begins, opaque but usable by another process; `nil` when there is none.
    public var nextPageKey: String?

    /// A page.
    public init(items: [DataItem] = [], prefixes: [String] = [], nextPageKey: String? = nil) {
        self.items = items
        self.prefixes = prefixes
        self.nextPageKey = nextPageKey
    }
}
