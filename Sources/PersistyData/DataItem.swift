/// One stored item: what its store knew when asked.
///
/// A plain value without I/O. It does not follow later changes: reading through an item whose content has since been
/// replaced gives the old bytes or throws ``DataError/Code/conditionFailed``, and never mixes two versions.
public struct DataItem: Sendable, Hashable {
    /// The name of the item.
    public var key: DataKey
    /// How many bytes it has.
    public var size: Int64
    /// When it was last written; `nil` when the store keeps no time.
    public var updatedAt: Timestamp?
    /// The validator of this version; `nil` when it is not known without reading the content.
    public var etag: ETag?
    /// What is kept beside the bytes; `nil` when it was not asked for.
    public var attributes: DataAttributes?
    /// The digests that the store vouches for.
    public var digests: Set<Digest> = []
    /// Which version of the item this is, in the store's own terms; reads are pinned to it.
    public var version: DataVersion?
    /// Where the bytes lie, for a destination to choose how to copy them.
    public var location: DataLocation

    /// An item as a store found it.
    public init(
        key: DataKey, size: Int64, updatedAt: Timestamp? = nil, etag: ETag? = nil, attributes: DataAttributes? = nil,
        digests: Set<Digest> = [], version: DataVersion? = nil, location: DataLocation = .elsewhere
    ) {
        self.key = key
        self.size = size
        self.updatedAt = updatedAt
        self.etag = etag
        self.attributes = attributes
        self.digests = digests
        self.version = version
        self.location = location
    }

    /// The media type, where it is known.
    public var contentType: String? { attributes?.contentType }

    /// The digest by `algorithm`, where the store vouches for one.
    public func digest(_ algorithm: Digest.Algorithm) -> Digest? { digests.first { $0.algorithm == algorithm } }
}

/// A version of an item, opaque to all but its store.
public struct DataVersion: Sendable, Hashable {
    /// The version in the store's own terms.
    public var value: String

    /// A version.
    public init(_ value: String) { self.value = value }

    /// By bytes, as a version is opaque.
    public static func == (left: DataVersion, right: DataVersion) -> Bool { left.value.utf8Equals(right.value) }

    public func hash(into hasher: inout Hasher) { value.hashUTF8(into: &hasher) }
}

/// Where an item's bytes lie, for a destination to choose how to copy them.
public enum DataLocation: Sendable, Hashable {
    /// A file: numbers of its device and inode.
    case file(device: UInt64, inode: UInt64)
    /// Rows of a database, itself named by the numbers of its file's device and inode.
    case records(device: UInt64, inode: UInt64, stream: Int64)
    /// An object of a service that copies between its own buckets, in the store's terms for service and version.
    case object(service: String, bucket: String, key: String, version: String?)
    /// Anywhere that only its store can read.
    case elsewhere
}
