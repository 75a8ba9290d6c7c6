import GRDB
import GRDBSQLite
import NIOCore
import PersistyData

/// One transaction that writes, and what can be done in it.
final class WriteSession {
    let database: Database
    private let pins: StreamPins
    private let store: String
    private var pinned: [Int64] = []
    /// The first stream number that is still free, once one was taken: the counter itself is set at the end.
    private var nextStream: Int64?
    /// Whether streams were left over that can be removed now.
    private(set) var leavesGarbage = false

    init(_ database: Database, pins: StreamPins, store: String) {
        self.database = database
        self.pins = pins
        self.store = store
    }

    /// How many rows were changed so far, by this connection.
    var changes: Int32 { sqlite3_total_changes(database.sqliteConnection) }

    /// Lets go what was only to hold if the transaction had been committed.
    func rolledBack() {
        for stream in pinned { pins.unpin(stream) }
        pinned = []
    }

    /// A number that no stream ever had.
    func newStream() throws -> Int64 {
        let stream = try nextStream ?? database.first("SELECT next FROM counter WHERE id = 1") { $0.integer(0) }
        guard let stream, stream > 0 else {
            throw DataError(
                .corrupt, "The database has lost its counter of streams, and can take no new items.",
                hint: "Nothing was changed; copy its items to another store.", store: store)
        }
        nextStream = stream + 1
        return stream
    }

    /// Writes what was kept back. To be called once, before the transaction is committed.
    func finish() throws {
        guard let nextStream else { return }
        // Not by RETURNING: for what may change several rows SQLite keeps a journal of the statement, in a file.
        try database.run("UPDATE counter SET next = ? WHERE id = 1", [.integer(nextStream)])
    }

    /// A stream that is filled by this and later transactions, and pinned until it is an item's or given up.
    func newUnfinishedStream() throws -> UnfinishedStream {
        let stream = try newStream()
        pins.pin(stream)
        pinned.append(stream)
        try database.run("INSERT INTO stream VALUES(?)", [.integer(stream)])
        return UnfinishedStream(id: stream, pins: pins)
    }

    func insert(_ chunks: [Chunk], into stream: Int64, from sequence: Int64) throws {
        let statement = try SQLStatement(database, "INSERT INTO chunk VALUES(?, ?, ?)")
        for (offset, chunk) in chunks.enumerated() {
            let id = ChunkSchema.chunk(stream, sequence + Int64(offset))
            try statement.run([.integer(id), .integer(Int64(chunk.checksum(id: id)))], data: chunk.bytes)
        }
    }

    /// The item's row. A damaged one counts: it can be replaced and deleted.
    func row(_ key: DataKey) throws -> ItemRow? {
        try database.first(ItemRow.select, [.key(key.text)]) { ItemRow($0) } ?? nil
    }

    /// The item's row, which is to be the base of another.
    func soundRow(_ key: DataKey) throws -> ItemRow? {
        try database.first(ItemRow.select, [.key(key.text)]) { row in
            guard let item = ItemRow(row), item.isSound(row) else { throw DataError.damagedRow(key, store: store) }
            return item
        }
    }

    /// Adds the item's row if there is none of its key, and tells whether there was none.
    func add(_ row: ItemRow) throws -> Bool {
        let before = changes
        try database.run(ItemRow.add, row.row)
        return changes > before
    }

    func put(_ row: ItemRow) throws { try database.run(ItemRow.replace, row.row) }

    func remove(_ key: DataKey) throws { try database.run("DELETE FROM item WHERE key = ?", [.key(key.text)]) }

    /// Takes one item away from those that a stream is; the last leaves it to be collected.
    func release(_ stream: Int64) throws {
        let items = try database.first("SELECT items FROM shared WHERE stream = ?", [.integer(stream)]) {
            $0.integer(0)
        }
        switch items {
        case nil:
            try database.run("INSERT OR IGNORE INTO stream VALUES(?)", [.integer(stream)])
            leavesGarbage = true
        case .some(...2): try database.run("DELETE FROM shared WHERE stream = ?", [.integer(stream)])
        default: try database.run("UPDATE shared SET items = items - 1 WHERE stream = ?", [.integer(stream)])
        }
    }

    /// Makes one more item of a stream.
    func share(_ stream: Int64) throws {
        try database.run(
            "INSERT INTO shared VALUES(?, 2) ON CONFLICT DO UPDATE SET items = items + 1", [.integer(stream)])
    }

    /// Removes up to `limit` chunks of a stream, and the stream with its last chunk. Returns how many are left to remove
    /// of the limit.
    func removeChunks(of stream: Int64, limit: Int64) throws -> Int64 {
        let ids = ChunkSchema.chunks(stream)
        let bounds: [SQLValue] = [.integer(ids.lowerBound), .integer(ids.upperBound)]
        let before = changes
        try database.run(
            "DELETE FROM chunk WHERE id IN (SELECT id FROM chunk WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?)",
            bounds + [.integer(limit)])
        let removed = Int64(changes - before)
        if removed < limit { try database.run("DELETE FROM stream WHERE id = ?", [.integer(stream)]) }
        return limit - removed
    }

    /// Removes streams that nobody uses, up to `limit` chunks. Returns whether there may be more.
    func collect(limit: Int64) throws -> Bool {
        var streams: [Int64] = []
        try SQLStatement(database, "SELECT id FROM stream").forEach { row in
            streams.append(row.integer(0))
            return true
        }
        var rest = limit
        for stream in streams where pins.isUnused(stream) {
            rest = try removeChunks(of: stream, limit: rest)
            if rest <= 0 { return true }
        }
        return false
    }
}
