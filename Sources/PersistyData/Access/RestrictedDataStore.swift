public import NIOCore

/// A store that does without some operations: what is not allowed it refuses and does not declare.
public struct RestrictedDataStore: DataStore {
    let store: any DataStore
    private let allowed: Set<DataOperation>

    /// `store`, of which only reading and `allowed` are left.
    public init(_ store: any DataStore, allowing allowed: Set<DataOperation>) {
        self.store = store
        self.allowed = allowed.union([.read])
    }

    public var name: String { store.name }
    public var kind: String { store.kind }
    public var limits: DataLimits { store.limits }

    public var capabilities: DataCapabilities {
        var capabilities = store.capabilities
        if !allowed.contains(.create) { capabilities.subtract([.create, .folders, .writeIfAbsent]) }
        if !allowed.contains(.update) { capabilities.remove(.update) }
        if !allowed.contains(.delete) { capabilities.remove(.delete) }
        if allowed.isDisjoint(with: [.update, .delete]) { capabilities.remove(.writeIfMatches) }
        if !allowed.contains(.search) { capabilities.subtract([.search, .uploads]) }
        if !allowed.isSuperset(of: [.create, .delete]) { capabilities.remove(.rename) }
        return capabilities
    }

    public func allows(_ operation: DataOperation, _ key: DataKey) -> Bool {
        allowed.contains(operation) && store.allows(operation, key)
    }

    public func read(_ key: DataKey) async throws(DataError) -> DataItem? { try await store.read(key) }

    public func read(_ keys: [DataKey]) async -> [Result<DataItem?, DataError>] { await store.read(keys) }

    public func reader(of item: DataItem, range: ByteRange) async throws(DataError) -> DataReader {
        try await store.reader(of: item, range: range)
    }

    public func reader(
        of item: DataItem, range: ByteRange, holding limit: Int
    ) async throws(DataError) -> DataReader { try await store.reader(of: item, range: range, holding: limit) }

    public func contents(of items: [DataItem]) async -> [Result<DataContent, DataError>] {
        await store.contents(of: items)
    }

    public func write(
        _ key: DataKey, _ bytes: DataReader, _ options: WriteOptions
    ) async throws(DataError) -> DataItem {
        try await store.write(key, bytes, try narrowed(options, for: key))
    }

    public func delete(
        _ keys: [DataKey], _ options: DeleteOptions
    ) async throws(DataError) -> [Result<Bool, DataError>] {
        try require(.delete)
        return try await store.delete(keys, options)
    }

    public func delete(_ items: [DataItem], keepsFolders: Bool) async -> [Result<Bool, DataError>] {
        do throws(DataError) {
            try require(.delete)
        } catch {
            return items.map { _ in .failure(error) }
        }
        return await store.delete(items, keepsFolders: keepsFolders)
    }

    public func search(_ query: DataQuery, pageKey: String?, limit: Int) async throws(DataError) -> DataPage {
        try require(.search)
        return try await store.search(query, pageKey: pageKey, limit: limit)
    }

    public func list(_ query: DataQuery, attributes: Bool) -> DataListing {
        do throws(DataError) {
            try require(.search)
            return store.list(query, attributes: attributes)
        } catch {
            return DataListing { () throws(DataError) in throw error }
        }
    }

    public func attributes(of batch: ItemBatch, under prefix: String, rows: [Int]) async throws(DataError) -> ItemBatch
    {
        try await store.attributes(of: batch, under: prefix, rows: rows)
    }

    public func etag(of item: DataItem, progress: (@Sendable (Int64) -> Void)?) async throws(DataError) -> ETag? {
        try await store.etag(of: item, progress: progress)
    }

    public func plan(_ request: CopyRequest, from source: any DataStore) -> CopyPlan {
        store.plan(request, from: source)
    }

    public func copy(_ requests: [CopyRequest], from source: any DataStore) async -> [Result<Copied, DataError>] {
        await store.copy(requests, from: source) { (request) throws(DataError) in
            request.options = try narrowed(request.options, for: request.key)
        }
    }

    public func rename(_ item: DataItem, to key: DataKey) async throws(DataError) -> DataItem {
        try require(.create)
        try require(.delete)
        return try await store.rename(item, to: key)
    }

    public func renameFolder(_ folder: DataPrefix, to other: DataPrefix) async throws(DataError) {
        try require(.create)
        try require(.delete)
        try await store.renameFolder(folder, to: other)
    }

    public func createFolder(_ folder: DataPrefix) async throws(DataError) {
        try require(.create)
        try await store.createFolder(folder)
    }

    public func deleteFolder(_ folder: DataPrefix) async throws(DataError) {
        // Without creating, empty folders are not declared.
        try require(.create)
        try require(.delete)
        try await store.deleteFolder(folder)
    }

    public func facts(of item: DataItem) async throws(DataError) -> [DataFact] { try await store.facts(of: item) }

    public func specialFiles(_ keys: [DataKey]) async -> [Result<SpecialFile?, DataError>] {
        await store.specialFiles(keys)
    }

    public func delete(_ files: [SpecialFile], keepsFolders: Bool) async -> [Result<Bool, DataError>] {
        do throws(DataError) {
            try require(.delete)
        } catch {
            return files.map { _ in .failure(error) }
        }
        return await store.delete(files, keepsFolders: keepsFolders)
    }

    public func rename(_ file: SpecialFile, to key: DataKey) async throws(DataError) -> SpecialFile {
        try require(.create)
        try require(.delete)
        return try await store.rename(file, to: key)
    }

    public func facts(of file: SpecialFile) async throws(DataError) -> [DataFact] { try await store.facts(of: file) }

    public func verify(_ query: DataQuery) -> DataFindings {
        do throws(DataError) {
            try require(.search)
            return store.verify(query)
        } catch {
            return DataFindings { () throws(DataError) in throw error }
        }
    }

    public func readAtOnce(_ key: DataKey, upTo limit: Int) -> (item: DataItem, bytes: ByteBuffer)? {
        allows(.read, key) ? store.readAtOnce(key, upTo: limit) : nil
    }

    public func openFile(of item: DataItem) throws(DataError) -> Int32? { try store.openFile(of: item) }

    public func localPath(of folder: DataPrefix) -> String? { store.localPath(of: folder) }

    public func room() async throws(DataError) -> StorageRoom? { try await store.room() }

    func require(_ operation: DataOperation) throws(DataError) {
        guard allowed.contains(operation) else {
            throw DataError(
                .unsupported, "The store “\(name)” is set up without “\(operation.rawValue)”.",
                hint: "Nothing was changed.", store: name)
        }
    }

    /// The options under which a write does no more than is allowed: with only creating left it must find nothing
    /// there, with only updating left it must find an item.
    private func narrowed(_ options: WriteOptions, for key: DataKey) throws(DataError) -> WriteOptions {
        var options = options
        switch (allowed.contains(.create), allowed.contains(.update), options.condition) {
        case (true, true, _), (true, false, .absent), (false, true, .present), (false, true, .matches): break
        case (true, false, .always): options.condition = .absent
        case (false, true, .always): options.condition = .present
        case (true, false, .present), (true, false, .matches): try require(.update)
        case (false, true, .absent): try require(.create)
        case (false, false, _): try require(.create)
        }
        return options
    }
}
