import Synchronization

/// How many items are being written at once. Together they hold no more memory than a few alone: the more there are, the
/// sooner each hands over what it holds.
final class WriterCount: Sendable {
    /// About how many bytes a transaction takes of one item.
    private static let most = 8 << 20
    private static let least = 1 << 20
    /// About how many bytes all items gather.
    private static let all = 32 << 20

    private let count = Mutex(0)

    /// One more, until nobody holds it.
    func enter() -> Writer {
        count.withLock { $0 += 1 }
        return Writer(self)
    }

    fileprivate func leave() { count.withLock { $0 -= 1 } }

    /// How many bytes each gathers before it hands them over.
    var flushBytes: Int { max(Self.least, min(Self.most, Self.all / max(1, count.withLock { $0 }))) }
}

/// One who writes an item.
final class Writer: Sendable {
    private let count: WriterCount

    fileprivate init(_ count: WriterCount) { self.count = count }

    deinit { count.leave() }

    var flushBytes: Int { count.flushBytes }
}
