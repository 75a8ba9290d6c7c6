/// One of the versions that a store keeps of what is under a key.
public struct StoredVersion: Sendable, Hashable {
    /// The version in the store's own terms. It comes from outside: escape it.
    public var id: String
    /// Whether it is the one that is there now.
    public var isLatest: Bool
    /// When it was written, or the item deleted.
    public var time: Timestamp?
    /// The content, to be read like any item; `nil` for the mark that stands where the item was deleted.
    public var item: DataItem?
    /// The class that it is stored in, where the store tells.
    public var storageClass: String?

    /// A version.
    public init(
        id: String, isLatest: Bool, time: Timestamp? = nil, item: DataItem? = nil, storageClass: String? = nil
    ) {
        self.id = id
        self.isLatest = isLatest
        self.time = time
        self.item = item
        self.storageClass = storageClass
    }

    /// Whether it is the mark of a deletion, with nothing in it.
    public var isDeletion: Bool { item == nil }
    public var size: Int64? { item?.size }
    public var etag: ETag? { item?.etag }
}
