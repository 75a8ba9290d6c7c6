import GRDB
public import PersistyData
import Synchronization

extension ChunkStore {
    public func list(_ query: DataQuery, attributes: Bool) -> DataListing {
        guard query.delimiter == nil || query.delimiter == "/", query.prefix.utf8.count <= DataKey.maximumLength else {
            return DataListing(searching: self, query)
        }
        let state = Mutex(ListingPosition(query))
        return DataListing { () throws(DataError) in
            let position = state.withLock { $0 }
            guard !position.isEnded else { return nil }
            let next = try await self.withFile(key: nil) { file throws(DataError) in
                try file.readTransaction { database in
                    var position = position
                    let batch = try position.batch(database)
                    return (batch, position)
                }
            }
            guard let (batch, advanced) = next else { return nil }
            state.withLock { $0 = advanced }
            return batch
        }
    }
}

/// Where a listing is: each batch is a short look at the database, which hinders no writer for long.
private struct ListingPosition: Sendable {
    private let range: KeyRange
    private let folds: Bool
    /// The first key that was not looked at.
    private var start: [UInt8]
    /// Whether items are through, and folders with nothing in them come.
    private var isAtFolders = false
    private(set) var isEnded = false
    /// How many rows come at once: few at first, so that something is seen.
    private var rows = 256

    init(_ query: DataQuery) {
        range = KeyRange(prefix: query.prefix)
        folds = query.delimiter == "/"
        start = range.prefix
    }

    mutating func batch(_ database: Database) throws -> ItemBatch {
        var batch = ItemBatch()
        batch.reserve(rows: rows, bytes: rows * 24)
        if !isAtFolders { try items(database, into: &batch) }
        if isAtFolders { try folders(database, into: &batch) }
        rows = 8192
        return batch
    }

    private mutating func items(_ database: Database, into batch: inout ItemBatch) throws {
        let row = try SQLStatement(
            database,
            """
            SELECT key, size, updated, md5, content_type FROM item WHERE key >= ? AND key < ? ORDER BY key
            """)
        defer { row.reset() }
        var type = ""
        try row.begin([.bytes(start), .bytes(range.end)])
        while batch.count < rows {
            guard try row.step() else {
                (isAtFolders, isEnded) = (folds, !folds)
                start = range.prefix
                return
            }
            let key = row.bytes(0)
            let name = key[range.prefix.count...]
            if folds, let slash = name.firstIndex(of: UInt8(ascii: "/")) {
                batch.append(name: String(decoding: name[...slash], as: UTF8.self), kind: .folder)
                start = KeyRange.end(Array(key[...slash]))
                try row.begin([.bytes(start), .bytes(range.end)])
                continue
            }
            if !row.bytes(4).elementsEqual(type.utf8) { type = row.text(4) ?? ContentType.unknown }
            batch.append(
                name: UnsafeRawBufferPointer(rebasing: name), size: row.integer(1), time: row.integer(2),
                md5: row.bytes(3), contentType: type)
            if batch.count == rows { start = Array(key) + [0] }
        }
    }

    /// The folders under the prefix in which there are no items: those with items were found with them.
    private mutating func folders(_ database: Database, into batch: inout ItemBatch) throws {
        while batch.count < rows {
            let key = try database.first(
                "SELECT key FROM folder WHERE key >= ? AND key < ? ORDER BY key LIMIT 1",
                [.bytes(start), .bytes(range.end)]
            ) { Array($0.bytes(0)) }
            guard let key else {
                isEnded = true
                return
            }
            guard let slash = key[range.prefix.count...].firstIndex(of: UInt8(ascii: "/")) else {
                // The prefix itself.
                start = key + [0]
                continue
            }
            let folder = Array(key[...slash])
            start = KeyRange.end(folder)
            let hasItems = try database.hasRow(
                "SELECT 1 FROM item WHERE key >= ? AND key < ? LIMIT 1", [.bytes(folder), .bytes(start)])
            if !hasItems {
                batch.append(
                    name: String(decoding: folder.dropFirst(range.prefix.count), as: UTF8.self), kind: .folder)
            }
        }
    }
}
