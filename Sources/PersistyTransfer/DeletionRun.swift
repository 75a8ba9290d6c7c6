import PersistyData
import Synchronization

/// Carries out a plan for deleting.
struct DeletionRun: Sendable {
    let plan: DeletionPlan
    let ledger: TransferLedger
    let width: Int

    @concurrent
    func run() async {
        let queue = WorkQueue(plan.items, batch: plan.store.limits.deleteBatch, dividesBySize: false)
        await forEachUnit(of: queue, width: width) { await perform($0) }
        await deleteSpecialFiles()
        if !Task.isCancelled {
            await plan.store.removeEmptied(
                plan.selectedFolders, inner: plan.folders, base: plan.base, except: [], ledger)
        }
        ledger.close(planned: plan.items.count + plan.specialFiles.count + plan.refusalCount)
    }

    private func perform(_ indices: Range<Int>) async {
        let unit = ledger.begin(indices, of: plan.items)
        defer { ledger.end(unit) }
        let confirmed = await confirmed(indices)
        guard !confirmed.isEmpty else { return }
        let results = await plan.store.delete(
            confirmed.map(\.item), keepsFolders: plan.store.capabilities.contains(.folders))
        for (position, (index, item)) in confirmed.enumerated() {
            switch position < results.count ? results[position] : .failure(.noAnswer(from: plan.store)) {
            case .success(true):
                ledger.bytes.add(item.size, ordering: .relaxed)
                ledger.update { $0.itemsDone += 1 }
            case .success(false): ledger.skip(.gone, sparing: spared(index))
            case .failure(let error): fail(index, item.key, error)
            }
        }
    }

    /// The items that are still what was confirmed.
    private func confirmed(_ indices: Range<Int>) async -> [(index: Int, item: DataItem)] {
        let keys = ledger.wanted(indices, of: plan.items) { (index) throws(DataError) in
            (index: index, key: try plan.items.key(index))
        }
        var confirmed: [(index: Int, item: DataItem)] = []
        for ((index, key), result) in zip(keys, await plan.store.read(keys.map(\.key))) {
            switch result {
            case .success(let item?) where plan.items.pin(index).matches(item): confirmed.append((index, item))
            case .success(.some): fail(index, key, .changedSincePlanned(key, store: plan.store.name))
            case .success(nil): ledger.skip(.gone, sparing: spared(index))
            case .failure(let error): fail(index, key, error)
            }
        }
        return confirmed
    }

    /// Takes away the names of links and other special files that are still what was confirmed.
    private func deleteSpecialFiles() async {
        let store = plan.store
        await plan.specialFiles.forEachStill(in: store, ledger) { (files) in
            await store.delete(files, keepsFolders: store.capabilities.contains(.folders))
        }
    }

    private func spared(_ index: Int) -> Int64 { plan.items.size(index) ?? 0 }

    private func fail(_ index: Int, _ key: DataKey, _ error: DataError) {
        guard error.code == .cancelled else { return ledger.fail(key.text, error, sparing: spared(index)) }
        ledger.update { $0.isIncomplete = true }
    }
}
