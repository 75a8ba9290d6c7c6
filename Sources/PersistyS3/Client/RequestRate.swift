/// How many requests may be under way at once: halved when the service asks for fewer, and one more after as many
/// successes as are allowed at once. A value that decides; ``RequestGate`` makes requests wait.
package struct RequestRate: Sendable, Equatable {
    /// The most that are ever under way.
    package let most: Int
    /// How many may be under way now.
    package private(set) var allowed: Int
    private var successes = 0

    /// As many as may be.
    package init(most: Int) {
        self.most = most
        allowed = most
    }

    /// The service asked for fewer while `underWay` were under way.
    package mutating func slowDown(underWay: Int) {
        allowed = max(1, min(allowed, max(1, underWay)) / 2)
        successes = 0
    }

    /// A request succeeded.
    package mutating func succeeded() {
        guard allowed < most else { return }
        successes += 1
        guard successes >= allowed else { return }
        allowed += 1
        successes = 0
    }
}
