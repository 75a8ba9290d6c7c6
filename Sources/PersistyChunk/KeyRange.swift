import GRDB
import PersistyData

/// The keys that begin with a prefix, as bounds for SQLite, which compares blobs by their bytes.
struct KeyRange: Sendable {
    let prefix: [UInt8]
    /// The first of all bytes that comes after every key with the prefix.
    let end: [UInt8]

    init(prefix: String) {
        self.prefix = Array(prefix.utf8)
        end = Self.end(self.prefix)
    }

    var bounds: [SQLValue] { [.bytes(prefix), .bytes(end)] }

    /// The bytes after all that begin with `prefix`. No byte of UTF-8 is 0xFF, so the last can be counted up.
    static func end(_ prefix: [UInt8]) -> [UInt8] {
        guard let last = prefix.last else { return [0xff] }
        return prefix.dropLast() + [last + 1]
    }

    func hasItems(_ database: Database) throws -> Bool {
        try database.hasRow("SELECT 1 FROM item WHERE key >= ? AND key < ? LIMIT 1", bounds)
    }

    func isUsed(_ database: Database) throws -> Bool {
        try hasItems(database)
            || database.hasRow("SELECT 1 FROM folder WHERE key >= ? AND key < ? LIMIT 1", bounds)
    }
}

/// Gives all items and empty folders under one prefix another.
struct FolderRenaming: Sendable {
    let source: KeyRange
    let target: KeyRange
    let store: String

    init(from source: KeyRange, to target: KeyRange, store: String) {
        self.source = source
        self.target = target
        self.store = store
    }

    func run(_ session: WriteSession) throws {
        let database = session.database
        for table in ["item", "folder"] {
            let longest = try database.first(
                "SELECT max(length(key)) FROM \(table) WHERE key >= ? AND key < ?", source.bounds
            ) { $0.integer(0) }
            guard Int(longest ?? 0) - source.prefix.count + target.prefix.count <= DataKey.maximumLength else {
                throw DataError(
                    .invalidKey, "A key in the folder would have more than \(DataKey.maximumLength) bytes.",
                    hint: "Nothing was changed.", key: String(decoding: target.prefix, as: UTF8.self), store: store,
                    reason: "key.too_long")
            }
        }
        // Each row has a checksum that covers its key. A thousand at a time, so that memory stays bounded.
        while true {
            var rows: [ItemRow] = []
            try SQLStatement(
                database, "SELECT \(ItemRow.columns) FROM item WHERE key >= ? AND key < ? ORDER BY key LIMIT 1000"
            ).forEach(source.bounds) { row in
                guard let item = ItemRow(row), item.isSound(row) else {
                    throw DataError(
                        .corrupt, "What the database says of an item in the folder is damaged.",
                        hint: "Nothing was changed; replace or delete that item first.",
                        key: String(decoding: row.bytes(0), as: UTF8.self), store: store)
                }
                rows.append(item)
                return true
            }
            if rows.isEmpty { break }
            for var row in rows {
                try session.remove(row.key)
                row.key = try DataKey(bytes: target.prefix + Array(row.key.bytes.dropFirst(source.prefix.count)))
                try session.put(row)
            }
        }
        try database.run(
            "UPDATE folder SET key = CAST(? || substr(key, ?) AS BLOB) WHERE key >= ? AND key < ?",
            [.bytes(target.prefix), .integer(Int64(source.prefix.count + 1))] + source.bounds)
    }
}
