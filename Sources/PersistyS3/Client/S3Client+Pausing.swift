import PersistyData

extension S3Client {
    /// Waits before something is tried once more; `false` when the task was cancelled.
    func pause(beforeAttempt attempt: Int) async -> Bool {
        let longest = 100 * Double(1 << min(attempt, 7))
        do {
            try await surroundings.sleep(.milliseconds(Int64(longest * surroundings.jitter())))
            return true
        } catch {
            return false
        }
    }

    /// Waits before that is asked for once more which the service failed to do of a batch, as it would be waited after a
    /// request that failed so; `false` when it is not to be tried again, or the task was cancelled.
    func pause(after failure: S3Failure, _ plan: inout RecoveryPlan) async -> Bool {
        let context = RecoveryContext(sentAt: now, jitter: surroundings.jitter())
        guard case .again(let wait, let isSlower) = memory.next(&plan, after: .refused(failure), context) else {
            return false
        }
        if isSlower { gate.slowDown() }
        do {
            try await surroundings.sleep(wait)
            return true
        } catch {
            return false
        }
    }
}
