import PersistyData

/// All of a store that lies under a prefix, as a store of its own: lets the conformance suite, which writes anywhere,
/// run on a store that is written only under its owner's prefix.
struct RootedStore: DataStore {
    let store: any DataStore
    let root: DataPrefix

    var name: String { store.name }
    var kind: String { store.kind }
    var capabilities: DataCapabilities { store.capabilities }
    var limits: DataLimits { store.limits }

    func allows(_ operation: DataOperation, _ key: DataKey) -> Bool {
        (try? inside(key)).map { store.allows(operation, $0) } ?? false
    }

    func read(_ key: DataKey) async throws(DataError) -> DataItem? {
        try await store.read(inside(key)).map { (item) throws(DataError) in try outside(item) }
    }

    func reader(of item: DataItem, range: ByteRange) async throws(DataError) -> DataReader {
        try await store.reader(of: inside(item), range: range)
    }

    func write(_ key: DataKey, _ bytes: DataReader, _ options: WriteOptions) async throws(DataError) -> DataItem {
        try await outside(store.write(inside(key), bytes, options))
    }

    func delete(_ keys: [DataKey], _ options: DeleteOptions) async throws(DataError) -> [Result<Bool, DataError>] {
        try await store.delete(keys.map { (key) throws(DataError) in try inside(key) }, options)
    }

    func search(_ query: DataQuery, pageKey: String?, limit: Int) async throws(DataError) -> DataPage {
        var page = try await store.search(try inside(query), pageKey: pageKey, limit: limit)
        page.items = try page.items.map { (item) throws(DataError) in try outside(item) }
        page.prefixes = page.prefixes.map(outside)
        return page
    }

    func list(_ query: DataQuery, attributes: Bool) -> DataListing {
        do throws(DataError) {
            return store.list(try inside(query), attributes: attributes)
        } catch {
            return DataListing { () throws(DataError) in throw error }
        }
    }

    func attributes(of batch: ItemBatch, under prefix: String, rows: [Int]) async throws(DataError) -> ItemBatch {
        try await store.attributes(of: batch, under: root.text + prefix, rows: rows)
    }

    func etag(of item: DataItem, progress: (@Sendable (Int64) -> Void)?) async throws(DataError) -> ETag? {
        try await store.etag(of: inside(item), progress: progress)
    }

    func copy(_ requests: [CopyRequest], from source: any DataStore) async -> [Result<Copied, DataError>] {
        let (from, isOwn) = ((source as? RootedStore)?.store ?? source, source is RootedStore)
        var results: [Result<Copied, DataError>] = []
        for var request in requests {
            do throws(DataError) {
                if isOwn { request.item = try inside(request.item) }
                request.key = try inside(request.key)
                guard var copied = try await store.copy([request], from: from).first?.get() else { continue }
                copied.item = try outside(copied.item)
                results.append(.success(copied))
            } catch {
                results.append(.failure(error))
            }
        }
        return results
    }

    func rename(_ item: DataItem, to key: DataKey) async throws(DataError) -> DataItem {
        try await outside(store.rename(inside(item), to: inside(key)))
    }

    func renameFolder(_ folder: DataPrefix, to other: DataPrefix) async throws(DataError) {
        try await store.renameFolder(inside(folder), to: inside(other))
    }

    func createFolder(_ folder: DataPrefix) async throws(DataError) { try await store.createFolder(inside(folder)) }

    func deleteFolder(_ folder: DataPrefix) async throws(DataError) { try await store.deleteFolder(inside(folder)) }

    func facts(of item: DataItem) async throws(DataError) -> [DataFact] { try await store.facts(of: inside(item)) }

    func openFile(of item: DataItem) throws(DataError) -> Int32? { try store.openFile(of: inside(item)) }

    private func inside(_ key: DataKey) throws(DataError) -> DataKey { try root.appending(key.text) }

    private func inside(_ folder: DataPrefix) throws(DataError) -> DataPrefix {
        try DataPrefix(root.text + folder.text)
    }

    private func inside(_ item: DataItem) throws(DataError) -> DataItem {
        var item = item
        item.key = try inside(item.key)
        return item
    }

    private func inside(_ query: DataQuery) throws(DataError) -> DataQuery {
        var query = query
        query.prefix = root.text + query.prefix
        if let after = query.after { query.after = try inside(after) }
        return query
    }

    private func outside(_ item: DataItem) throws(DataError) -> DataItem {
        var item = item
        item.key = try DataKey(outside(item.key.text))
        return item
    }

    private func outside(_ text: String) -> String { String(Substring(text.utf8.dropFirst(root.text.utf8.count))) }
}
