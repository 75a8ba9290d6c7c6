import PersistyData

/// Hands out the items of a plan in order: a big one by itself, small ones that follow one another in a batch.
struct WorkQueue: Sendable {
    /// Items of up to this many bytes go in batches.
    static let smallSize: Int64 = 1 << 20
    /// A batch ends with this many bytes, so that no worker has all the work, and what all of them hold in memory fits
    /// into a processor's cache: memory that is used again costs much less than fresh memory.
    static let batchBytes: Int64 = 2 << 20

    private let items: PlannedItems
    private let batch: Int
    private let dividesBySize: Bool
    private var next = 0

    /// - Parameter dividesBySize: Whether a big item goes by itself; otherwise every batch is full.
    init(_ items: PlannedItems, batch: Int, dividesBySize: Bool) {
        self.items = items
        self.batch = max(1, batch)
        self.dividesBySize = dividesBySize
    }

    /// The next items to work on; `nil` when all are handed out.
    mutating func take() -> Range<Int>? {
        guard next < items.count else { return nil }
        let start = next
        var bytes: Int64 = 0
        repeat {
            let size = items.size(next) ?? .max
            if dividesBySize {
                guard size <= Self.smallSize, bytes + size <= Self.batchBytes else { break }
                bytes += size
            }
            next += 1
        } while next < items.count && next - start < batch
        if next == start { next += 1 }
        return start..<next
    }
}

/// Runs `body` for all that the queue hands out, `width` at a time, until it is empty or the task is cancelled.
func forEachUnit(
    of queue: WorkQueue, width: Int, _ body: @escaping @Sendable (Range<Int>) async -> Void
) async {
    let shared = SharedQueue(queue)
    await withDiscardingTaskGroup { group in
        for _ in 0..<max(1, width) {
            group.addTask {
                while !Task.isCancelled, let unit = shared.take() { await body(unit) }
            }
        }
    }
}
