import PersistyData
import Synchronization

/// What has been done of one transfer: written by its workers, read for snapshots.
final class TransferLedger: Sendable {
    /// What is counted once an item, or once a batch.
    struct Tally: Sendable {
        var itemsDone = 0
        /// How many of them were special files, and which.
        var specialFilesDone: [ItemBatch.Kind: Int] = [:]
        var bytesSpared: Int64 = 0
        var failureCount = 0
        var failures: [TransferFailure] = []
        var skipped: [SkipReason: Int] = [:]
        var verifications: [Verification: Int] = [:]
        var methods: [CopyPlan: Int] = [:]
        var lostAttributes: [String: Int] = [:]
        var foldersDone = 0
        /// Items and bytes that the plan did not know of.
        var itemsAdded = 0
        var bytesAdded: Int64 = 0
        /// Whether something was given up because the transfer was cancelled.
        var isIncomplete = false
        var underWay: [UnderWay] = []
        var cancelledItems: Set<Int> = []

        mutating func fail(_ failure: TransferFailure) {
            failureCount += 1
            if failures.count < TransferPlan.listed { failures.append(failure) }
        }

        mutating func lose(_ attribute: String) {
            // Names come from outside, as many as they like.
            guard lostAttributes[attribute] != nil || lostAttributes.count < TransferStatus.mostLostAttributes else {
                return
            }
            lostAttributes[attribute, default: 0] += 1
        }
    }

    /// Bytes copied so far, those under way included.
    let bytes = Atomic<Int64>(0)
    private let state: Mutex<Tally>

    init(refused: Refusals = Refusals(), itself: Int = 0) {
        var tally = Tally()
        tally.failures = refused.first
        tally.failureCount = refused.count
        if itself > 0 { tally.skipped[.itself] = itself }
        state = Mutex(tally)
    }

    var tally: Tally { state.withLock { $0 } }

    func update<Result>(_ body: (inout sending Tally) -> sending Result) -> sending Result { state.withLock(body) }

    func fail(_ key: String, _ error: DataError, sparing bytes: Int64 = 0) {
        state.withLock { tally in
            tally.fail(TransferFailure(key: key, error: error))
            tally.bytesSpared += bytes
        }
    }

    func skip(_ reason: SkipReason, sparing bytes: Int64) {
        state.withLock { tally in
            tally.skipped[reason, default: 0] += 1
            tally.bytesSpared += bytes
        }
    }

    func begin(_ unit: UnderWay) { state.withLock { $0.underWay.append(unit) } }

    func end(_ unit: UnderWay) { state.withLock { tally in tally.underWay.removeAll { $0 === unit } } }

    /// Leaves out one item, and stops it where it is being copied by itself.
    func cancel(_ index: Int) {
        let unit = state.withLock { tally in
            tally.cancelledItems.insert(index)
            return tally.underWay.first { $0.index == index && $0.count == 1 }
        }
        unit?.cancel()
    }

    func isCancelled(_ index: Int) -> Bool { state.withLock { $0.cancelledItems.contains(index) } }
}

/// An item, or a batch of small ones, that a worker has in hand.
final class UnderWay: Sendable {
    let index: Int
    let key: String
    let count: Int
    let size: Int64
    let done = Atomic<Int64>(0)
    private let stop = Mutex<(isCancelled: Bool, action: (@Sendable () -> Void)?)>((false, nil))

    init(index: Int, key: String, count: Int, size: Int64) {
        (self.index, self.key, self.count, self.size) = (index, key, count, size)
    }

    var item: CurrentItem {
        CurrentItem(index: index, key: key, count: count, size: size, done: min(size, done.load(ordering: .relaxed)))
    }

    /// Runs `body` in a task that ``cancel()`` stops alone, and cancelling the caller's stops too.
    func cancellable<Result: Sendable>(_ body: @escaping @Sendable () async -> Result) async -> Result {
        let task = Task { await body() }
        let isLate = stop.withLock { stop in
            stop.action = { task.cancel() }
            return stop.isCancelled
        }
        if isLate { task.cancel() }
        defer { stop.withLock { $0.action = nil } }
        return await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
    }

    func cancel() {
        let action = stop.withLock { stop in
            stop.isCancelled = true
            return stop.action
        }
        action?()
    }
}
