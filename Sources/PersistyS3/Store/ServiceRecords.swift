/// A bucket, and the service that has it.
public struct ServiceBucket: Sendable, Hashable {
    /// What tells the service from all others: its address, with the port, or what the hosts of a partition of AWS end in.
    public var service: String
    /// The name of the bucket. It comes from outside.
    public var bucket: String

    /// A bucket of a service.
    public init(service: String, bucket: String) {
        self.service = service
        self.bucket = bucket
    }
}

/// What was learnt of a bucket by talking with its service; `nil` for what was not.
public struct LearntBucket: Sendable, Hashable {
    /// The region that the bucket was found in, where it is not the one that was set up.
    public var region: String?
    /// What ``S3Store/probe()`` found by trying it in this very bucket.
    public var findings: ServiceProfile?

    /// What was learnt.
    public init(region: String? = nil, findings: ServiceProfile? = nil) {
        self.region = region
        self.findings = findings
    }
}

/// Keeps what was learnt of buckets from one run of a program to the next.
///
/// Its findings are believed as the probe itself is, so that it must give them for the very bucket and service alone that
/// they were told of, and only for as long as they can be thought to hold. A region is less: a wrong one is learnt anew.
///
/// Both are called from tasks, and must not take long.
public protocol ServiceRecords: Sendable {
    /// What is known of a bucket. Asked once for each by a service's stores.
    func learnt(of bucket: ServiceBucket) -> LearntBucket

    /// Takes in what was just learnt; what is `nil` leaves what was known.
    func keep(_ learnt: LearntBucket, of bucket: ServiceBucket)
}
