import PersistyTestSupport
import Testing

@Suite struct `A memory store` {
    @Test(.timeLimit(.minutes(2)), arguments: ConformanceCase.all(for: .memory))
    func `keeps every promise`(promise: ConformanceCase) async throws { try await promise.check(.memory) }
}
