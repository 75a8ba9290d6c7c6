/// How an S3 store is set up.
public struct S3StoreOptions: Sendable, Hashable {
    /// The most bytes of an item; `nil` for what the service takes.
    public var itemSize: Int64?
    /// The media types that are taken; `nil` for all.
    public var contentTypes: [String]?
    /// The most bytes of parts that uploads hold at once, whatever the items' sizes. The default is 40 MiB, which with what
    /// is on its way from the source and to the service comes to 64.
    public var uploadMemory = 40 << 20
    /// The most bytes that downloads read ahead at once. The default is 32 MiB.
    public var downloadMemory = 32 << 20
    /// The class that items are stored in; `nil` for the bucket's own.
    public var storageClass: String?

    /// The defaults.
    public init() {}
}
