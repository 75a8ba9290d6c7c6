import PersistyData
import PersistyS3
import Testing

private let now = Timestamp(seconds: 1_700_000_000)

private func context(retryAfter: Duration? = nil, date: Timestamp? = nil, jitter: Double = 0.999_999) -> RecoveryContext
{
    RecoveryContext(retryAfter: retryAfter, serverDate: date, sentAt: now, jitter: jitter)
}

private func refused(_ code: String, region: String? = nil) -> AttemptFailure {
    var failure = S3Failure(status: 400, code: code)
    failure.region = region
    return .refused(failure)
}

@Suite struct `After a failed attempt` {
    @Test func `waits grow, with chance in them, and end after five attempts`() {
        var plan = RecoveryPlan(isReplayable: true)
        var budget = RetryBudget()
        var waits: [Duration] = []
        while case .again(let wait, false) = plan.next(after: refused("InternalError"), context(), budget: &budget) {
            waits.append(wait)
        }
        #expect(waits == [99, 199, 399, 799].map { Duration.milliseconds($0) })
        var lucky = RecoveryPlan(isReplayable: true)
        #expect(
            lucky.next(after: .connection, context(jitter: 0), budget: &budget) == .again(after: .zero, isSlower: false)
        )
    }

    @Test func `the service's own wait is kept, and one of more than a minute is told instead`() {
        var budget = RetryBudget()
        var plan = RecoveryPlan(isReplayable: true)
        #expect(
            plan.next(after: refused("SlowDown"), context(retryAfter: .seconds(7)), budget: &budget)
                == .again(after: .seconds(7), isSlower: true))
        #expect(plan.next(after: refused("SlowDown"), context(retryAfter: .seconds(61)), budget: &budget) == .giveUp)
    }

    @Test(
        arguments: [
            ("7", 7), (" 0 ", 0), ("Tue, 14 Nov 2023 22:13:50 GMT", 30), ("Tue, 14 Nov 2023 22:13:10 GMT", 0),
            ("99999999999999", 86_400), ("", nil), ("-1", nil), ("soon", nil), ("1.5", nil),
        ] as [(String, Int64?)])
    func `the service's wait is seconds or a date`(text: String, seconds: Int64?) {
        #expect(RecoveryContext.wait(retryAfter: text, at: now) == seconds.map { .seconds($0) })
    }

    @Test func `what cannot be sent twice is only repeated when the service says that it did not do it`() {
        var budget = RetryBudget()
        for failure: AttemptFailure in [
            .connection, .timedOut, .staleConnection, refused("InternalError"), refused("RequestTimeout"),
        ] {
            var plan = RecoveryPlan(isReplayable: false)
            #expect(plan.next(after: failure, context(), budget: &budget) == .giveUp)
        }
        for code in ["SlowDown", "OperationAborted"] {
            var plan = RecoveryPlan(isReplayable: false)
            guard case .again = plan.next(after: refused(code), context(), budget: &budget) else {
                Issue.record("\(code) was given up")
                continue
            }
        }
    }

    @Test func `a bucket that the service makes for itself is waited for until it is there, as no other bucket is`() {
        func missing(_ bucket: String) -> AttemptFailure {
            var failure = S3Failure(status: 404, code: "NoSuchBucket")
            failure.bucket = bucket
            return .refused(failure)
        }
        var budget = RetryBudget()
        var plan = RecoveryPlan(isReplayable: false)
        var waited = Duration.zero
        while case .again(let wait, false) = plan.next(
            after: missing("images+segments"), context(jitter: 0), budget: &budget)
        {
            waited += wait
        }
        #expect(waited == .seconds(8))
        var other = RecoveryPlan(isReplayable: true)
        #expect(other.next(after: missing("images"), context(), budget: &budget) == .giveUp)
    }

    @Test func `a connection that was closed while idle is replaced at once and for nothing, but only once`() {
        var budget = RetryBudget()
        var plan = RecoveryPlan(isReplayable: true)
        #expect(plan.next(after: .staleConnection, context(), budget: &budget) == .again(after: .zero, isSlower: false))
        #expect(budget == RetryBudget())
        _ = plan.next(after: .staleConnection, context(), budget: &budget)
        #expect(budget != RetryBudget())
    }

    @Test func `an empty budget ends it, and successes fill it`() {
        var budget = RetryBudget()
        for _ in 0..<50 {
            var plan = RecoveryPlan(isReplayable: true)
            _ = plan.next(after: .timedOut, context(), budget: &budget)
        }
        var plan = RecoveryPlan(isReplayable: true)
        #expect(plan.next(after: .connection, context(), budget: &budget) == .giveUp)
        for _ in 0..<5 { budget.succeeded(afterRetry: false) }
        plan = RecoveryPlan(isReplayable: true)
        #expect(plan.next(after: .connection, context(), budget: &budget) != .giveUp)
        for _ in 0..<1000 { budget.succeeded(afterRetry: true) }
        #expect(budget == RetryBudget())
    }

    @Test func `a wrong region is followed once, and only to what can be one`() {
        var budget = RetryBudget()
        var plan = RecoveryPlan(isReplayable: false)
        let moved = refused("PermanentRedirect", region: "eu-west-1")
        #expect(plan.next(after: moved, context(), budget: &budget) == .useRegion("eu-west-1"))
        #expect(plan.next(after: moved, context(), budget: &budget) == .giveUp)
        for region in [nil, "", "evil.example/", "a b", "-x", "x.y"] {
            var plan = RecoveryPlan(isReplayable: true)
            let failure = refused("AuthorizationHeaderMalformed", region: region)
            #expect(plan.next(after: failure, context(), budget: &budget) == .giveUp)
        }
    }

    @Test func `a wrong clock is set once, also where the service only says that it is denied`() {
        var budget = RetryBudget()
        let late = Timestamp(seconds: now.seconds + 900)
        for code in ["RequestTimeTooSkewed", "AccessDenied"] {
            var plan = RecoveryPlan(isReplayable: false)
            #expect(
                plan.next(after: refused(code), context(date: late), budget: &budget) == .setClock(.seconds(900)))
            #expect(plan.next(after: refused(code), context(date: late), budget: &budget) == .giveUp)
        }
        var plan = RecoveryPlan(isReplayable: false)
        #expect(plan.next(after: refused("AccessDenied"), context(date: now), budget: &budget) == .giveUp)
        #expect(plan.next(after: refused("RequestTimeTooSkewed"), context(), budget: &budget) == .giveUp)
    }
}
