/// How much may still be tried again, over all requests to one endpoint: when nearly everything fails, trying it all again
/// only adds to the load.
///
/// The numbers are those of the AWS SDKs' standard mode ("Retry behavior", AWS SDKs and Tools Reference Guide).
package struct RetryBudget: Sendable, Equatable {
    private static let full = 500

    /// What is left.
    package private(set) var tokens = full

    /// A full budget.
    package init() {}

    /// Takes what one more attempt costs; twice as much after a timeout. Whether there was enough.
    mutating func take(isTimeout: Bool) -> Bool {
        let cost = isTimeout ? 10 : 5
        guard tokens >= cost else { return false }
        tokens -= cost
        return true
    }

    /// Gives back for a request that succeeded: what its last attempt cost, or a little for one that needed no other.
    package mutating func succeeded(afterRetry: Bool) { tokens = min(Self.full, tokens + (afterRetry ? 5 : 1)) }
}
