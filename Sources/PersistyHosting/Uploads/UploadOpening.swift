import NIOCore
import PersistyData
import Synchronization

/// The first bytes of an upload, which are read before it gets a turn: a short one needs none, and one that never comes
/// takes none from others.
final class UploadOpening: Sendable {
    /// Whether they are all there is.
    let isWhole: Bool
    private let buffers: Mutex<ArraySlice<ByteBuffer>>

    /// Reads until there are `limit` bytes, or all.
    init(limit: Int, _ next: () async throws(DataError) -> ByteBuffer?) async throws(DataError) {
        var buffers: [ByteBuffer] = []
        var count = 0
        var isWhole = false
        while count < limit, !isWhole {
            guard let buffer = try await next() else {
                isWhole = true
                break
            }
            count += buffer.readableBytes
            buffers.append(buffer)
        }
        self.isWhole = isWhole
        self.buffers = Mutex(buffers[...])
    }

    /// The next of them; `nil` after the last.
    func next() -> ByteBuffer? { buffers.withLock { $0.popFirst() } }
}
