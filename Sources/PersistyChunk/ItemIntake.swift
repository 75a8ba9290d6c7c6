import NIOCore
import PersistyData

/// What becomes of an item's bytes before they are stored: counted, hashed and cut.
struct ItemIntake: Sendable {
    let key: DataKey
    let options: WriteOptions
    let chunkSize: Int
    private var intake: WriteIntake
    private var cutter: ChunkCutter
    private var head: [UInt8] = []

    init(
        key: DataKey, announced: Int64?, options: WriteOptions, md5: Digest? = nil, store: ChunkStore
    ) {
        self.key = key
        self.options = options
        chunkSize = store.options.chunkSize
        intake = WriteIntake(
            key: key, store: store.name, announced: announced, limits: store.limits, options: options,
            md5: md5)
        cutter = ChunkCutter(size: chunkSize)
    }

    /// The chunks that are full with these bytes.
    mutating func take(_ buffer: ByteBuffer) throws(DataError) -> [Chunk] {
        try intake.take(buffer)
        if head.count < 512 { head.append(contentsOf: buffer.readableBytesView.prefix(512 - head.count)) }
        return cutter.take(buffer)
    }

    /// The last chunk and the item's row, without its stream, when all bytes were taken.
    mutating func finish() throws(DataError) -> (last: [Chunk], row: ItemRow) {
        let md5 = try intake.finish()
        var attributes = options.attributes
        attributes.contentType = try intake.contentType(first: head)
        let row = ItemRow(
            key: key, stream: 0, size: intake.size, chunkSize: Int64(chunkSize), updated: 0, md5: md5.bytes,
            attributes: attributes)
        return (cutter.finish().map { [$0] } ?? [], row)
    }
}
