/// How much of the file system that a store keeps its items in is free, in bytes.
public struct StorageRoom: Sendable, Hashable {
    /// What this process may still write.
    public var free: Int64
    /// All there is.
    public var total: Int64

    /// A room of `total` bytes.
    public init(free: Int64, total: Int64) {
        self.free = free
        self.total = total
    }
}
