import PersistyData
import Synchronization
import Testing

@testable import PersistyS3

/// A source that gives what a test hands it, when the test hands it over.
private final class Source: Sendable {
    private struct State {
        var calls = 0
        var cancelled = 0
        var asking: [Int: CheckedContinuation<Result<S3Credentials?, DataError>, Never>] = [:]
    }

    private let state = Mutex(State())

    var calls: Int { state.withLock(\.calls) }
    var cancelled: Int { state.withLock(\.cancelled) }
    var asking: Int { state.withLock(\.asking.count) }

    func fetch() async throws(DataError) -> S3Credentials? {
        let number = state.withLock { state in
            state.calls += 1
            return state.calls
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in state.withLock { $0.asking[number] = continuation } }
        } onCancel: {
            // Only counted: a source may take its time to stop.
            state.withLock { $0.cancelled += 1 }
        }
        return try result.get()
    }

    /// Ends the oldest fetch that runs.
    func hand(_ result: Result<S3Credentials?, DataError>) async throws {
        try await yield { asking == 0 }
        let continuation = state.withLock { state in
            state.asking.keys.min().flatMap { state.asking.removeValue(forKey: $0) }
        }
        continuation?.resume(returning: result)
    }
}

private final class HandClock: Sendable {
    private let time = Mutex(Timestamp(seconds: 0))
    var now: Timestamp {
        get { time.withLock(\.self) }
        set { time.withLock { $0 = newValue } }
    }
}

private func keys(_ id: String, until seconds: Int64? = nil) -> S3Credentials {
    S3Credentials(accessKeyID: id, secretAccessKey: Secret("s"), expiresAt: seconds.map { Timestamp(seconds: $0) })
}

private let failure = DataError(.unavailable, "It failed.")

@Suite(.timeLimit(.minutes(1))) struct `Refreshing credentials` {
    private let source = Source()
    private let clock = HandClock()
    private let credentials: RefreshingCredentials

    init() {
        credentials = RefreshingCredentials(now: { [clock] in clock.now }) { [source] () async throws(DataError) in
            try await source.fetch()
        }
    }

    private func ask() -> Task<S3Credentials?, any Error> { Task { try await credentials.credentials() } }

    private func wait(for waiting: Int) async throws {
        try await yield { await credentials.waiting != waiting }
    }

    /// Holds credentials that end at `seconds`.
    private func hold(_ held: S3Credentials) async throws {
        let task = ask()
        try await source.hand(.success(held))
        _ = try await task.value
    }

    @Test func `are fetched once for all who ask at once`() async throws {
        let tasks = (0..<100).map { _ in ask() }
        try await wait(for: 100)
        try #require(source.calls <= 1)
        try await source.hand(.success(keys("A")))
        for task in tasks { #expect(try await task.value == keys("A")) }
        #expect(try await credentials.credentials() == keys("A"))
        #expect(source.calls == 1)
    }

    @Test func `are none where requests are not signed`() async throws {
        let task = ask()
        try await source.hand(.success(nil))
        #expect(try await task.value == nil)
        #expect(try await credentials.credentials() == nil)
        #expect(source.calls == 1)
    }

    @Test func `are fetched again after a failure, which all hear of who waited`() async throws {
        let tasks = (0..<10).map { _ in ask() }
        try await wait(for: 10)
        try await source.hand(.failure(failure))
        for task in tasks { await #expect(throws: failure) { try await task.value } }
        try await hold(keys("A"))
        #expect(source.calls == 2)
    }

    @Test func `are replaced in the background while they are good`() async throws {
        try await hold(keys("A", until: 1000))
        clock.now = Timestamp(seconds: 800)
        for _ in 0..<10 { #expect(try await credentials.credentials() == keys("A", until: 1000)) }
        try await source.hand(.success(keys("B", until: 2000)))
        try await yield { try await credentials.credentials() != keys("B", until: 2000) }
        #expect(source.calls == 2)
    }

    @Test func `are kept when others cannot be had and they are good`() async throws {
        try await hold(keys("A", until: 1000))
        clock.now = Timestamp(seconds: 950)
        let task = ask()
        try await source.hand(.failure(failure))
        #expect(try await task.value == keys("A", until: 1000))
        clock.now = Timestamp(seconds: 1000)
        let other = ask()
        try await source.hand(.failure(failure))
        await #expect(throws: failure) { try await other.value }
    }
}

extension `Refreshing credentials` {
    @Test func `that a service takes for ended are fetched anew once, however many requests it refused`() async throws {
        try await hold(keys("A"))
        let tasks = (0..<100).map { _ in Task { try await credentials.renewed(after: keys("A")) } }
        try await wait(for: 100)
        try await source.hand(.success(keys("B")))
        for task in tasks { #expect(try await task.value == keys("B")) }
        // One whose request was under way for longer.
        #expect(try await credentials.renewed(after: keys("A")) == keys("B"))
        #expect(source.calls == 2)
    }

    @Test func `that a service takes for ended are not given out while others are fetched, nor when that fails`()
        async throws
    {
        try await hold(keys("A", until: 1000))
        let refused = Task { try await credentials.renewed(after: keys("A", until: 1000)) }
        try await wait(for: 1)
        let other = ask()
        try await wait(for: 2)
        try await source.hand(.failure(failure))
        await #expect(throws: failure) { try await refused.value }
        await #expect(throws: failure) { try await other.value }
        #expect(source.calls == 2)
    }

    @Test func `are fetched for those who still wait when one is cancelled`() async throws {
        let (first, second) = (ask(), ask())
        try await wait(for: 2)
        first.cancel()
        await #expect(throws: DataError.cancelled()) { try await first.value }
        try await wait(for: 1)
        try await source.hand(.success(keys("A")))
        #expect(try await second.value == keys("A"))
        #expect(source.calls == 1 && source.cancelled == 0)
    }

    @Test func `are not fetched any more when all are cancelled, and for the next one from the beginning`() async throws
    {
        let first = ask()
        try await wait(for: 1)
        try await yield { source.asking == 0 }
        first.cancel()
        await #expect(throws: DataError.cancelled()) { try await first.value }
        try await yield { source.cancelled == 0 }
        let second = ask()
        try await wait(for: 1)
        try await source.hand(.failure(.cancelled()))
        try await source.hand(.success(keys("A")))
        #expect(try await second.value == keys("A"))
        #expect(source.calls == 2)
    }

    @Test func `are not waited for by a task that was cancelled before`() async throws {
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await credentials.credentials()
        }
        task.cancel()
        await #expect(throws: DataError.cancelled()) { try await task.value }
        #expect(await credentials.waiting == 0)
    }

    @Test func `go on being fetched in the background when one who came to wait is cancelled`() async throws {
        try await hold(keys("A", until: 1000))
        clock.now = Timestamp(seconds: 800)
        _ = try await credentials.credentials()
        clock.now = Timestamp(seconds: 990)
        let task = ask()
        try await wait(for: 1)
        task.cancel()
        await #expect(throws: DataError.cancelled()) { try await task.value }
        try await wait(for: 0)
        try await source.hand(.success(keys("B", until: 2000)))
        try await yield { try await credentials.credentials() != keys("B", until: 2000) }
        #expect(source.calls == 2 && source.cancelled == 0)
    }

    @Test func `leave no fetch behind when nobody has them any more`() async throws {
        var dropped: RefreshingCredentials? = RefreshingCredentials(now: { [clock] in clock.now }) {
            [source] () async throws(DataError) in try await source.fetch()
        }
        let first = Task { [dropped] in try await dropped?.credentials() }
        try await source.hand(.success(keys("A", until: 1000)))
        _ = try await first.value
        clock.now = Timestamp(seconds: 800)
        _ = try await dropped?.credentials()
        try await yield { source.asking == 0 }
        dropped = nil
        try await yield { source.cancelled == 0 }
        try await source.hand(.failure(.cancelled()))
    }
}
