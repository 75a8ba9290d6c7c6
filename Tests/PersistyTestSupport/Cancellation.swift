import Synchronization

/// Runs `body` in a task that can be cancelled from within, at an exact point.
package func withCancellableTask<Value: Sendable>(
    _ body: @escaping @Sendable (_ cancel: @escaping @Sendable () -> Void) async throws -> Value
) async -> Result<Value, any Error> {
    let (gate, opening) = AsyncStream<Void>.makeStream()
    let handle = TaskHandle<Value>()
    let task = Task {
        for await _ in gate { break }
        return try await body { handle.cancel() }
    }
    handle.task.withLock { $0 = task }
    opening.yield()
    return await task.result
}

/// The task that a closure inside it cancels.
private final class TaskHandle<Value: Sendable>: Sendable {
    let task = Mutex<Task<Value, any Error>?>(nil)

    func cancel() { task.withLock { $0 }?.cancel() }
}
