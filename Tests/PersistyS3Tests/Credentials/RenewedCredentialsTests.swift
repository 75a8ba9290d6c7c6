import PersistyData
import Testing

@testable import PersistyS3

private let failure = DataError(.unavailable, "It failed.")

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
