import Synchronization

final class Counter: Sendable {
    private let value = Mutex(0)

    /// The value so far; the next is `step` more.
    func advance(_ step: Int) -> Int {
        value.withLock { value in
            defer { value += step }
            return value
        }
    }
}
