import NIOCore
import Synchronization

/// Sees that the sending of a body does not stand still.
///
/// AsyncHTTPClient 1.37's own limit for that ends the program: it takes a connection that tells twice that it can be written
/// to for a fault (`IdleWriteStateMachine.channelWritabilityChanged`).
final class SendingWatch: Sendable {
    /// Bodies of up to so many bytes are sent at once, and wait no longer than for their answer.
    static let watched = 64 << 10
    /// How many bytes are sent at once.
    fileprivate static let slice = 64 << 10

    private let stall: TimeAmount
    /// How many buffers were asked for; -1 when all of them were.
    private let asked = Atomic(0)

    init(_ stall: TimeAmount) { self.stall = stall }

    func note(isLast: Bool) {
        if isLast { asked.store(-1, ordering: .relaxed) } else { asked.add(1, ordering: .relaxed) }
    }

    /// What `body` gives, unless no buffer is asked for in too long a time.
    func during<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                var seen = -2
                while case let now = self.asked.load(ordering: .relaxed), now != -1 {
                    guard now != seen else { throw AttemptError(.timedOut, "sending") }
                    seen = now
                    try await Task.sleep(for: .nanoseconds(self.stall.nanoseconds))
                }
                return nil
            }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw CancellationError()
        }
    }
}

/// The buffers of a body, as AsyncHTTPClient wants them.
struct BodyBuffers: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    private let all: [ByteBuffer]
    private let watch: SendingWatch

    init(_ all: [ByteBuffer], _ watch: SendingWatch) {
        self.all = all
        self.watch = watch
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var rest: ArraySlice<ByteBuffer>
        fileprivate let watch: SendingWatch

        mutating func next() async -> ByteBuffer? {
            guard var buffer = rest.first else { return nil }
            // In slices small enough for a slow line to take one in time.
            let slice = buffer.readSlice(length: Swift.min(buffer.readableBytes, SendingWatch.slice))
            if buffer.readableBytes == 0 { rest.removeFirst() } else { rest[rest.startIndex] = buffer }
            watch.note(isLast: rest.isEmpty)
            return slice
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rest: all[...], watch: watch) }
}
