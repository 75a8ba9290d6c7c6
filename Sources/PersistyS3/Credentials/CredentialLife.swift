import PersistyData

/// Decides, by the clock, whether the credentials that are held are given out or others are fetched.
///
/// The spans before the end are those of the AWS SDKs, which give a service's own clock and a slow source some room.
struct CredentialLife: Sendable {
    /// What is done for somebody who asks.
    enum Step: Sendable, Equatable {
        /// These are given.
        case serve(S3Credentials?)
        /// These are given, and others are fetched meanwhile.
        case serveAndFetch(S3Credentials?)
        /// Others are fetched, and waited for.
        case fetch
    }

    /// How long before their end others are looked for, while these are still given out.
    static let early = Duration.seconds(300)
    /// How long before their end these are not given out any more without having looked for others.
    static let late = Duration.seconds(60)
    /// How long after an attempt, whatever came of it, the next one is made while these are still given out.
    static let pause = Duration.seconds(30)
    /// The same when others are waited for.
    static let shortPause = Duration.seconds(5)

    private struct Held: Sendable {
        var credentials: S3Credentials?
        /// A service said that they have ended, whatever the clock says.
        var isRefused = false
    }

    private var held: Held?
    private var triedAt: Timestamp?

    /// What is done for somebody who asks at `now`.
    func step(at now: Timestamp) -> Step {
        guard let held, !held.isRefused else { return .fetch }
        guard let end = held.credentials?.expiresAt else { return .serve(held.credentials) }
        let left = end.duration(since: now)
        if left <= .zero { return .fetch }
        if left <= Self.late { return hasTried(within: Self.shortPause, at: now) ? .serve(held.credentials) : .fetch }
        guard left <= Self.early, !hasTried(within: Self.pause, at: now) else { return .serve(held.credentials) }
        return .serveAndFetch(held.credentials)
    }

    /// What is done for somebody whose request was refused because `used` had ended.
    mutating func step(after used: S3Credentials?, at now: Timestamp) -> Step {
        if held?.credentials == used { held?.isRefused = true }
        return step(at: now)
    }

    /// An attempt to fetch others ended with these, or with an error.
    mutating func end(_ result: Result<S3Credentials?, DataError>, at now: Timestamp) {
        triedAt = now
        if case .success(let credentials) = result { held = Held(credentials: credentials) }
    }

    /// What can still be given to somebody who asks at `now`, after an attempt failed; `nil` when there is nothing good.
    func remaining(at now: Timestamp) -> S3Credentials? {
        guard let held, !held.isRefused, let credentials = held.credentials else { return nil }
        if let end = credentials.expiresAt, end <= now { return nil }
        return credentials
    }

    private func hasTried(within span: Duration, at now: Timestamp) -> Bool {
        guard let triedAt else { return false }
        // A clock that was set back has no say in this.
        return now >= triedAt && now.duration(since: triedAt) < span
    }
}
