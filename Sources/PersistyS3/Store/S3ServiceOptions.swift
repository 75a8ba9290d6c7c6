/// Which service that speaks S3 is meant, who asks it, and how it is reached.
public struct S3ServiceOptions: Sendable {
    /// The region; `nil` for what the surroundings say, and else `us-east-1`. A bucket that is in another one is found
    /// there.
    public var region: String?
    /// The address of another service than AWS: `https://s3.example.com`, with a port where it has its own.
    public var endpoint: String?
    /// Where the bucket stands in an address.
    public var addressing = BucketAddressing.automatic
    /// Where the credentials come from.
    public var credentials = S3CredentialSetting.automatic
    /// The path of a file of certificates in PEM form that are trusted beside the system's.
    public var caFile: String?
    /// Whether requests may go in clear text to another machine. The default is `false`.
    public var isInsecure = false
    /// Whether the one who asks pays ("Requester Pays buckets", Amazon S3 User Guide). The default is `false`.
    public var isRequesterPaying = false
    /// Whether the hosts of AWS that also have IPv6 addresses are used. The default is `false`.
    public var usesDualStack = false
    /// Whether the hosts of AWS are used whose cryptography is validated by FIPS 140. The default is `false`.
    public var usesFIPS = false

    /// AWS, with what the surroundings say.
    public init() {}
}
