import Synchronization

/// Which streams are in use, by this process or another: a stream that is read or written is not removed.
///
/// A pin is a shared lock on the byte of the stream's number. Who dies lets go of all its pins.
final class StreamPins: Sendable {
    private let locks: ByteLocks?
    private let counts = Mutex<[Int64: Int]>([:])

    /// Bytes below are for other locks.
    private static let base: Int64 = 1024

    /// Pins kept as locks in the side file; without one, only this process knows of them.
    init(locks: ByteLocks?) { self.locks = locks }

    func pin(_ stream: Int64) {
        counts.withLock { counts in
            // One opening of the file has one lock on a byte, however often it asked.
            if counts[stream, default: 0] == 0 { _ = locks?.take(.shared, byte: Self.base + stream) }
            counts[stream, default: 0] += 1
        }
    }

    func unpin(_ stream: Int64) {
        counts.withLock { counts in
            let count = counts[stream, default: 0] - 1
            counts[stream] = count > 0 ? count : nil
            if count == 0 { locks?.giveBack(byte: Self.base + stream) }
        }
    }

    /// Whether nobody uses the stream. Nobody begins to either, when no item is made of it: a reader pins first and
    /// then looks whether the item still is.
    func isUnused(_ stream: Int64) -> Bool {
        counts.withLock { counts in
            guard counts[stream] == nil else { return false }
            guard let locks else { return true }
            guard locks.take(.exclusive, byte: Self.base + stream) == 0 else { return false }
            locks.giveBack(byte: Self.base + stream)
            return true
        }
    }

    /// How many streams this process uses.
    var count: Int { counts.withLock(\.count) }
}
