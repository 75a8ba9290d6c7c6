import NIOCore
import PersistyData

/// Brings the chunks of one item into the database: in several transactions where they are many, unseen until the last.
struct StreamWriting {
    let store: ChunkStore
    let key: DataKey
    let options: WriteOptions
    private var waiting: [Chunk] = []
    private var waitingBytes = 0
    private var stream: UnfinishedStream?
    private var written: Int64 = 0
    private var inFlight: Ticket<UnfinishedStream>?
    private let writer: Writer

    init(store: ChunkStore, key: DataKey, options: WriteOptions) {
        self.store = store
        self.key = key
        self.options = options
        writer = store.writers.enter()
    }

    /// Takes chunks; waits only while earlier ones are still being written.
    mutating func append(_ chunks: [Chunk]) async throws(DataError) {
        waiting += chunks
        waitingBytes += chunks.reduce(0) { $0 + $1.bytes.readableBytes }
        if waitingBytes >= writer.flushBytes { try await flush() }
    }

    /// Writes what is left and makes the stream the item's, if the condition holds.
    mutating func finish(_ chunks: [Chunk], _ row: ItemRow) async throws(DataError) -> DataItem {
        try await landed()
        waiting += chunks
        let (rest, written, options, store) = (waiting, written, options, store)
        let stream = stream
        let bytes = rest.reduce(0) { $0 + $1.bytes.readableBytes }
        waiting = []
        let now = Timestamp.now
        let ticket = store.commits.submit(key: key, bytes: bytes, durable: options.durable) { session in
            try ItemSwing(row: row, condition: options.condition, now: now, store: store.name)
                .run(session, chunks: rest, stream: stream?.id, from: written)
        }
        let stored = try await ticket.value()
        stream?.unpin()
        self.stream = nil
        return try store.item(stored)
    }

    /// Removes what was written.
    mutating func abandon() async {
        waiting = []
        try? await landed()
        guard let stream else { return }
        self.stream = nil
        stream.unpin()
        // In steps, as others may want to write meanwhile. What fails here is removed by the next who writes.
        let limit: Int64 = 256
        while let rest = try? await store.commits.submit({ try $0.removeChunks(of: stream.id, limit: limit) }).value(),
            rest == 0
        {}
        store.commits.collect()
    }

    private mutating func flush() async throws(DataError) {
        try await landed()
        let (chunks, known, from) = (waiting, stream, written)
        let bytes = waitingBytes
        (waiting, waitingBytes) = ([], 0)
        inFlight = store.commits.submit(key: key, bytes: bytes, durable: options.durable) { session in
            let stream = try known ?? session.newUnfinishedStream()
            try session.insert(chunks, into: stream.id, from: from)
            return stream
        }
        written += Int64(chunks.count)
    }

    /// Waits for the transaction that is on its way.
    private mutating func landed() async throws(DataError) {
        guard let ticket = inFlight else { return }
        inFlight = nil
        stream = try await ticket.value()
    }
}

/// A stream that is being written, and the pin that keeps others from removing it.
struct UnfinishedStream: Sendable {
    let id: Int64
    let pins: StreamPins

    func unpin() { pins.unpin(id) }
}

/// The transaction that makes a stream an item's.
struct ItemSwing: Sendable {
    /// The new item; stream and time are still to be given.
    var row: ItemRow
    var condition: WriteCondition
    var now: Timestamp
    var store: String

    /// - Parameter stream: The stream with the first `written` chunks; `nil` when `chunks` are all.
    func run(_ session: WriteSession, chunks: [Chunk], stream: Int64?, from written: Int64) throws -> ItemRow {
        var new = row
        new.stream = try stream ?? session.newStream()
        new.updated = now.nanoseconds
        // Where nothing is to be there, adding the row is the look as well. One that is there after all may be damaged,
        // which counts as none.
        if try condition != .absent || !session.add(new) { try put(&new, over: former(session), session) }
        try session.insert(chunks, into: new.stream, from: written)
        if stream != nil { try session.database.run("DELETE FROM stream WHERE id = ?", [.integer(new.stream)]) }
        return new
    }

    /// Makes the item one more of a stream that is another item's already.
    func share(_ session: WriteSession) throws -> ItemRow {
        let former = try self.former(session)
        var new = row
        try session.share(new.stream)
        try put(&new, over: former, session)
        return new
    }

    private func former(_ session: WriteSession) throws -> ItemRow? {
        let former = try session.row(row.key)
        let digest = former.flatMap { Digest(.md5, $0.md5) }
        try condition.check(
            against: former?.item(in: FileIdentity(device: 0, inode: 0)), etag: digest.map { ETag($0) }, key: row.key,
            store: store)
        return former
    }

    private func put(_ new: inout ItemRow, over former: ItemRow?, _ session: WriteSession) throws {
        // A clock that was set back does not make an item older than the one it replaces.
        new.updated = max(now.nanoseconds, former?.updated ?? .min)
        if let former { try session.release(former.stream) }
        try session.put(new)
    }
}
