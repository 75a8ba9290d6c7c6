import PersistyData
import Synchronization

/// What was learnt of a service by talking with it, for all later requests.
package final class ServiceMemory: Sendable {
    private struct State {
        var clockOffset = Duration.zero
        var regions: [String: String] = [:]
        var budget = RetryBudget()
        var profile: ServiceProfile
    }

    private let state: Mutex<State>

    /// What is known beforehand.
    package init(_ profile: ServiceProfile) { state = Mutex(State(profile: profile)) }

    /// What the service does and does not do, as far as it is known by now.
    var profile: ServiceProfile { state.withLock(\.profile) }

    /// Keeps what was learnt.
    package func learn(_ change: (inout ServiceProfile) -> Void) { state.withLock { change(&$0.profile) } }

    /// How much the service's clock is ahead of this machine's.
    var clockOffset: Duration { state.withLock(\.clockOffset) }

    /// The region that the bucket was found in, where it is not the one that was set up.
    func region(of bucket: String) -> String? { state.withLock { $0.regions[bucket] } }

    func setClock(_ offset: Duration) { state.withLock { $0.clockOffset += offset } }

    func setRegion(_ region: String, of bucket: String) { state.withLock { $0.regions[bucket] = region } }

    /// What is done after an attempt failed, with the budget that all requests share.
    func next(_ plan: inout RecoveryPlan, after failure: AttemptFailure, _ context: RecoveryContext) -> Recovery {
        state.withLock { plan.next(after: failure, context, budget: &$0.budget) }
    }

    func succeeded(afterRetry: Bool) { state.withLock { $0.budget.succeeded(afterRetry: afterRetry) } }
}
