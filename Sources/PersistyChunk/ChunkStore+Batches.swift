import GRDB
public import PersistyData

extension ChunkStore {
    public func read(_ keys: [DataKey]) async -> [Result<DataItem?, DataError>] {
        await together(keys, named: \.self, orNoFile: { _ in .success(nil) }) { key, database, file in
            try database.first(ItemRow.select, [.key(key.text)]) {
                try self.sound($0, key: key).item(in: file.identity)
            }
        }
    }

    public func contents(of items: [DataItem]) async -> [Result<DataContent, DataError>] {
        let name = name
        return await together(items, named: \.key, orNoFile: { .failure(.notFound($0.key, store: name)) }) {
            item, database, _ in
            guard let row = try self.row(of: item, in: database) else {
                throw DataError.notFound(item.key, store: name)
            }
            // From one state of the database: what its row names is there.
            let bytes = try ChunkReading(row: row, store: name).bytes(0..<row.size, in: database, isPinned: true)
            return DataContent(bytes, compared: .crc32c)
        }
    }

    /// Reads for each of `wanted` from one state of the database.
    private func together<Wanted: Sendable, Found: Sendable>(
        _ wanted: [Wanted], named key: @escaping @Sendable (Wanted) -> DataKey,
        orNoFile nothing: @escaping @Sendable (Wanted) -> Result<Found, DataError>,
        _ body: @escaping @Sendable (Wanted, Database, ChunkFile) throws -> Found
    ) async -> [Result<Found, DataError>] {
        do throws(DataError) {
            let results = try await withFile(key: nil) { file throws(DataError) in
                try file.readTransaction { database in
                    wanted.map { wanted in
                        Result { () throws(DataError) in
                            try file.dataErrors(key: key(wanted).text) { try body(wanted, database, file) }
                        }
                    }
                }
            }
            return results ?? wanted.map(nothing)
        } catch {
            return wanted.map { .failure(DataError(error, key: key($0).text, store: name)) }
        }
    }
}
