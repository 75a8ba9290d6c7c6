import PersistyData
import PersistyS3
import Synchronization

/// A source that gives what a test hands it, when the test hands it over.
final class HandedSource: Sendable {
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

/// A clock that a test sets.
final class HandClock: Sendable {
    private let time = Mutex(Timestamp(seconds: 0))
    var now: Timestamp {
        get { time.withLock(\.self) }
        set { time.withLock { $0 = newValue } }
    }
}
