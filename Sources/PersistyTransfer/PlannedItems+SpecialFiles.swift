import PersistyData

extension PlannedItems {
    /// Gives `act` those special files that are still what the plan showed, some at a time, and settles what it made of
    /// each: whether there still was one.
    func forEachStill(
        in store: any DataStore, _ ledger: TransferLedger,
        _ act: ([SpecialFile]) async -> [Result<Bool, DataError>]
    ) async {
        for start in stride(from: 0, to: count, by: 1000) {
            guard !Task.isCancelled else { return ledger.update { $0.isIncomplete = true } }
            let files = await still(Array(start..<Swift.min(start + 1000, count)), in: store, ledger)
            guard !files.isEmpty else { continue }
            let results = await act(files)
            for (position, file) in files.enumerated() {
                switch position < results.count ? results[position] : .failure(.noAnswer(from: store)) {
                case .success(true):
                    ledger.update { tally in
                        tally.itemsDone += 1
                        tally.specialFilesDone[file.kind, default: 0] += 1
                    }
                case .success(false): ledger.skip(.gone, sparing: 0)
                case .failure(let error): ledger.settle(file.key, error)
                }
            }
        }
    }

    private func still(_ indices: [Int], in store: any DataStore, _ ledger: TransferLedger) async -> [SpecialFile] {
        var wanted: [(index: Int, key: DataKey)] = []
        for index in indices {
            do throws(DataError) {
                wanted.append((index, try key(index)))
            } catch {
                ledger.fail(base.text + name(index), error)
            }
        }
        var files: [SpecialFile] = []
        for ((index, key), result) in zip(wanted, await store.specialFiles(wanted.map(\.key))) {
            switch result {
            case .success(let file?) where file.kind == kind(index) && pin(index).matches(file): files.append(file)
            case .success(.some): ledger.fail(key.text, .changedSincePlanned(key, store: store.name))
            case .success(nil): ledger.skip(.gone, sparing: 0)
            case .failure(let error): ledger.settle(key, error)
            }
        }
        return files
    }
}

extension TransferLedger {
    /// Keeps a failure, unless it only says that all was stopped.
    fileprivate func settle(_ key: DataKey, _ error: DataError) {
        guard error.code == .cancelled else { return fail(key.text, error) }
        update { $0.isIncomplete = true }
    }
}
