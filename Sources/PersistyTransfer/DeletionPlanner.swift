public import PersistyData

/// Makes plans for deleting. Reads listings and nothing else; changes nothing.
public enum DeletionPlanner {
    /// Counts and pins what `selection` comes to. Cancelling the task stops it.
    ///
    /// - Parameter progress: Told now and then how much has been found.
    @concurrent
    public static func plan(
        _ store: any DataStore, _ selection: [TransferSource], base: DataPrefix = .root,
        progress: (@Sendable (TransferPlanProgress) -> Void)? = nil
    ) async throws(DataError) -> DeletionPlan {
        guard store.capabilities.contains(.delete) else {
            throw DataError(
                .unsupported, "Nothing can be deleted in “\(store.name)”.", hint: "Nothing was changed.",
                store: store.name)
        }
        let parts = try Selection(selection, of: store, base: base)
        var plan = DeletionPlan(store, selection, base: base)
        plan.selectedFolders = parts.folders
        try await parts.expand { (step) throws(DataError) in
            plan.take(step)
            progress?(TransferPlanProgress(items: plan.items.count, bytes: plan.byteCount))
            await Task.yield()
        }
        return plan
    }
}

extension DeletionPlan {
    fileprivate mutating func take(_ step: SelectionStep) {
        switch step {
        case .item(let item): admit(item.key.text, ItemPin(item))
        case .rows(let batch, let prefix):
            for row in 0..<batch.count {
                switch batch.kind(row) {
                case .folder: continue
                case .other:
                    refuse(prefix + String(decoding: batch.nameBytes(row), as: UTF8.self), .notAnItem(in: store))
                case .item:
                    guard let name = batch.name(row) else {
                        refuse(prefix + String(decoding: batch.nameBytes(row), as: UTF8.self), .notUTF8(in: store))
                        continue
                    }
                    admit(prefix + name, ItemPin(batch, row))
                }
            }
        case .folder(let folder, _): if !folder.isRoot, folder != base { folders.append(folder) }
        case .failed(let text, let error): refuse(text, error)
        }
    }

    private mutating func admit(_ text: String, _ pin: ItemPin) {
        do throws(DataError) {
            let key = try DataKey(text)
            guard store.allows(.delete, key) else {
                throw DataError(
                    .forbidden, "This may not be deleted.", hint: "It is left as it is.", key: text, store: store.name)
            }
            items.append(String(Substring(text.utf8.dropFirst(base.text.utf8.count))), pin)
        } catch {
            refuse(text, error)
        }
    }
}
