import HTTPTypes
import Synchronization

/// How much each client may ask for, for as many clients as are remembered.
struct ClientRates: Sendable {
    private struct Buckets: Sendable {
        var requests = TokenBucket()
        var badTokens = TokenBucket()
    }

    /// How many clients are remembered at the least; twice as many at the most.
    static let remembered = 8192

    private let requests: TokenBucket.Rule
    private let badTokens: TokenBucket.Rule
    /// Those that were seen last, and those before them: where the first are too many, the others are forgotten.
    private var recent: [NetworkAddress: Buckets] = [:]
    private var former: [NetworkAddress: Buckets] = [:]

    init(_ limits: HostedLimits) {
        requests = TokenBucket.Rule(burst: limits.requestBurst, interval: limits.requestInterval)
        badTokens = TokenBucket.Rule(burst: limits.badTokenBurst, interval: limits.badTokenInterval)
    }

    /// How many clients are remembered now.
    var count: Int { recent.count + former.count }

    /// A client makes a request: zero where it may, or after what time it may.
    mutating func request(_ client: NetworkAddress, now: Duration) -> Duration {
        change(client) { [requests] in $0.requests.take(requests, now: now) }
    }

    /// A client has sent a token that is none: zero where that is borne, or after what time it is.
    mutating func badToken(_ client: NetworkAddress, now: Duration) -> Duration {
        change(client) { [badTokens] in $0.badTokens.take(badTokens, now: now) }
    }

    private mutating func change(_ client: NetworkAddress, _ body: (inout Buckets) -> Duration) -> Duration {
        if recent[client] == nil {
            if recent.count >= Self.remembered { (former, recent) = (recent, [:]) }
            recent[client] = former.removeValue(forKey: client) ?? Buckets()
        }
        return body(&recent[client, default: Buckets()])
    }
}

/// The ``ClientRates`` of a server. This machine is not counted: what comes from it are its own programs, or a proxy that
/// stands for many.
final class ClientLimiter: Sendable {
    private let rates: Mutex<ClientRates>
    private let start = ContinuousClock.now

    init(_ limits: HostedLimits) { rates = Mutex(ClientRates(limits)) }

    /// What is wrong with one more request.
    func request(_ address: NetworkAddress) throws(Refusal) {
        guard !address.isLoopback else { return }
        let wait = rates.withLock { $0.request(address.client, now: ContinuousClock.now - start) }
        guard wait == .zero else { throw .tooMany("rate", wait) }
    }

    /// What is wrong with one more token that is none.
    func badToken(_ address: NetworkAddress) throws(Refusal) {
        guard !address.isLoopback else { return }
        let wait = rates.withLock { $0.badToken(address.client, now: ContinuousClock.now - start) }
        guard wait == .zero else { throw .tooMany("rate.tokens", wait) }
    }
}

extension Refusal {
    /// RFC 6585 §4.
    fileprivate static func tooMany(_ reason: String, _ wait: Duration) -> Refusal {
        let (seconds, rest) = wait.components
        return Refusal(
            .tooManyRequests, "That is too much in a short time; try again a little later.", reason: reason,
            headers: [.retryAfter: "\(seconds + (rest > 0 ? 1 : 0))"])
    }
}
