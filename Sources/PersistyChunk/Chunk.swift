import NIOCore
import PersistyData

/// A chunk on its way into the database.
struct Chunk: Sendable {
    let bytes: ByteBuffer
    /// The CRC-32C of the bytes alone, made where bytes are hashed anyway.
    let crc: UInt32

    init(_ bytes: ByteBuffer) {
        self.bytes = bytes
        crc = bytes.withUnsafeReadableBytes { DigestHasher.crc32c($0) }
    }

    /// The checksum to keep with the chunk: of its bytes and its place, so that two chunks changed about are found.
    func checksum(id: Int64) -> UInt32 { Self.checksum(crc, id: id) }

    static func checksum(_ crc: UInt32, id: Int64) -> UInt32 {
        withUnsafeBytes(of: id.littleEndian) { DigestHasher.crc32c($0, from: crc) }
    }
}

/// Cuts bytes that come in any pieces into chunks of one size.
struct ChunkCutter: Sendable {
    private let size: Int
    private var partial = ByteBuffer()

    init(size: Int) { self.size = size }

    /// The chunks that are full with these bytes. Those that lie in `buffer` whole are not copied.
    mutating func take(_ buffer: ByteBuffer) -> [Chunk] {
        var buffer = buffer
        var chunks: [Chunk] = []
        while buffer.readableBytes > 0 {
            if partial.readableBytes == 0, let whole = buffer.readSlice(length: size) {
                chunks.append(Chunk(whole))
                continue
            }
            let wanted = min(size - partial.readableBytes, buffer.readableBytes)
            // The first part is kept where it lies; an item of one part is not copied at all.
            if var part = buffer.readSlice(length: wanted) {
                if partial.readableBytes == 0 { partial = part } else { partial.writeBuffer(&part) }
            }
            if partial.readableBytes == size {
                chunks.append(Chunk(partial))
                partial = ByteBuffer()
            }
        }
        return chunks
    }

    /// The last chunk, if there are bytes left.
    mutating func finish() -> Chunk? {
        defer { partial = ByteBuffer() }
        return partial.readableBytes > 0 ? Chunk(partial) : nil
    }
}
