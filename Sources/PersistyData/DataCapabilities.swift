/// What a store can do. What it does not declare it refuses with ``DataError/Code/unsupported`` and changes nothing.
public struct DataCapabilities: OptionSet, Sendable, Hashable {
    public let rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// ``WriteCondition/absent`` is kept, whoever else writes.
    public static let writeIfAbsent = Self(rawValue: 1 << 0)
    /// ``WriteCondition/present`` and ``WriteCondition/matches(_:)`` are kept.
    public static let writeIfMatches = Self(rawValue: 1 << 1)
    /// ``DataAttributes`` beyond the content type are kept. Without it a store takes a content type and
    /// ``DataAttributes/modifiedAtSource``, keeps them as it can, and refuses all others.
    public static let attributes = Self(rawValue: 1 << 2)
    /// An item, or a folder with all in it, gets another key in one step.
    public static let rename = Self(rawValue: 1 << 3)
    /// A folder can be there with nothing in it.
    public static let folders = Self(rawValue: 1 << 4)
    /// Validators are the MD5 of the content.
    public static let etagIsMD5 = Self(rawValue: 1 << 5)
    /// A listing gives sizes and times at once; otherwise they are asked for by ``DataStore/attributes(of:under:rows:)``.
    public static let listsAttributes = Self(rawValue: 1 << 6)
    /// A listing gives validators at once; otherwise they are asked for by ``DataStore/etag(of:progress:)``.
    public static let listsETags = Self(rawValue: 1 << 7)
    /// Items can be created.
    public static let create = Self(rawValue: 1 << 8)
    /// Items can be replaced.
    public static let update = Self(rawValue: 1 << 9)
    /// Items can be deleted.
    public static let delete = Self(rawValue: 1 << 10)
    /// Items can be searched and listed.
    public static let search = Self(rawValue: 1 << 11)

    /// There can be names that are no items: links and other special files. Listings show them.
    public static let specialFiles = Self(rawValue: 1 << 12)

    /// Reading an item's bytes tells what is kept beside them, at no cost.
    public static let contentsTellAttributes = Self(rawValue: 1 << 17)
    /// Items can have tags.
    public static let tags = Self(rawValue: 1 << 13)
    /// Copies of another store's items get the tags that these have.
    public static let copiesTags = Self(rawValue: 1 << 18)
    /// Former versions of items can be there, and be had again.
    public static let versions = Self(rawValue: 1 << 14)
    /// Items lie in storage classes, which listings tell.
    public static let storageClasses = Self(rawValue: 1 << 15)
    /// There can be uploads that have begun and not ended, whose parts take room.
    public static let uploads = Self(rawValue: 1 << 16)

    /// All that a store which refuses nobody anything does with its items.
    public static let everyOperation: Self = [.create, .update, .delete, .search]
}

/// What a store takes at most.
public struct DataLimits: Sendable, Hashable {
    /// The most bytes of an item; `nil` when no limit is known.
    public var itemSize: Int64?
    /// The media types that are taken, `image/*` for a family; `nil` for all.
    public var contentTypes: [String]?
    /// How many deletes are best given at once.
    public var deleteBatch = 1000
    /// How many copies are best given at once.
    public var copyBatch = 1

    /// No limits.
    public init() {}
}

/// What can be asked of a store about a key.
public enum DataOperation: String, Sendable, CaseIterable {
    case read, create, update, delete, search
}
