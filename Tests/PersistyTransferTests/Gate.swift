import Synchronization

/// Holds whoever arrives until it is opened, and lets a test wait for arrivals.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var arrived = 0
        var held: [Int: CheckedContinuation<Bool, Never>] = [:]
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    /// Waits until the gate is opened; `false` when the task was cancelled instead.
    func pass() async -> Bool {
        let (number, watchers) = state.withLock { state in
            state.arrived += 1
            let reached = state.watchers.filter { $0.count <= state.arrived }
            state.watchers.removeAll { $0.count <= state.arrived }
            return (state.arrived, reached.map(\.continuation))
        }
        for watcher in watchers { watcher.resume() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isSettled = state.withLock { state in
                    guard !state.isOpen, !Task.isCancelled else { return true }
                    state.held[number] = continuation
                    return false
                }
                if isSettled { continuation.resume(returning: !Task.isCancelled) }
            }
        } onCancel: {
            state.withLock { $0.held.removeValue(forKey: number) }?.resume(returning: false)
        }
    }

    func open() {
        let held = state.withLock { state in
            state.isOpen = true
            defer { state.held = [:] }
            return state.held.values
        }
        for continuation in held { continuation.resume(returning: true) }
    }

    /// Waits until so many have come.
    func arrivals(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isReached = state.withLock { state in
                guard state.arrived < count else { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isReached { continuation.resume() }
        }
    }

    var arrived: Int { state.withLock { $0.arrived } }
}
