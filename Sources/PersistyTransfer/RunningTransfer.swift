import PersistyData
import Synchronization

/// One transfer as the engine keeps it.
struct RunningTransfer {
    private var status: TransferStatus
    let ledger: TransferLedger
    private var rate = Rate()
    private let begun: Duration
    var state = TransferState.waiting
    var task: Task<Void, Never>?

    init(_ status: TransferStatus, _ ledger: TransferLedger, at begun: Duration) {
        self.status = status
        self.ledger = ledger
        self.begun = begun
    }

    /// Takes note of how far it has come, for the rate.
    mutating func record(at now: Duration) {
        rate.record(status.kind == .delete ? Int64(ledger.tally.itemsDone) : bytes, at: now)
        status.elapsed = now - begun
    }

    private var bytes: Int64 { ledger.bytes.load(ordering: .relaxed) }

    /// The transfer at this moment.
    var snapshot: TransferStatus {
        let tally = ledger.tally
        var status = status
        status.state = state
        status.bytesDone = bytes
        status.itemsTotal += tally.itemsAdded
        status.bytesTotal += tally.bytesAdded
        status.bytesSpared = tally.bytesSpared
        status.itemsDone = tally.itemsDone
        status.specialFilesDone = tally.specialFilesDone
        status.failureCount = tally.failureCount
        status.failures = tally.failures
        status.skipped = tally.skipped
        status.verifications = tally.verifications
        status.methods = tally.methods
        status.lostAttributes = tally.lostAttributes
        status.foldersDone = tally.foldersDone
        status.current = tally.underWay.prefix(8).map(\.item)
        guard !state.isEnded else { return status }
        if status.kind == .delete {
            status.timeLeft = rate.timeLeft(for: Int64(status.itemsLeft))
        } else {
            status.bytesPerSecond = rate.perSecond
            status.timeLeft = rate.timeLeft(for: status.bytesLeft)
        }
        return status
    }
}

extension TransferStatus {
    init(_ id: TransferID, _ plan: TransferPlan) {
        let request = plan.request
        self.init(
            id: id, kind: request.kind == .copy ? .copy : .move, sourceStore: request.source.name,
            sourceFolder: request.base, destinationStore: request.destination.name,
            destinationFolder: request.folder, first: request.selection.first?.text ?? "",
            selected: request.selection.count)
        itemsTotal = plan.items.count + plan.specialFiles.count + plan.refusalCount + plan.itselfCount
        refusedCount = plan.refusalCount
        bytesTotal = plan.byteCount
    }

    init(_ id: TransferID, _ plan: DeletionPlan) {
        self.init(
            id: id, kind: .delete, sourceStore: plan.store.name, sourceFolder: plan.base,
            first: plan.selection.first?.text ?? "", selected: plan.selection.count)
        itemsTotal = plan.items.count + plan.specialFiles.count + plan.refusalCount
        refusedCount = plan.refusalCount
        bytesTotal = plan.byteCount
    }
}
