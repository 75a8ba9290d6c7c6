import Synchronization

/// How many bytes all uploads under way may bring together, before they are items.
final class StagingQuota: Sendable {
    private let free: Mutex<Int64>

    init(_ limit: Int64) { free = Mutex(limit) }

    /// Takes room for so many bytes, to be given back; `false` where there is not so much.
    func take(_ count: Int64) -> Bool {
        free.withLock { free in
            guard free >= count else { return false }
            free -= count
            return true
        }
    }

    func give(_ count: Int64) { free.withLock { $0 += count } }
}
