import PersistyData
import Synchronization

/// Carries out a plan.
struct TransferRun: Sendable {
    let plan: TransferPlan
    let resolution: ConflictResolution
    let ledger: TransferLedger
    let width: Int
    let pacing: Pacing?
    let claims: NameClaims

    init(
        _ plan: TransferPlan, _ resolution: ConflictResolution, _ ledger: TransferLedger, width: Int, pacing: Pacing?
    ) {
        self.plan = plan
        self.resolution = resolution
        self.ledger = ledger
        self.width = width
        self.pacing = pacing
        claims = NameClaims(plan)
    }

    var request: TransferRequest { plan.request }
    var source: any DataStore { plan.request.source }
    var destination: any DataStore { plan.request.destination }

    // Not on the actor that starts it: the work of many items would stand in the way of its snapshots.
    @concurrent
    func run() async {
        await renameFolders()
        let queue = WorkQueue(plan.items, batch: destination.limits.copyBatch, dividesBySize: true)
        await forEachUnit(of: queue, width: width) { await perform($0) }
        await renameSpecialFiles()
        await makeFolders()
        if request.kind == .move, !Task.isCancelled {
            await source.removeEmptied(
                plan.selectedFolders, inner: plan.emptied, base: request.base, except: plan.folderRenames.map(\.from),
                ledger)
        }
        ledger.close(planned: plan.items.count + plan.specialFiles.count + plan.refusalCount)
    }

    /// Copies or moves some items, each to its end.
    private func perform(_ indices: Range<Int>) async {
        let unit = ledger.begin(indices, of: plan.items)
        defer { ledger.end(unit) }
        var attempts = await decided(await begun(indices))
        while !attempts.isEmpty {
            guard !Task.isCancelled else { return ledger.update { $0.isIncomplete = true } }
            attempts = await decided(await write(attempts, unit))
        }
    }

    /// The items as they are now, if they are still what the plan showed.
    private func begun(_ indices: Range<Int>) async -> [TransferAttempt] {
        let wanted = ledger.wanted(indices, of: plan.items) { (index) throws(DataError) in
            (index: index, key: try plan.items.key(index), target: try plan.target(of: index))
        }
        let condition: WriteCondition = destination.capabilities.contains(.writeIfAbsent) ? .absent : .always
        var attempts: [TransferAttempt] = []
        for ((index, key, target), result) in zip(wanted, await source.read(wanted.map(\.key))) {
            switch result {
            case .success(let item?) where plan.items.pin(index).matches(item):
                if plan.items.size(index) == nil { ledger.update { $0.bytesAdded += item.size } }
                attempts.append(TransferAttempt(index: index, item: item, target: target, condition: condition))
            case .success(.some): fail(index, key, .changedSincePlanned(key, store: source.name))
            case .success(nil): fail(index, key, .notFound(key, store: source.name))
            case .failure(let error): fail(index, key, error)
            }
        }
        return attempts
    }

    func spared(_ index: Int) -> Int64 { plan.items.size(index) ?? 0 }

    /// Keeps a failure, unless it only says that the transfer, or this item of it, was stopped.
    func fail(_ index: Int, _ key: DataKey, _ error: DataError) {
        guard error.code == .cancelled else { return ledger.fail(key.text, error, sparing: spared(index)) }
        if Task.isCancelled {
            ledger.update { $0.isIncomplete = true }
        } else {
            ledger.skip(.cancelled, sparing: spared(index))
        }
    }
}
