import PersistyData

extension TransferRun {
    /// Gives folders their new names in one step; where the store cannot after all, moves what is in them.
    func renameFolders() async {
        for rename in plan.folderRenames {
            guard !Task.isCancelled else { return ledger.update { $0.isIncomplete = true } }
            do throws(DataError) {
                try await source.renameFolder(rename.from, to: rename.to)
                ledger.update { $0.foldersDone += 1 }
            } catch {
                guard error.code == .unsupported else {
                    ledger.fail(rename.from.text, error)
                    continue
                }
                await moveItems(of: rename)
            }
        }
    }

    /// Gives links and other special files their new names, one by one; they replace nothing.
    func renameSpecialFiles() async {
        let naming = plan.naming
        let base = plan.specialFiles.base.text.utf8.count
        await plan.specialFiles.forEachStill(in: source, ledger) { files in
            var results: [Result<Bool, DataError>] = []
            for file in files {
                do throws(DataError) {
                    let name = String(Substring(file.key.text.utf8.dropFirst(base)))
                    _ = try await source.rename(file, to: DataKey(naming.target(name)))
                    results.append(.success(true))
                } catch {
                    results.append(.failure(error))
                }
            }
            return results
        }
    }

    private func moveItems(of rename: FolderRename) async {
        do throws(DataError) {
            var request = request
            request.selection = [.folder(rename.from)]
            request.refusals = Refusals()
            let plan = try await TransferPlanner.plan(request, renamesFolders: false)
            for refusal in plan.refusals { ledger.update { $0.fail(refusal) } }
            ledger.update { tally in
                tally.itemsAdded += plan.items.count + plan.specialFiles.count + plan.refusals.count
                tally.bytesAdded += plan.byteCount
            }
            await TransferRun(plan, ConflictResolution(resolution.policy), ledger, width: width, pacing: pacing)
                .run()
        } catch {
            ledger.fail(rename.from.text, error)
        }
    }

    func makeFolders() async {
        for folder in plan.emptyFolders {
            guard !Task.isCancelled else { return ledger.update { $0.isIncomplete = true } }
            do throws(DataError) {
                try await destination.createFolder(folder)
                ledger.update { $0.foldersDone += 1 }
            } catch {
                if error.code != .cancelled { ledger.fail(folder.text, error) }
            }
        }
    }
}

extension DataStore {
    /// Removes the selected folders that are empty now, and of the others the inner ones that are.
    ///
    /// A folder that holds what was left out or failed stays without a word of its own; one in which nothing of the
    /// selection is left holds something that came meanwhile, and that is said.
    func removeEmptied(
        _ selected: [DataPrefix], inner: [DataPrefix], base: DataPrefix, except renamed: [DataPrefix],
        _ ledger: TransferLedger
    ) async {
        guard capabilities.contains(.folders) else { return }
        let renamed = Set(renamed)
        for folder in selected where !renamed.contains(folder) {
            do throws(DataError) {
                if folder.isRoot || folder == base {
                    await removeInner(inner.filter { folder.contains($0) && $0 != folder }, ledger)
                } else {
                    try await deleteFolder(folder)
                    ledger.update { $0.foldersDone += 1 }
                }
            } catch {
                switch error.code {
                case .notFound, .cancelled: continue
                case .exists:
                    let isExplained = ledger.update { $0.failureCount > 0 || !$0.skipped.isEmpty }
                    if !isExplained { ledger.fail(folder.text, .filledMeanwhile(folder, store: name)) }
                    await removeInner(inner.filter { folder.contains($0) && $0 != folder }, ledger)
                default: ledger.fail(folder.text, error)
                }
            }
        }
    }

    private func removeInner(_ folders: [DataPrefix], _ ledger: TransferLedger) async {
        for folder in folders.reversed() {
            guard !Task.isCancelled else { return }
            do throws(DataError) {
                try await deleteFolder(folder)
                ledger.update { $0.foldersDone += 1 }
            } catch {
                guard error.code != .exists, error.code != .notFound, error.code != .cancelled else { continue }
                ledger.fail(folder.text, error)
            }
        }
    }
}

extension DataError {
    static func filledMeanwhile(_ folder: DataPrefix, store: String) -> DataError {
        DataError(
            .exists, "Something came into the folder after the plan was made.", hint: "It was left as it is.",
            key: folder.text, store: store, reason: "transfer.folder_filled")
    }
}
