import NIOPosix
import PersistyData
import Synchronization

/// Tells blocking work that its task was cancelled.
final class Cancellation: Sendable {
    private let flag = Atomic(false)

    var isCancelled: Bool { flag.load(ordering: .relaxed) }

    func cancel() { flag.store(true, ordering: .relaxed) }

    func check(key: String? = nil, store: String? = nil) throws(DataError) {
        if isCancelled { throw .cancelled(key: key, store: store) }
    }
}

extension NIOThreadPool {
    /// Runs `body` on a thread that may block. It runs even when the task is cancelled, and is told so.
    func run<Value: Sendable>(
        _ body: @escaping @Sendable (Cancellation) throws(DataError) -> Value
    ) async throws(DataError) -> Value {
        let cancellation = Cancellation()
        let result: Result<Value, DataError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                submit { state in
                    guard case .active = state else {
                        let error = DataError(.unavailable, "The program is ending; this was not begun.")
                        return continuation.resume(returning: .failure(error))
                    }
                    continuation.resume(
                        returning: Result { () throws(DataError) -> Value in try body(cancellation) })
                }
            }
        } onCancel: {
            cancellation.cancel()
        }
        return try result.get()
    }
}
