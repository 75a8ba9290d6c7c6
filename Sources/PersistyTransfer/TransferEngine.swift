public import PersistyData

/// Runs transfers and deletions in the background, several at once, and says how they go.
public actor TransferEngine {
    /// All transfers, newest value only: at most ten a second while something runs, one at the end, none when idle.
    ///
    /// For one consumer.
    public nonisolated let snapshots: AsyncStream<TransferSnapshot>
    private let publisher: AsyncStream<TransferSnapshot>.Continuation
    private let width: Int
    private let pacing: Pacing?
    private let clock: any Clock<Duration>
    private let elapsed: @Sendable () -> Duration
    private let observer: @Sendable (TransferStatus) -> Void

    private var transfers: [TransferID: RunningTransfer] = [:]
    private var order: [TransferID] = []
    private var lastID = 0
    private var ticker: Task<Void, Never>?
    private var published: Duration?

    /// How many transfers that have ended are remembered.
    private static let remembered = 200
    private static let interval = Duration.milliseconds(100)

    /// An engine without work.
    ///
    /// - Parameters:
    ///   - width: The most items, or batches of small ones, that one transfer copies at once.
    ///   - pacing: What holds all its copies back; the default is nothing.
    ///   - observer: Told of each transfer when it has begun and when it has ended.
    public init(
        width: Int = 8, pacing: Pacing? = nil, clock: any Clock<Duration> = ContinuousClock(),
        observer: @escaping @Sendable (TransferStatus) -> Void = { _ in }
    ) {
        (snapshots, publisher) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.width = max(1, width)
        self.pacing = pacing
        self.clock = clock
        elapsed = clock.stopwatch()
        self.observer = observer
    }

    deinit { publisher.finish() }

    /// Begins what was planned; `resolution` decides on conflicts, by default the request's own policy.
    @discardableResult
    public func start(_ plan: TransferPlan, resolving resolution: ConflictResolution? = nil) -> TransferID {
        let id = nextID()
        let ledger = TransferLedger(refused: plan.refused, itself: plan.itselfCount)
        let run = TransferRun(
            plan, resolution ?? ConflictResolution(plan.request.policy), ledger, width: min(width, plan.request.width),
            pacing: pacing)
        begin(RunningTransfer(TransferStatus(id, plan), ledger, at: elapsed()), id) { await run.run() }
        return id
    }

    /// Begins to delete what was planned.
    @discardableResult
    public func start(_ plan: DeletionPlan) -> TransferID {
        let id = nextID()
        let ledger = TransferLedger(refused: plan.refused)
        let run = DeletionRun(plan: plan, ledger: ledger, width: width)
        begin(RunningTransfer(TransferStatus(id, plan), ledger, at: elapsed()), id) { await run.run() }
        return id
    }

    /// Stops a transfer. What is done stays done; nothing is left half-way.
    public func cancel(_ id: TransferID) {
        guard transfers[id]?.state.cancel() == true else { return }
        transfers[id]?.task?.cancel()
    }

    /// Stops all transfers.
    public func cancelAll() {
        for id in order { cancel(id) }
    }

    /// Leaves out one item of a transfer: before it begins, or while it is being copied by itself.
    ///
    /// - Parameter index: Which item of the plan, as ``CurrentItem/index`` tells.
    public func cancelItem(_ id: TransferID, index: Int) { transfers[id]?.ledger.cancel(index) }

    /// How a transfer ended, once it has; `nil` when it is not known.
    public func wait(for id: TransferID) async -> TransferStatus? {
        await transfers[id]?.task?.value
        return transfers[id]?.snapshot
    }

    /// All transfers as they are now.
    public func snapshot() -> TransferSnapshot { TransferSnapshot(order.compactMap { transfers[$0]?.snapshot }) }

    /// Forgets the transfers that have ended.
    public func forgetEnded() {
        forgetEnded(but: 0)
        publish()
    }

    private func nextID() -> TransferID {
        lastID += 1
        return TransferID(lastID)
    }

    private func begin(_ transfer: RunningTransfer, _ id: TransferID, _ work: @escaping @Sendable () async -> Void) {
        forgetEnded(but: Self.remembered)
        order.append(id)
        var transfer = transfer
        guard transfer.state.begin() else { return }
        transfer.record(at: elapsed())
        transfer.task = Task {
            await work()
            end(id)
        }
        transfers[id] = transfer
        observer(transfer.snapshot)
        if published.map({ elapsed() - $0 >= Self.interval }) ?? true { publish() }
        if ticker == nil { ticker = Task { await tick() } }
    }

    private func end(_ id: TransferID) {
        guard let ledger = transfers[id]?.ledger else { return }
        let tally = ledger.tally
        transfers[id]?.record(at: elapsed())
        transfers[id]?.state.end(hasFailures: tally.failureCount > 0, isComplete: !tally.isIncomplete)
        if let ended = transfers[id]?.snapshot { observer(ended) }
        guard isIdle else { return }
        ticker?.cancel()
        ticker = nil
        publish()
    }

    private var isIdle: Bool { transfers.values.allSatisfy(\.state.isEnded) }

    /// Publishes now and then until nothing runs.
    private func tick() async {
        while !Task.isCancelled {
            do { try await clock.sleep(for: Self.interval) } catch { return }
            guard !Task.isCancelled else { return }
            publish()
        }
    }

    private func publish() {
        let now = elapsed()
        published = now
        for id in order where transfers[id]?.state.isEnded == false { transfers[id]?.record(at: now) }
        publisher.yield(snapshot())
    }

    private func forgetEnded(but kept: Int) {
        let ended = order.filter { transfers[$0]?.state.isEnded ?? true }
        let forgotten = Set(ended.dropLast(kept))
        guard !forgotten.isEmpty else { return }
        order.removeAll(where: forgotten.contains)
        for id in forgotten { transfers[id] = nil }
    }
}
