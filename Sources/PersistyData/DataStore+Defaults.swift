public import NIOCore

extension DataStore {
    public func allows(_ operation: DataOperation, _ key: DataKey) -> Bool {
        switch operation {
        case .read: true
        case .create: capabilities.contains(.create)
        case .update: capabilities.contains(.update)
        case .delete: capabilities.contains(.delete)
        case .search: capabilities.contains(.search)
        }
    }

    public func read(_ keys: [DataKey]) async -> [Result<DataItem?, DataError>] {
        var results: [Result<DataItem?, DataError>] = []
        for key in keys {
            do throws(DataError) {
                guard !Task.isCancelled else { throw .cancelled(key: key.text, store: name) }
                results.append(.success(try await read(key)))
            } catch {
                results.append(.failure(error))
            }
        }
        return results
    }

    public func reader(
        of item: DataItem, range: ByteRange, holding limit: Int
    ) async throws(DataError) -> DataReader { try await reader(of: item, range: range) }

    public func contents(of items: [DataItem]) async -> [Result<DataContent, DataError>] {
        var results: [Result<DataContent, DataError>] = []
        for item in items {
            do throws(DataError) {
                guard !Task.isCancelled else { throw .cancelled(key: item.key.text, store: name) }
                let reader = try await reader(of: item, range: .all)
                results.append(.success(DataContent(try await reader.collect(upTo: Int(clamping: item.size)))))
            } catch {
                results.append(.failure(error))
            }
        }
        return results
    }

    public func delete(_ items: [DataItem], keepsFolders: Bool) async -> [Result<Bool, DataError>] {
        var results: [Result<Bool, DataError>] = []
        for item in items {
            do throws(DataError) {
                guard !Task.isCancelled else { throw .cancelled(key: item.key.text, store: name) }
                results.append(.success(try await deletePinned(item, keepsFolders: keepsFolders)))
            } catch {
                results.append(.failure(error))
            }
        }
        return results
    }

    /// Deletes under the store's own condition where it can hold one, else looks just before.
    private func deletePinned(_ item: DataItem, keepsFolders: Bool) async throws(DataError) -> Bool {
        var options = DeleteOptions(keepsFolders: keepsFolders)
        if capabilities.contains(.writeIfMatches), let etag = item.etag, !etag.isWeak {
            options.condition = .matches(etag)
            do throws(DataError) { return try await delete(item.key, options) } catch {
                // What is gone meets no condition, but it is not another version either.
                guard error.code == .conditionFailed, try await read(item.key) == nil else { throw error }
                return false
            }
        } else {
            guard let there = try await read(item.key) else { return false }
            let isSame =
                item.version != nil
                ? there.version == item.version : there.size == item.size && there.updatedAt == item.updatedAt
            guard isSame else { throw .replacedSince(item.key, store: name) }
        }
        return try await delete(item.key, options)
    }

    public func list(_ query: DataQuery, attributes: Bool) -> DataListing { DataListing(searching: self, query) }

    public func attributes(of batch: ItemBatch, under prefix: String, rows: [Int]) async throws(DataError) -> ItemBatch
    {
        batch
    }

    public func etag(of item: DataItem, progress: (@Sendable (Int64) -> Void)?) async throws(DataError) -> ETag? {
        item.etag
    }

    public func plan(_ request: CopyRequest, from source: any DataStore) -> CopyPlan { .stream }

    public func copy(_ requests: [CopyRequest], from source: any DataStore) async -> [Result<Copied, DataError>] {
        var results: [Result<Copied, DataError>] = []
        for request in requests {
            do throws(DataError) {
                if plan(request, from: source) == .nothing, let item = try await read(request.key) {
                    request.progress?(item.size)
                    results.append(.success(Copied(item: item, plan: .nothing, verification: .shared)))
                } else {
                    results.append(.success(try await stream(request, from: source)))
                }
            } catch {
                results.append(.failure(error))
            }
        }
        return results
    }

    public func rename(_ item: DataItem, to key: DataKey) async throws(DataError) -> DataItem {
        throw .unsupported(
            "This store cannot rename.", hint: "Nothing was changed; move the item instead.", key: item.key.text,
            store: name)
    }

    public func renameFolder(_ folder: DataPrefix, to other: DataPrefix) async throws(DataError) {
        throw .unsupported(
            "This store cannot rename folders.", hint: "Nothing was changed; move what is in it instead.",
            key: folder.text, store: name)
    }

    public func createFolder(_ folder: DataPrefix) async throws(DataError) {
        throw .unsupported(
            "This store has no empty folders.", hint: "A folder is there as long as an item is in it.",
            key: folder.text, store: name)
    }

    public func deleteFolder(_ folder: DataPrefix) async throws(DataError) {
        throw .unsupported(
            "This store has no empty folders.", hint: "A folder is there as long as an item is in it.",
            key: folder.text, store: name)
    }

    public func facts(of item: DataItem) async throws(DataError) -> [DataFact] { [] }

    public func verify(_ query: DataQuery) -> DataFindings { DataFindings(reading: self, query) }

    public func readAtOnce(_ key: DataKey, upTo limit: Int) -> (item: DataItem, bytes: ByteBuffer)? { nil }

    public func openFile(of item: DataItem) throws(DataError) -> Int32? { nil }

    public func localPath(of folder: DataPrefix) -> String? { nil }

    public func room() async throws(DataError) -> StorageRoom? { nil }
}
