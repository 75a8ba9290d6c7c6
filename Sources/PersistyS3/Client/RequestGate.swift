import Synchronization

/// Lets requests through while fewer are under way than ``RequestRate`` allows; the others wait in turn.
package final class RequestGate: Sendable {
    private let rate: Mutex<RequestRate>
    private let places: Allowance

    /// A gate with nobody before it.
    package init(most: Int) {
        rate = Mutex(RequestRate(most: most))
        places = Allowance(most)
    }

    /// How many may be under way now.
    package var allowed: Int { rate.withLock(\.allowed) }

    /// Waits until one more may be under way; `false` when the task was cancelled instead.
    package func enter() async -> Bool { await places.take(1) }

    /// One is no longer under way.
    package func leave(succeeded: Bool) {
        if succeeded { change { $0.succeeded() } }
        places.give(1)
    }

    /// The service asked for fewer.
    package func slowDown() {
        let underWay = places.taken
        change { $0.slowDown(underWay: underWay) }
    }

    private func change(_ body: (inout RequestRate) -> Void) {
        let allowed = rate.withLock { rate -> Int? in
            let before = rate.allowed
            body(&rate)
            return rate.allowed == before ? nil : rate.allowed
        }
        if let allowed { places.set(total: allowed) }
    }
}
