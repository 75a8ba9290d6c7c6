import GRDB
public import PersistyData

extension ChunkStore {
    public func search(_ query: DataQuery, pageKey: String?, limit: Int) async throws(DataError) -> DataPage {
        try query.check(limit: limit)
        return try await withFile(key: nil) { file throws(DataError) in
            try file.readTransaction { database in
                try Self.page(of: query, from: pageKey, limit: limit, in: database, identity: file.identity)
            }
        } ?? DataPage()
    }

    private static func page(
        of query: DataQuery, from pageKey: String?, limit: Int, in database: Database, identity: FileIdentity
    ) throws -> DataPage {
        let range = KeyRange(prefix: query.prefix)
        var items = try KeyCursor(database, columns: ItemRow.columns, table: "item", end: range.end)
        var folders = try KeyCursor(database, columns: "key", table: "folder", end: range.end)
        defer {
            items.close()
            folders.close()
        }
        return try DataPage.walk(query, from: pageKey, limit: limit, items: &items, folders: &folders) { cursor in
            ItemRow(cursor.row)?.item(in: identity)
        }
    }
}

/// The rows of a table in byte order of key, from any key on.
private struct KeyCursor: OrderedKeys {
    let row: SQLStatement
    /// The key of the row it is at; `nil` at the end. A key that is not UTF-8 was never written and is passed over.
    private(set) var key: String?
    private let end: [UInt8]

    init(_ database: Database, columns: String, table: String, end: [UInt8]) throws {
        row = try SQLStatement(database, "SELECT \(columns) FROM \(table) WHERE key >= ? AND key < ? ORDER BY key")
        self.end = end
    }

    mutating func seek(_ start: String) throws {
        try row.begin([.key(start), .bytes(end)])
        try advance()
    }

    mutating func advance() throws {
        repeat {
            guard try row.step() else {
                key = nil
                return
            }
            key = String(validating: row.bytes(0), as: UTF8.self)
        } while key == nil
    }

    func close() { row.reset() }
}
