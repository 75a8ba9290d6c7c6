import NIOCore
import PersistyData
import Synchronization
import Testing

@Suite struct `A limit of bytes a second` {
    @Test func `lets a burst by and then holds to its rate`() {
        var limit = RateLimit(bytesPerSecond: 1000)
        var now = Duration.seconds(100)
        var moved: Int64 = 0
        for _ in 0..<50 {
            now += limit.wait(after: 200, at: now)
            moved += 200
        }
        let seconds = (now - .seconds(100)) / .seconds(1)
        // A quarter of a second's worth is free at the beginning.
        #expect(moved == 10_000 && seconds > 9.7 && seconds < 9.8)
    }

    @Test func `saves nothing up in a pause`() {
        var limit = RateLimit(bytesPerSecond: 1000)
        _ = limit.wait(after: 1000, at: .seconds(0))
        #expect(limit.wait(after: 1000, at: .seconds(3600)) == .milliseconds(750))
        #expect(limit.wait(after: 0, at: .seconds(3601)) == .zero)
    }

    @Test func `is one for all who share it`() {
        var limit = RateLimit(bytesPerSecond: 1000)
        let waits = (0..<4).map { _ in limit.wait(after: 1000, at: .seconds(5)) }
        #expect(waits == [.milliseconds(750), .milliseconds(1750), .milliseconds(2750), .milliseconds(3750)])
    }

    @Test(arguments: [(Int64(1), 256 << 10), (8 << 20, 2 << 20), (.max, 64 << 20)])
    func `moves in strides that come evenly`(rate: Int64, stride: Int) {
        #expect(RateLimit(bytesPerSecond: rate).stride == stride)
    }
}

@Suite struct `Whoever is held back` {
    @Test func `sleeps on a thread in short naps, and not longer than is needed`() {
        let clock = SteppedClock()
        let pacing = Pacing(bytesPerSecond: 1000, clock: clock)
        var naps: [Duration] = []
        pacing.wait(after: 500, unless: { false }) { nap in
            naps.append(nap)
            clock.advance(by: nap)
        }
        #expect(naps == [.milliseconds(100), .milliseconds(100), .milliseconds(50)])
    }

    @Test func `sleeps no more once it is cancelled`() {
        let clock = SteppedClock()
        let pacing = Pacing(bytesPerSecond: 1, clock: clock)
        var naps = 0
        pacing.wait(after: 1_000_000, unless: { naps == 2 }) { nap in
            naps += 1
            clock.advance(by: nap)
        }
        #expect(naps == 2)
    }

    @Test func `ends at once when the task is cancelled`() async {
        let pacing = Pacing(bytesPerSecond: 1)
        let task = Task {
            do throws(DataError) {
                try await pacing.wait(after: 1_000_000)
                return DataError.Code?.none
            } catch {
                return error.code
            }
        }
        task.cancel()
        #expect(await task.value == .cancelled)
    }

    @Test func `reads bytes as they are, and no faster`() async throws {
        let clock = SteppedClock()
        let reader = DataReader(repeating: 3, buffer: ByteBuffer(string: "0123456789"))
            .paced(by: Pacing(bytesPerSecond: 10, clock: clock))
        let bytes = try await reader.collect(upTo: 100)
        #expect(bytes.readableBytes == 30)
        #expect(clock.slept == .milliseconds(2750))
    }
}

extension DataReader {
    fileprivate init(repeating count: Int, buffer: ByteBuffer) {
        let left = Mutex(count)
        self.init(size: nil) { () throws(DataError) in
            left.withLock { left in
                left -= 1
                return left < 0 ? nil : buffer
            }
        }
    }
}

/// A clock that goes on by as much as anybody sleeps, at once.
final class SteppedClock: Clock, Sendable {
    struct Instant: InstantProtocol {
        var offset = Duration.zero
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private let time = Mutex(Instant())

    var now: Instant { time.withLock { $0 } }
    var minimumResolution: Duration { .nanoseconds(1) }
    var slept: Duration { now.offset }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        time.withLock { $0 = max($0, deadline) }
    }

    func advance(by duration: Duration) { time.withLock { $0 = $0.advanced(by: duration) } }
}
