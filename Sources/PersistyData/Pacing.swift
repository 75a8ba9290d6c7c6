import Glibc
import NIOCore
import Synchronization

/// Holds back copies that share it, so that together they move no more bytes in a second than are allowed.
///
/// What moves no bytes through the program, a clone or a copy inside a database, is not held back.
public final class Pacing: Sendable {
    private let limit: Mutex<RateLimit>
    private let clock: any Clock<Duration>
    private let elapsed: @Sendable () -> Duration
    /// How many bytes to move at once at the most.
    package let stride: Int

    /// How many bytes it has let by.
    package var total: Int64 { limit.withLock { $0.total } }

    /// The longest that a thread sleeps without looking whether it still must.
    package static let nap = Duration.milliseconds(100)

    /// Lets so many bytes by in a second.
    public init(bytesPerSecond: Int64, clock: any Clock<Duration> = ContinuousClock()) {
        let limit = RateLimit(bytesPerSecond: bytesPerSecond)
        stride = limit.stride
        self.limit = Mutex(limit)
        self.clock = clock
        elapsed = clock.stopwatch()
    }

    /// Waits after `bytes` were moved. Cancelling the task ends that at once.
    package func wait(after bytes: Int64) async throws(DataError) {
        let wait = wait(for: bytes)
        guard wait > .zero else { return }
        do { try await clock.sleep(for: wait) } catch { throw .cancelled() }
    }

    /// Waits after `bytes` were moved, on a thread that may: in short naps, until it need not any more.
    package func wait(
        after bytes: Int64, unless isOver: () -> Bool, nap: (Duration) -> Void = Pacing.sleepThread
    ) {
        let end = elapsed() + wait(for: bytes)
        while !isOver() {
            let left = end - elapsed()
            guard left > .zero else { return }
            nap(min(left, Self.nap))
        }
    }

    private func wait(for bytes: Int64) -> Duration { limit.withLock { $0.wait(after: bytes, at: elapsed()) } }

    package static func sleepThread(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        nanosleep(&time, nil)
    }
}

extension DataReader {
    /// These bytes, no faster than `pacing` lets them by.
    package func paced(by pacing: Pacing?) -> DataReader {
        guard let pacing else { return self }
        return DataReader(size: size, compared: compared, md5: md5) { () throws(DataError) in
            guard let buffer = try await next() else { return nil }
            try await pacing.wait(after: Int64(buffer.readableBytes))
            return buffer
        }
    }
}
