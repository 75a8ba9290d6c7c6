public import PersistyData

/// Makes plans for deleting. Reads listings and nothing else; changes nothing.
public enum DeletionPlanner {
    /// Counts and pins what `selection` comes to. Cancelling the task stops it.
    ///
    /// - Parameters:
    ///   - refused: What was chosen besides and cannot be deleted: it is left alone, and the plan and the result tell it.
    ///   - progress: Told now and then how much has been found.
    @concurrent
    public static func plan(
        _ store: any DataStore, _ selection: [TransferSource], base: DataPrefix = .root,
        refusing refused: Refusals = Refusals(), progress: (@Sendable (TransferPlanProgress) -> Void)? = nil
    ) async throws(DataError) -> DeletionPlan {
        guard store.capabilities.contains(.delete) else {
            throw DataError(
                .unsupported, "Nothing can be deleted in “\(store.name)”.", hint: "Nothing was changed.",
                store: store.name)
        }
        let parts = try Selection(selection, of: store, base: base)
        var plan = DeletionPlan(store, selection, base: base, refusing: refused)
        plan.selectedFolders = parts.folders
        try await parts.expand { (step) throws(DataError) in
            plan.take(step)
            progress?(TransferPlanProgress(items: plan.items.count, bytes: plan.byteCount))
            await Task.yield()
        }
        plan.refused.sort()
        return plan
    }
}

extension DeletionPlan {
    fileprivate mutating func take(_ step: SelectionStep) {
        switch step {
        case .item(let item): admit(item.key.text, ItemPin(item), .item)
        case .special(let file): admit(file.key.text, ItemPin(file), file.kind)
        case .rows(let batch, let prefix):
            for row in 0..<batch.count {
                switch batch.kind(row) {
                case .folder: continue
                case .item, .link, .pipe, .socket, .device, .other:
                    guard let name = batch.name(row) else {
                        refuseNotUTF8(batch.nameBytes(row), under: prefix)
                        continue
                    }
                    admit(prefix + name, ItemPin(batch, row), batch.kind(row))
                }
            }
        case .folder(let folder, _): if !folder.isRoot, folder != base { folders.append(folder) }
        case .failed(let failure): refused.add(failure)
        }
    }

    private mutating func refuseNotUTF8(_ name: ArraySlice<UInt8>, under prefix: String) {
        refused.add(TransferFailure(name: prefix.utf8 + name, error: .notUTF8(in: store.name)))
    }

    private mutating func admit(_ text: String, _ pin: ItemPin, _ kind: ItemBatch.Kind) {
        do throws(DataError) {
            let key = try DataKey(text)
            guard store.allows(.delete, key) else {
                throw DataError(
                    .forbidden, "This may not be deleted.", hint: "It is left as it is.", key: text, store: store.name)
            }
            let name = String(Substring(text.utf8.dropFirst(base.text.utf8.count)))
            if kind.isSpecial { specialFiles.append(name, pin, kind: kind) } else { items.append(name, pin) }
        } catch {
            refuse(text, error)
        }
    }
}
