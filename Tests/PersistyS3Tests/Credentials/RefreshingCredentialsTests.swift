import PersistyData
import Testing

@testable import PersistyS3

func keys(_ id: String, until seconds: Int64? = nil) -> S3Credentials {
    S3Credentials(accessKeyID: id, secretAccessKey: Secret("s"), expiresAt: seconds.map { Timestamp(seconds: $0) })
}

private let failure = DataError(.unavailable, "It failed.")

@Suite(.timeLimit(.minutes(1))) struct `Refreshing credentials` {
    let source = HandedSource()
    let clock = HandClock()
    let credentials: RefreshingCredentials

    init() {
        credentials = RefreshingCredentials(now: { [clock] in clock.now }) { [source] () async throws(DataError) in
            try await source.fetch()
        }
    }

    func ask() -> Task<S3Credentials?, any Error> { Task { try await credentials.credentials() } }

    func wait(for waiting: Int) async throws {
        try await yield { await credentials.waiting != waiting }
    }

    /// Holds credentials that end at `seconds`.
    func hold(_ held: S3Credentials) async throws {
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
