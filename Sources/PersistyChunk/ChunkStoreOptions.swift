/// How a chunk store keeps its items.
public struct ChunkStoreOptions: Sendable, Hashable {
    /// How many bytes a chunk has; 4 KiB to 16 MiB. Items that are there keep the size they were written with.
    public var chunkSize = 256 << 10
    /// The most bytes of an item; `nil` for what fits into 2²⁴ chunks.
    public var itemSize: Int64?
    /// The media types that are taken, `image/*` for a family; `nil` for all.
    public var contentTypes: [String]?
    /// Whether every write is on stable storage before it returns. Otherwise a power cut may lose the last writes,
    /// or, on a few file systems, damage the database; a killed program loses nothing either way.
    public var durable = true

    /// The defaults.
    public init() {}

    static let chunkSizes = 4 << 10...16 << 20
}
