/// A bucket that so many tokens fit into, and into which one more falls after each interval. It is full at first.
struct TokenBucket: Sendable, Equatable {
    struct Rule: Sendable, Hashable {
        let burst: Int
        let interval: Duration
    }

    /// When it will be full again; all that is to be known of it.
    private var fullAt: Duration = .zero

    /// Takes a token, where there is one.
    ///
    /// - Returns: After what time there will be one; zero where one was taken.
    mutating func take(_ rule: Rule, now: Duration) -> Duration {
        let wait = wait(rule, now: now)
        if wait == .zero { fullAt = max(fullAt, now) + rule.interval }
        return wait
    }

    /// After what time there is a token.
    func wait(_ rule: Rule, now: Duration) -> Duration {
        max(.zero, fullAt - now - rule.interval * (rule.burst - 1))
    }
}
