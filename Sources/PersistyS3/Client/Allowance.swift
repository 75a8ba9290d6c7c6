import Synchronization

/// Something of which there is only so much at once: requests under way, bytes in memory. Who wants some waits in turn
/// until others have given theirs back. Cancelling a task that waits takes it out of the line.
///
/// Who asks for more than there is gets it alone: nothing is ever too great to be done at all.
package final class Allowance: Sendable {
    private struct Waiter {
        let number: UInt64
        let amount: Int
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var total: Int
        var taken = 0
        var line: [Waiter] = []
        var numbers: UInt64 = 0
        /// Those that are on their way into the line, and whether they were cancelled on it.
        var arriving: [UInt64: Bool] = [:]

        func has(_ amount: Int) -> Bool { taken == 0 || taken + amount <= total }
    }

    private let state: Mutex<State>

    /// All of it is free.
    package init(_ total: Int) { state = Mutex(State(total: max(1, total))) }

    /// How much is taken.
    package var taken: Int { state.withLock(\.taken) }

    /// Takes `amount`, waiting for it; `false` when the task was cancelled instead.
    package func take(_ amount: Int) async -> Bool {
        let number: UInt64? = state.withLock { state in
            if state.line.isEmpty, state.has(amount) {
                state.taken += amount
                return nil
            }
            state.numbers += 1
            state.arriving[state.numbers] = false
            return state.numbers
        }
        guard let number else { return true }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isCancelled = state.withLock { state in
                    if state.arriving.removeValue(forKey: number) == true { return true }
                    state.line.append(Waiter(number: number, amount: amount, continuation: continuation))
                    return false
                }
                if isCancelled { continuation.resume(returning: false) } else { handOut() }
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                if state.arriving[number] != nil { state.arriving[number] = true }
                return state.line.firstIndex { $0.number == number }.map { state.line.remove(at: $0) }
            }
            waiter?.continuation.resume(returning: false)
            handOut()
        }
    }

    /// Takes `amount` if it is free now.
    package func takeNow(_ amount: Int) -> Bool {
        state.withLock { state in
            guard state.line.isEmpty, state.has(amount) else { return false }
            state.taken += amount
            return true
        }
    }

    /// Takes `amount` even where it is not free: what comes of it gives more back than it took.
    package func takeRegardless(_ amount: Int) { state.withLock { $0.taken += amount } }

    /// Gives back what was taken.
    package func give(_ amount: Int) {
        state.withLock { $0.taken -= amount }
        handOut()
    }

    /// Changes how much there is.
    package func set(total: Int) {
        state.withLock { $0.total = max(1, total) }
        handOut()
    }

    private func handOut() {
        let served = state.withLock { state in
            var served: [Waiter] = []
            while let first = state.line.first, state.has(first.amount) {
                state.taken += first.amount
                served.append(first)
                state.line.removeFirst()
            }
            return served
        }
        for waiter in served { waiter.continuation.resume(returning: true) }
    }
}
