public import NIOCore

/// All bytes of a short item.
public struct DataContent: Sendable {
    public var bytes: ByteBuffer
    /// By which digest, kept with the item since it was written, the store has compared these very bytes; `nil` where
    /// it has not.
    public var compared: Digest.Algorithm?
    /// What is kept beside the bytes, where the store learns it with them; `nil` where it does not.
    public var attributes: DataAttributes?

    /// The bytes of an item.
    public init(_ bytes: ByteBuffer, compared: Digest.Algorithm? = nil, attributes: DataAttributes? = nil) {
        self.bytes = bytes
        self.compared = compared
        self.attributes = attributes
    }
}
