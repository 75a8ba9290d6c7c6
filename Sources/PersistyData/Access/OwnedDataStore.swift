public import NIOCore

/// A store whose items belong to those under whose prefix they lie: `SUBJECT/…` is written only by that subject.
///
/// The rule holds for every way of writing, because each of them passes through here, and for signed addresses and
/// forms, because they ask ``allows(_:_:)``.
public struct OwnedDataStore: DataStore {
    let store: any DataStore
    /// What the owner may write: everything that begins so.
    public let prefix: DataPrefix
    private let readsOthers: Bool

    /// `store` for `authorization`.
    ///
    /// - Parameter readsOthers: Whether others' items can be read and searched; otherwise they are as if absent.
    public init(_ store: any DataStore, _ authorization: Authorization, readsOthers: Bool = true) {
        self.store = store
        self.prefix = DataPrefix(unchecked: authorization.subject + "/")
        self.readsOthers = readsOthers
    }

    public var name: String { store.name }
    public var kind: String { store.kind }
    public var limits: DataLimits { store.limits }
    public var capabilities: DataCapabilities { store.capabilities }

    public func allows(_ operation: DataOperation, _ key: DataKey) -> Bool {
        let isOthersBusiness =
            switch operation {
            case .read, .search: readsOthers
            case .create, .update, .delete: false
            }
        return (isOthersBusiness || prefix.contains(key)) && store.allows(operation, key)
    }

    public func read(_ key: DataKey) async throws(DataError) -> DataItem? {
        allows(.read, key) ? try await store.read(key) : nil
    }

    public func reader(of item: DataItem, range: ByteRange) async throws(DataError) -> DataReader {
        try requireReading(item.key)
        return try await store.reader(of: item, range: range)
    }

    public func reader(
        of item: DataItem, range: ByteRange, holding limit: Int
    ) async throws(DataError) -> DataReader {
        try requireReading(item.key)
        return try await store.reader(of: item, range: range, holding: limit)
    }

    public func contents(of items: [DataItem]) async -> [Result<DataContent, DataError>] {
        var contents = await store.contents(of: items.filter { allows(.read, $0.key) })[...]
        return items.map { item in
            do throws(DataError) {
                try requireReading(item.key)
            } catch {
                return .failure(error)
            }
            return contents.popFirst() ?? .failure(.noAnswer(key: item.key.text, store: name))
        }
    }

    public func write(
        _ key: DataKey, _ bytes: DataReader, _ options: WriteOptions
    ) async throws(DataError) -> DataItem {
        try requireOwning(key.text)
        return try await store.write(key, bytes, options)
    }

    public func delete(
        _ keys: [DataKey], _ options: DeleteOptions
    ) async throws(DataError) -> [Result<Bool, DataError>] {
        let own = keys.filter(prefix.contains)
        var deleted = own.isEmpty ? [][...] : try await store.delete(own, options)[...]
        return keys.map { key in
            do throws(DataError) {
                try requireOwning(key.text)
            } catch {
                return .failure(error)
            }
            return deleted.popFirst() ?? .failure(.noAnswer(key: key.text, store: name))
        }
    }

    public func search(_ query: DataQuery, pageKey: String?, limit: Int) async throws(DataError) -> DataPage {
        guard !readsOthers, !query.prefix.utf8.starts(with: prefix.text.utf8) else {
            return try await store.search(query, pageKey: pageKey, limit: limit)
        }
        try query.check(limit: limit)
        guard let own = own(query) else { return DataPage() }
        guard query.delimiter != nil else { return try await store.search(own, pageKey: pageKey, limit: limit) }
        try query.check(limit: limit, pageKey: pageKey)
        return try await foldedPage(query, own: own, pageKey: pageKey, limit: limit)
    }

    public func list(_ query: DataQuery, attributes: Bool) -> DataListing {
        guard !readsOthers else { return store.list(query, attributes: attributes) }
        guard query.prefix.utf8.starts(with: prefix.text.utf8) else { return DataListing(searching: self, query) }
        return store.list(query, attributes: attributes)
    }

    public func attributes(of batch: ItemBatch, under prefix: String, rows: [Int]) async throws(DataError) -> ItemBatch
    {
        guard readsOthers || prefix.utf8.starts(with: self.prefix.text.utf8) else { return batch }
        return try await store.attributes(of: batch, under: prefix, rows: rows)
    }

    public func etag(of item: DataItem, progress: (@Sendable (Int64) -> Void)?) async throws(DataError) -> ETag? {
        try requireReading(item.key)
        return try await store.etag(of: item, progress: progress)
    }

    public func plan(_ request: CopyRequest, from source: any DataStore) -> CopyPlan {
        store.plan(request, from: source)
    }

    public func copy(_ requests: [CopyRequest], from source: any DataStore) async -> [Result<Copied, DataError>] {
        await store.copy(requests, from: source) { (request) throws(DataError) in
            try requireOwning(request.key.text)
        }
    }

    public func rename(_ item: DataItem, to key: DataKey) async throws(DataError) -> DataItem {
        try requireOwning(item.key.text)
        try requireOwning(key.text)
        return try await store.rename(item, to: key)
    }

    public func renameFolder(_ folder: DataPrefix, to other: DataPrefix) async throws(DataError) {
        try requireOwning(folder.text)
        try requireOwning(other.text)
        try await store.renameFolder(folder, to: other)
    }

    public func createFolder(_ folder: DataPrefix) async throws(DataError) {
        try requireOwning(folder.text)
        try await store.createFolder(folder)
    }

    public func deleteFolder(_ folder: DataPrefix) async throws(DataError) {
        try requireOwning(folder.text)
        try await store.deleteFolder(folder)
    }

    public func facts(of item: DataItem) async throws(DataError) -> [DataFact] {
        try requireReading(item.key)
        return try await store.facts(of: item)
    }

    public func verify(_ query: DataQuery) -> DataFindings {
        guard !readsOthers else { return store.verify(query) }
        guard let query = own(query) else { return DataFindings { () throws(DataError) in nil } }
        return store.verify(query)
    }

    public func readAtOnce(_ key: DataKey, upTo limit: Int) -> (item: DataItem, bytes: ByteBuffer)? {
        allows(.read, key) ? store.readAtOnce(key, upTo: limit) : nil
    }

    public func openFile(of item: DataItem) throws(DataError) -> Int32? {
        try requireReading(item.key)
        return try store.openFile(of: item)
    }

    public func localPath(of folder: DataPrefix) -> String? { store.localPath(of: folder) }

    public func room() async throws(DataError) -> StorageRoom? { try await store.room() }

    func requireOwning(_ text: String) throws(DataError) {
        guard text.utf8.starts(with: prefix.text.utf8) else {
            throw DataError(
                .forbidden, "Only the owner may write here.", hint: "Nothing was changed.", key: text, store: name)
        }
    }

    func requireReading(_ key: DataKey) throws(DataError) {
        guard allows(.read, key) else { throw .notFound(key, store: name) }
    }

    /// A page of a query that ends before the owner's prefix and folds.
    private func foldedPage(
        _ query: DataQuery, own: DataQuery, pageKey: String?, limit: Int
    ) async throws(DataError) -> DataPage {
        var fold = SearchFold(query, pageKey: pageKey)
        var page = DataPage()
        if let folder = fold.folded(prefix.text) {
            // All that is the owner's lies in this one row.
            guard pageKey == nil else { return page }
            let first = try await store.search(own, pageKey: nil, limit: 1)
            if !first.items.isEmpty || !first.prefixes.isEmpty { page.prefixes = [folder] }
            return page
        }
        var all = own
        all.delimiter = nil
        for try await item in store.items(all) where fold.isWanted(item.key.text) {
            guard page.items.count + page.prefixes.count < limit else {
                page.nextPageKey = fold.pageKey
                break
            }
            switch fold.take(item.key.text) {
            case .item: page.items.append(item)
            case .prefix(let prefix): page.prefixes.append(prefix)
            case .skip: break
            }
        }
        return page
    }

    /// The query cut down to the owner's items; `nil` when it can find none of them.
    private func own(_ query: DataQuery) -> DataQuery? {
        if query.prefix.utf8.starts(with: prefix.text.utf8) { return query }
        guard prefix.text.utf8.starts(with: query.prefix.utf8) else { return nil }
        var query = query
        query.prefix = prefix.text
        return query
    }
}
