package import PersistyData

/// Keeps the credentials of a source, and fetches others in time: once, however many ask.
package actor RefreshingCredentials: CredentialProvider {
    /// Fetches credentials; `nil` when requests are not signed. Stops soon after its task is cancelled.
    package typealias Source = @Sendable () async throws(DataError) -> S3Credentials?

    private struct Fetching {
        let number: Int
        let task: Task<Void, Never>
        /// Nobody waits for it: it goes on when those leave who came to wait for it later.
        let isInBackground: Bool
    }

    private struct Waiter {
        let continuation: CheckedContinuation<Result<S3Credentials?, DataError>, Never>
        /// Whether the credentials that are held will do when no others can be had.
        let takesHeld: Bool
    }

    private let source: Source
    private let now: @Sendable () -> Timestamp
    private var life = CredentialLife()
    private var fetching: Fetching?
    private var waiters: [Int: Waiter] = [:]
    private var count = 0

    /// How many wait for credentials.
    var waiting: Int { waiters.count }

    /// Credentials of `source`, of which none is fetched before somebody asks.
    ///
    /// - Parameter now: The clock that ends are compared with.
    package init(now: @escaping @Sendable () -> Timestamp = { .now }, source: @escaping Source) {
        self.now = now
        self.source = source
    }

    deinit { fetching?.task.cancel() }

    package func credentials() async throws(DataError) -> S3Credentials? {
        try await carryOut(life.step(at: now()), takesHeld: true)
    }

    package func renewed(after used: S3Credentials?) async throws(DataError) -> S3Credentials? {
        try await carryOut(life.step(after: used, at: now()), takesHeld: false)
    }

    private func carryOut(_ step: CredentialLife.Step, takesHeld: Bool) async throws(DataError) -> S3Credentials? {
        switch step {
        case .serve(let credentials): return credentials
        case .serveAndFetch(let credentials):
            if fetching == nil { begin(inBackground: true) }
            return credentials
        case .fetch:
            if fetching == nil { begin(inBackground: false) }
            return try await wait(takesHeld: takesHeld).get()
        }
    }

    private func begin(inBackground: Bool) {
        count += 1
        let number = count
        let task = Task { [source, weak self] in
            let result: Result<S3Credentials?, DataError>
            do throws(DataError) { result = .success(try await source()) } catch { result = .failure(error) }
            await self?.end(number, result)
        }
        fetching = Fetching(number: number, task: task, isInBackground: inBackground)
    }

    private func end(_ number: Int, _ result: Result<S3Credentials?, DataError>) {
        // One that was given up has nobody waiting any more, and another may have begun since.
        guard fetching?.number == number else { return }
        fetching = nil
        let now = now()
        life.end(result, at: now)
        let remaining = life.remaining(at: now)
        let waiting = waiters.values
        waiters = [:]
        for waiter in waiting {
            if case .failure = result, waiter.takesHeld, let remaining {
                waiter.continuation.resume(returning: .success(remaining))
            } else {
                waiter.continuation.resume(returning: result)
            }
        }
    }

    private func wait(takesHeld: Bool) async -> Result<S3Credentials?, DataError> {
        count += 1
        let number = count
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiters[number] = Waiter(continuation: continuation, takesHeld: takesHeld)
                if Task.isCancelled { leave(number) }
            }
        } onCancel: {
            Task { await leave(number) }
        }
    }

    /// One who waits goes. With the last of them goes the fetch that was begun for them.
    private func leave(_ number: Int) {
        guard let waiter = waiters.removeValue(forKey: number) else { return }
        waiter.continuation.resume(returning: .failure(.cancelled()))
        guard waiters.isEmpty, let fetching, !fetching.isInBackground else { return }
        fetching.task.cancel()
        self.fetching = nil
    }
}
