/// Where the bucket stands in an address.
public enum BucketAddressing: String, Sendable, CaseIterable {
    /// At AWS before the host where it can ("Virtual hosting of buckets", Amazon S3 User Guide); at other services in the
    /// path, which nearly all know it in.
    case automatic
    /// In the path.
    case path
    /// Before the host; in the path only for names that no host can have, and where the host is an address.
    case virtualHost = "virtual-host"
}
