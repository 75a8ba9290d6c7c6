public import PersistyData

/// Runs transfers and deletions in the background, several at once, and says how they go.
public actor TransferEngine {
    /// All transfers, newest value only: at most ten a second while something runs, one at the end, none when idle.
    public nonisolated let snapshots: AsyncStream<TransferSnapshot>
    private let publisher: AsyncStream<TransferSnapshot>.Continuation

    /// An engine without work.
    ///
    /// - Parameter width: The most items, or batches of small ones, that one transfer copies at once.
    public init(width: Int = 8, clock: any Clock<Duration> = ContinuousClock()) {
        (snapshots, publisher) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    deinit { publisher.finish() }

    /// Begins what was planned; `resolution` decides on conflicts, by default the request's own policy.
    @discardableResult
    public func start(_ plan: TransferPlan, resolving resolution: ConflictResolution? = nil) -> TransferID {
        TransferID(0)
    }

    /// Begins to delete what was planned.
    @discardableResult
    public func start(_ plan: DeletionPlan) -> TransferID { TransferID(0) }

    /// Stops a transfer. What is done stays done; nothing is left half-way.
    public func cancel(_ id: TransferID) {}

    /// Leaves out one item of a transfer, also while it is being copied by itself.
    public func cancelItem(_ id: TransferID, index: Int) {}

    /// How a transfer ended, once it has; `nil` when it is not known.
    public func wait(for id: TransferID) async -> TransferStatus? { nil }

    /// All transfers as they are now.
    public func snapshot() -> TransferSnapshot { TransferSnapshot() }

    /// Forgets the transfers that have ended.
    public func forgetEnded() {}

    /// Gives an item or folder of `store` another key, in one step where the store can, else by copying and deleting.
    public func rename(_ source: TransferSource, to key: String, in store: any DataStore) async throws(DataError) {}
}
