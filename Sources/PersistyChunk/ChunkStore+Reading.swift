import GRDB
import NIOCore
import NIOPosix
public import PersistyData
import Synchronization

extension ChunkStore {
    public func read(_ key: DataKey) async throws(DataError) -> DataItem? {
        try await withFile(key: key) { file throws(DataError) in
            try file.read(key: key.text) { database in
                try database.first(ItemRow.select, [.key(key.text)]) { row in
                    try self.sound(row, key: key).item(in: file.identity)
                }
            }
        } ?? nil
    }

    public func reader(of item: DataItem, range: ByteRange) async throws(DataError) -> DataReader {
        try await reader(of: item, range: range, batch: ChunkPass.batchBytes)
    }

    public func reader(
        of item: DataItem, range: ByteRange, holding limit: Int
    ) async throws(DataError) -> DataReader {
        // One batch is given away while the next is read.
        try await reader(of: item, range: range, batch: min(limit / 2, ChunkPass.batchBytes))
    }

    private func reader(of item: DataItem, range: ByteRange, batch: Int) async throws(DataError) -> DataReader {
        let wanted = try range.resolved(size: item.size)
        let start = try await withFile(key: item.key) { file throws(DataError) in
            try self.start(reading: item, wanted, in: file, batch: batch)
        }
        guard let start, let start else { throw .notFound(item.key, store: name) }
        switch start {
        case .bytes(let bytes): return DataReader(bytes, compared: .crc32c)
        case .stream(let pass):
            return DataReader(size: Int64(wanted.count), compared: .crc32c) { () throws(DataError) in
                try await pass.next()
            }
        }
    }

    /// The row that `row` is at, if it is as it was stored.
    func sound(_ row: SQLStatement, key: DataKey) throws(DataError) -> ItemRow {
        guard let item = ItemRow(row), item.isSound(row) else { throw .damagedRow(key, store: name) }
        return item
    }

    /// The row of the item, if it is still this version; `nil` when it is gone.
    func row(of item: DataItem, in database: Database) throws -> ItemRow? {
        let found = try database.first(ItemRow.select, [.key(item.key.text)]) { try self.sound($0, key: item.key) }
        guard let row = found else { return nil }
        let stream = item.version.flatMap { Int64($0.value) }
        guard stream == nil || stream == row.stream, row.size == item.size else {
            throw DataError.replacedSince(item.key, store: name)
        }
        return row
    }

    /// What is read in one go, or a pass over what is not.
    private enum Start: Sendable {
        case bytes(ByteBuffer)
        case stream(ChunkPass)
    }

    private func start(
        reading item: DataItem, _ wanted: Range<Int64>, in file: ChunkFile, batch: Int
    ) throws(DataError) -> Start? {
        let stream = item.version.flatMap { Int64($0.value) }
        let isShort = wanted.count <= batch
        // First the pin, then the look: from here on nobody removes the stream if the item still is this one.
        if let stream, !isShort { file.pins.pin(stream) }
        var keepsPin = false
        defer { if let stream, !isShort, !keepsPin { file.pins.unpin(stream) } }
        let found = try file.readTransaction(key: item.key.text) { database -> (ItemRow, ByteBuffer?)? in
            guard let row = try self.row(of: item, in: database) else { return nil }
            guard isShort else { return (row, nil) }
            return (row, try ChunkReading(row: row, store: name).bytes(wanted, in: database, isPinned: true))
        }
        guard let (row, bytes) = found else { return nil }
        if let bytes { return .bytes(bytes) }
        guard stream != nil else {
            var pinned = item
            pinned.version = DataVersion(String(row.stream))
            return try start(reading: pinned, wanted, in: file, batch: batch)
        }
        keepsPin = true
        return .stream(ChunkPass(store: self, file: file, row: row, range: wanted, batch: batch))
    }
}

/// Reads bytes of a stream, each chunk checked.
struct ChunkReading: Sendable {
    let row: ItemRow
    let store: String

    /// The bytes in `range`, which are in memory at once.
    ///
    /// - Throws: ``DataError/Code/corrupt`` naming the chunk.
    func bytes(_ range: Range<Int64>, in database: Database, isPinned: Bool) throws -> ByteBuffer {
        guard !range.isEmpty else { return ByteBuffer() }
        let first = range.lowerBound / row.chunkSize
        let last = (range.upperBound - 1) / row.chunkSize
        var buffer = ByteBuffer()
        buffer.reserveCapacity(range.count)
        var expected = first
        try SQLStatement(database, "SELECT id, crc, data FROM chunk WHERE id BETWEEN ? AND ? ORDER BY id").forEach([
            .integer(ChunkSchema.chunk(row.stream, first)), .integer(ChunkSchema.chunk(row.stream, last)),
        ]) { columns in
            let id = ChunkSchema.chunk(row.stream, expected)
            guard columns.integer(0) == id else { return false }
            let data = columns.bytes(2)
            guard data.count == row.length(ofChunk: expected),
                columns.integer(1) == Int64(Chunk.checksum(DigestHasher.crc32c(data), id: id))
            else { throw damaged(expected, "is damaged: its checksum is not the one it was stored with") }
            let start = expected * row.chunkSize
            let part = Int(max(range.lowerBound - start, 0))..<Int(min(range.upperBound - start, Int64(data.count)))
            buffer.writeBytes(UnsafeRawBufferPointer(rebasing: data[part]))
            expected += 1
            return true
        }
        guard expected > last else {
            if isPinned { throw damaged(expected, "is missing") }
            throw DataError.replacedSince(row.key, store: store)
        }
        return buffer
    }

    private func damaged(_ sequence: Int64, _ what: String) -> DataError {
        DataError(
            .corrupt, "Chunk \(sequence + 1) of \(row.chunkCount) \(what).",
            hint: "Verify the store to see all that is damaged; copy the item from another place if you can.",
            key: row.key.text, store: store, reason: "chunk.damaged")
    }
}

/// One pass over a part of an item that is too long to be read at once: a batch of chunks is read while the one before
/// is used.
final class ChunkPass: Sendable {
    /// About how many bytes are read at once, where nobody wants fewer.
    static let batchBytes = 1 << 20

    private let store: ChunkStore
    private let file: ChunkFile
    private let reading: ChunkReading
    private let end: Int64
    private let batch: Int64
    private let state: Mutex<State>

    fileprivate struct State {
        /// Bytes read and not yet given away.
        var rest = ByteBuffer()
        /// Where the next batch begins.
        var offset: Int64
        var ahead: Ticket<ByteBuffer>?
    }

    /// Takes over a pin on the row's stream.
    init(store: ChunkStore, file: ChunkFile, row: ItemRow, range: Range<Int64>, batch: Int) {
        self.store = store
        self.file = file
        reading = ChunkReading(row: row, store: store.name)
        end = range.upperBound
        self.batch = Int64(batch)
        state = Mutex(State(offset: range.lowerBound))
    }

    deinit { file.pins.unpin(reading.row.stream) }

    func next() async throws(DataError) -> ByteBuffer? {
        guard !Task.isCancelled else { throw .cancelled(key: reading.row.key.text, store: store.name) }
        if let slice = state.withLock({ $0.slice() }) { return slice }
        guard let batch = readAhead() else { return nil }
        let bytes = try await batch.value()
        state.withLock { state in
            state.ahead = nil
            state.rest = bytes
        }
        _ = readAhead()
        return state.withLock { $0.slice() }
    }

    /// Begins to read the next batch, unless that was begun already. `nil` at the end.
    private func readAhead() -> Ticket<ByteBuffer>? {
        let (ticket, range) = state.withLock { state -> (Ticket<ByteBuffer>?, Range<Int64>?) in
            if let ahead = state.ahead { return (ahead, nil) }
            guard state.offset < end else { return (nil, nil) }
            // To the end of a chunk, so that none is read and checked twice.
            let size = reading.row.chunkSize
            let batch = max(batch / size, 1) * size
            let range = state.offset..<min((state.offset / size) * size + batch, end)
            let ticket = Ticket<ByteBuffer>()
            (state.offset, state.ahead) = (range.upperBound, ticket)
            return (ticket, range)
        }
        guard let ticket, let range else { return ticket }
        store.threads.submit { _ in
            do throws(DataError) {
                let bytes = try self.file.read(key: self.reading.row.key.text) { database in
                    try self.reading.bytes(range, in: database, isPinned: true)
                }
                ticket.fulfil(.success(bytes))
            } catch {
                ticket.fulfil(.failure(error))
            }
        }
        return ticket
    }
}

extension ChunkPass.State {
    /// The next bytes at hand, at most a batch.
    fileprivate mutating func slice() -> ByteBuffer? {
        guard rest.readableBytes > 0 else { return nil }
        return rest.readSlice(length: min(rest.readableBytes, ChunkPass.batchBytes))
    }
}

extension DataError {
    /// The row that says what the item is, is not as it was written.
    static func damagedRow(_ key: DataKey, store: String) -> DataError {
        DataError(
            .corrupt, "What the database says of this item is damaged.",
            hint: "The other items are not affected; replace or delete this one.", key: key.text, store: store)
    }
}
