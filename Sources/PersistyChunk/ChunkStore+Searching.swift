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
        var page = DataPage()
        var fold = SearchFold(query, pageKey: pageKey)
        let range = KeyRange(prefix: query.prefix)
        var items = try KeyCursor(database, columns: ItemRow.columns, table: "item", end: range.end)
        var folders = try KeyCursor(database, columns: "key", table: "folder", end: range.end)
        defer {
            items.close()
            folders.close()
        }
        try items.seek(fold.start)
        // Folders with nothing in them are shown where folders are.
        if query.delimiter == "/" { try folders.seek(fold.start) }
        while true {
            while let folder = folders.key, !fold.isWanted(folder) || folder.utf8Equals(query.prefix) {
                try folders.advance()
            }
            let isItem: Bool
            let text: String
            switch (items.key, folders.key) {
            case (let item?, let folder?):
                isItem = !folder.utf8Precedes(item)
                text = isItem ? item : folder
            case (let item?, nil): (isItem, text) = (true, item)
            case (nil, let folder?): (isItem, text) = (false, folder)
            case (nil, nil): return page
            }
            guard page.items.count + page.prefixes.count < limit else {
                page.nextPageKey = fold.pageKey
                return page
            }
            switch fold.take(text) {
            case .skip: break
            case .prefix(let prefix):
                page.prefixes.append(prefix)
                try items.seek(fold.start)
                continue
            case .item: if isItem, let row = ItemRow(items.row) { page.items.append(row.item(in: identity)) }
            }
            if isItem { try items.advance() } else { try folders.advance() }
        }
    }
}

/// The rows of a table in byte order of key, from any key on.
private struct KeyCursor {
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
