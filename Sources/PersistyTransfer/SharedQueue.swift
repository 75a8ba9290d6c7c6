import Synchronization

/// A queue that several workers take from.
final class SharedQueue: Sendable {
    private let queue: Mutex<WorkQueue>

    init(_ queue: WorkQueue) { self.queue = Mutex(queue) }

    func take() -> Range<Int>? { queue.withLock { $0.take() } }
}
