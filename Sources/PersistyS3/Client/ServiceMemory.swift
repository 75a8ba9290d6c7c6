import PersistyData
import Synchronization

/// What was learnt of a service and its buckets by talking with them, for all later requests.
///
/// Each bucket is known by itself: one address can have services behind it that differ in what they keep.
package final class ServiceMemory: Sendable {
    private struct State {
        var clockOffset = Duration.zero
        var budget = RetryBudget()
        var buckets: [String: Bucket] = [:]
    }

    private struct Bucket {
        var region: String?
        var profile: ServiceProfile
    }

    /// What is known of the service by its address.
    let known: ServiceProfile
    private let endpoint: S3EndpointOptions
    private let records: (any ServiceRecords)?
    private let state = Mutex(State())

    /// What is known beforehand: by the address of the service, and from `records`.
    init(_ endpoint: S3EndpointOptions, records: (any ServiceRecords)?) {
        self.endpoint = endpoint
        self.records = records
        known = .known(host: endpoint.address.flatMap { EndpointAddress($0)?.host })
    }

    /// What the service does and does not do in a bucket, as far as it is known by now.
    func profile(of bucket: String) -> ServiceProfile { state.withLock { self.bucket(bucket, &$0).profile } }

    /// Keeps what was learnt of a bucket, in this run.
    package func learn(of bucket: String, _ change: (inout ServiceProfile) -> Void) {
        state.withLock { state in
            var known = self.bucket(bucket, &state)
            change(&known.profile)
            state.buckets[bucket] = known
        }
    }

    /// Keeps what the probe found in a bucket, for later runs as well.
    func found(_ profile: ServiceProfile, in bucket: String) {
        learn(of: bucket) { $0 = profile }
        records?.keep(LearntBucket(findings: profile), of: named(bucket))
    }

    /// The region that the bucket was found in, where it is not the one that was set up.
    func region(of bucket: String) -> String? { state.withLock { self.bucket(bucket, &$0).region } }

    /// Keeps in which region a bucket was found, for later runs as well.
    func setRegion(_ region: String, of bucket: String) {
        state.withLock { state in
            var known = self.bucket(bucket, &state)
            known.region = region
            state.buckets[bucket] = known
        }
        records?.keep(LearntBucket(region: region), of: named(bucket))
    }

    /// How much the service's clock is ahead of this machine's.
    var clockOffset: Duration { state.withLock(\.clockOffset) }

    func setClock(_ offset: Duration) { state.withLock { $0.clockOffset += offset } }

    /// What is done after an attempt failed, with the budget that all requests share.
    func next(_ plan: inout RecoveryPlan, after failure: AttemptFailure, _ context: RecoveryContext) -> Recovery {
        state.withLock { plan.next(after: failure, context, budget: &$0.budget) }
    }

    func succeeded(afterRetry: Bool) { state.withLock { $0.budget.succeeded(afterRetry: afterRetry) } }

    private func named(_ bucket: String) -> ServiceBucket {
        ServiceBucket(service: endpoint.serviceIdentity, bucket: bucket)
    }

    /// What is known of a bucket; from the records when it is first asked for.
    private func bucket(_ name: String, _ state: inout State) -> Bucket {
        if let bucket = state.buckets[name] { return bucket }
        let learnt = name.isEmpty ? nil : records?.learnt(of: named(name))
        var bucket = Bucket(profile: learnt?.findings.map(known.adding) ?? known)
        if let region = learnt?.region, endpoint.isSameService(in: region) { bucket.region = region }
        state.buckets[name] = bucket
        return bucket
    }
}

extension S3EndpointOptions {
    /// Whether `region` is one of the same service: a name out of a file must not lead to another partition's hosts.
    fileprivate func isSameService(in region: String) -> Bool {
        var other = self
        other.region = region
        return AWSRegion.isName(region) && other.serviceIdentity == serviceIdentity
    }
}
