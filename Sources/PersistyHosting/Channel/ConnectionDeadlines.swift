/// How long a connection may wait for its client: what has happened on it, and whether it has waited too long.
///
/// A value that is told the time; ``ConnectionGuard`` only carries it out.
struct ConnectionDeadlines: Sendable {
    /// What the connection waits for.
    private enum Wait: Equatable {
        /// The head of a request, from a moment on, for so long.
        case head(since: Duration, limit: Duration)
        /// The body, which is wanted.
        case body
        /// The answer, which is the server's own business until its bytes are to be taken.
        case answer
    }

    private let limits: HostedLimits
    private var wait: Wait
    private var requests = 0
    private var pace: BodyPace
    /// From when on the client takes nothing; `nil` while there is nothing to take.
    private var stalledSince: Duration?
    private var acknowledged: UInt64 = 0

    init(_ limits: HostedLimits, now: Duration) {
        self.limits = limits
        wait = .head(since: now, limit: limits.headTime)
        pace = BodyPace(rate: limits.bodyRate, window: limits.bodyWindow)
    }

    /// The head of a request has come. Whether the connection takes no other one after it.
    mutating func headCame(now: Duration) -> Bool {
        requests += 1
        wait = .answer
        pace = BodyPace(rate: limits.bodyRate, window: limits.bodyWindow)
        return requests >= limits.requests
    }

    /// More of the body is wanted: from here on the client is waited for.
    mutating func bodyIsWanted(now: Duration) {
        guard wait != .body else { return }
        if case .head = wait { return }
        wait = .body
        pace.waits(now: now)
    }

    /// Some of the body has come.
    mutating func bodyCame(_ count: Int, now: Duration) {
        pace.came(count, now: now)
        if wait == .body { wait = .answer }
    }

    /// All of the request has come.
    mutating func bodyEnded(now: Duration) {
        if wait == .body { wait = .answer }
        pace.rests(now: now)
    }

    /// All of the answer was handed to the channel.
    mutating func answerEnded(now: Duration) {
        wait = .head(since: now, limit: limits.idleTime)
        stalledSince = nil
    }

    /// Bytes wait for the client to take them; `acknowledged` is how many it has taken in all, as TCP tells.
    mutating func pending(_ isPending: Bool, acknowledged count: UInt64?, now: Duration) {
        guard isPending else { return stalledSince = nil }
        if stalledSince == nil || count.map({ $0 > acknowledged }) ?? false { stalledSince = now }
        acknowledged = count ?? acknowledged
    }

    /// Why the connection is to be closed; `nil` while it is not.
    func overdue(now: Duration) -> String? {
        if let stalledSince, now - stalledSince >= limits.writeStall { return "takes nothing" }
        switch wait {
        case .head(let since, let limit): return now - since >= limit && stalledSince == nil ? "no request" : nil
        case .body: return pace.isOverdue(now: now) ? "slow body" : nil
        case .answer: return nil
        }
    }
}
