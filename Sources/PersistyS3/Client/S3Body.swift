package import NIOCore
import PersistyData

/// The body of a request, held until the request has succeeded so that it can be sent again: slices of what was read, never
/// copied together.
package struct S3Body: Sendable {
    /// The bytes, in order.
    package let buffers: [ByteBuffer]
    /// How many bytes there are.
    package let count: Int

    /// No body.
    package static let none = S3Body([ByteBuffer]())

    /// A body of these bytes.
    package init(_ buffers: [ByteBuffer]) {
        self.buffers = buffers
        count = buffers.reduce(0) { $0 + $1.readableBytes }
    }

    /// A body of these bytes.
    package init(_ bytes: [UInt8]) { self.init([ByteBuffer(bytes: bytes)]) }

    /// What a signature says of it.
    var payloadHash: PayloadHash {
        guard count > 0 else { return .empty }
        return .sha256(digest(.sha256))
    }

    /// The digest of all bytes.
    func digest(_ algorithm: Digest.Algorithm) -> Digest {
        var hasher = DigestHasher(algorithm)
        for buffer in buffers { hasher.update(buffer) }
        return hasher.finish()
    }
}
