package import PersistyData

/// What is done after an attempt failed.
package enum Recovery: Sendable, Equatable {
    /// The same again, later; with fewer requests at once where the service asks for that.
    case again(after: Duration, isSlower: Bool)
    /// The same at once, signed with credentials that are fetched anew.
    case renewCredentials
    /// The same at once, signed with a clock this much ahead of the machine's; behind it when it is negative.
    case setClock(Duration)
    /// The same at once, signed for this region, which is remembered for the bucket.
    case useRegion(String)
    /// Nothing: the failure is told.
    case giveUp
}

/// Why an attempt failed.
package enum AttemptFailure: Sendable, Equatable {
    /// The service answered with an error.
    case refused(S3Failure)
    /// The connection, kept open from an earlier request, was closed before a byte of an answer: the service may have
    /// closed it while it was idle.
    case staleConnection
    /// No connection came about, or it broke.
    case connection
    /// Nothing came for too long.
    case timedOut
    /// The answer is not one of S3.
    case malformed
}

/// What else is known when an attempt failed.
package struct RecoveryContext: Sendable {
    /// How long the service asks to wait: `Retry-After` in seconds.
    package var retryAfter: Duration?
    /// The `Date` of the answer.
    package var serverDate: Timestamp?
    /// When the attempt was signed, by the clock that is in use.
    package var sentAt: Timestamp
    /// A random number from 0 up to 1.
    package var jitter: Double

    /// What is known.
    package init(retryAfter: Duration? = nil, serverDate: Timestamp? = nil, sentAt: Timestamp, jitter: Double) {
        self.retryAfter = retryAfter
        self.serverDate = serverDate
        self.sentAt = sentAt
        self.jitter = jitter
    }

    /// How long a `Retry-After` asks to wait: seconds, or a date (RFC 9110 §10.2.3); `nil` when it is neither.
    package static func wait(retryAfter text: String, at now: Timestamp) -> Duration? {
        let bytes = Array(text.utf8)[...].trimmed
        // More than a day of seconds is as much too long as a day.
        if let seconds = Int64(decimal: bytes) { return .seconds(min(seconds, 86_400)) }
        return Timestamp(httpDate: bytes).map { max(.zero, $0.duration(since: now)) }
    }
}

/// Decides, attempt after attempt of one request, what is done after a failure.
package struct RecoveryPlan: Sendable {
    /// The most attempts of one request.
    package static let mostAttempts = 5
    /// The longest that a service's `Retry-After` is waited for.
    package static let longestWait = Duration.seconds(60)
    /// How long a service is given to see what it has just made; four times this is more than the six seconds it may take.
    package static let settlingWait = Duration.seconds(2)

    /// Whether sending the request again does nothing that the first sending may not have done already: true for reads,
    /// for writes of the same bytes without a condition, and for parts; false for a conditional create and for completing
    /// an upload, whose lost answers are settled by looking.
    private let isReplayable: Bool
    private var attempts = 0
    private var hasRenewed = false
    private var hasSetClock = false
    private var hasMoved = false
    private var hasReconnected = false

    /// Before the first attempt.
    package init(isReplayable: Bool) { self.isReplayable = isReplayable }

    /// What is done after an attempt failed. Each thing is set right once; waiting draws on `budget`.
    package mutating func next(
        after failure: AttemptFailure, _ context: RecoveryContext, budget: inout RetryBudget
    ) -> Recovery {
        attempts += 1
        switch failure {
        case .refused(let failure): return next(after: failure, context, budget: &budget)
        case .staleConnection:
            guard isReplayable, !hasReconnected else { return again(context, budget: &budget) }
            hasReconnected = true
            return .again(after: .zero, isSlower: false)
        case .connection: return again(context, budget: &budget)
        case .timedOut: return again(context, isTimeout: true, budget: &budget)
        case .malformed: return .giveUp
        }
    }

    private mutating func next(
        after failure: S3Failure, _ context: RecoveryContext, budget: inout RetryBudget
    ) -> Recovery {
        switch failure.kind {
        case .expiredCredentials where !hasRenewed:
            hasRenewed = true
            return .renewCredentials
        case .otherRegion where !hasMoved:
            guard let region = failure.region, AWSRegion.isName(region) else { return .giveUp }
            hasMoved = true
            return .useRegion(region)
        case .clock where !hasSetClock, .denied where !hasSetClock && isClockWrong(context):
            guard let date = context.serverDate else { return .giveUp }
            hasSetClock = true
            return .setClock(date.duration(since: context.sentAt))
        // The service says that it did not do it, so that it can be done whatever it is.
        case .slowDown: return again(context, isSlower: true, isRefusal: true, budget: &budget)
        case .settling:
            var context = context
            context.retryAfter = max(context.retryAfter ?? .zero, Self.settlingWait)
            return again(context, isRefusal: true, budget: &budget)
        case .conflict, .badDigest: return again(context, isRefusal: true, budget: &budget)
        case .serverError, .timedOut: return again(context, budget: &budget)
        default: return .giveUp
        }
    }

    /// Whether the clocks differ by more than five minutes: a service that says "denied" may mean that.
    private func isClockWrong(_ context: RecoveryContext) -> Bool {
        guard let date = context.serverDate else { return false }
        let difference = date.duration(since: context.sentAt)
        return difference > .seconds(300) || difference < .seconds(-300)
    }

    /// Waits between nothing and twice as long as the last time ("Exponential Backoff And Jitter", AWS Architecture Blog:
    /// full jitter), from a tenth of a second up to twenty seconds; never shorter than the service asks.
    private func again(
        _ context: RecoveryContext, isSlower: Bool = false, isTimeout: Bool = false, isRefusal: Bool = false,
        budget: inout RetryBudget
    ) -> Recovery {
        guard isReplayable || isRefusal, attempts < Self.mostAttempts, budget.take(isTimeout: isTimeout) else {
            return .giveUp
        }
        let longest = min(20_000, 100 * Double(1 << min(attempts - 1, 10)))
        let wait = Duration.milliseconds(Int64(longest * context.jitter))
        guard let asked = context.retryAfter else { return .again(after: wait, isSlower: isSlower) }
        guard asked <= Self.longestWait else { return .giveUp }
        return .again(after: max(asked, wait), isSlower: isSlower)
    }
}
