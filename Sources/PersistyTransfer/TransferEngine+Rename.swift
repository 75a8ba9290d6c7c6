public import PersistyData

extension TransferEngine {
    /// Gives an item, a special file or a folder of `store` another key, in one step where the store can, else by copying and deleting.
    ///
    /// - Parameter text: The whole new key or prefix.
    /// - Throws: ``DataError/Code/exists`` where there is something of that name; it is left as it is.
    @concurrent
    public nonisolated func rename(
        _ source: TransferSource, to text: String, in store: any DataStore
    ) async throws(DataError) {
        do throws(DataError) {
            guard store.capabilities.contains(.rename) else {
                throw .unsupported("This store cannot rename.", key: source.text, store: store.name)
            }
            switch source {
            case .item(let item): _ = try await store.rename(item, to: DataKey(text))
            case .key(let key): try await store.rename(key, to: DataKey(text))
            case .folder(let folder): try await store.renameFolder(folder, to: DataPrefix(text))
            }
        } catch {
            guard error.code == .unsupported else { throw error }
            try await renameByCopying(source, to: text, in: store)
        }
    }

    @concurrent
    private nonisolated func renameByCopying(
        _ source: TransferSource, to text: String, in store: any DataStore
    ) async throws(DataError) {
        if case .folder = source {
            let target = try DataPrefix(text)
            guard try await !store.hasFolder(target) else {
                throw DataError(
                    .exists, "There is a folder of that name already.", hint: "It was left as it is.",
                    key: target.text, store: store.name)
            }
        }
        let request = TransferRequest(.move, [source], of: store, to: store, name: text)
        let plan = try await TransferPlanner.plan(request, renamesFolders: false)
        if let refusal = plan.refusals.first { throw refusal.error }
        if let conflict = plan.conflicts.first {
            throw DataError(
                .exists, "There is an item of that name already.", hint: "It was left as it is.",
                key: conflict.there.key.text, store: store.name)
        }
        let status = await wait(for: start(plan))
        if let failure = status?.failures.first { throw failure.error }
        if status?.state == .cancelled { throw .cancelled(key: source.text, store: store.name) }
    }
}

extension DataStore {
    /// Gives the item or the special file under a key another one, in one step, if nothing is there.
    package func rename(_ key: DataKey, to other: DataKey) async throws(DataError) {
        if let item = try await read(key) {
            _ = try await rename(item, to: other)
        } else if let file = try await specialFile(key) {
            _ = try await rename(file, to: other)
        } else {
            throw .notFound(key, store: name)
        }
    }
}
