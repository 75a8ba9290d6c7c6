/// Which service that speaks S3 is meant, who asks it, and how it is reached.
public struct S3ServiceOptions: Sendable {
    /// Where the bucket stands in an address.
    public enum Addressing: String, Sendable, CaseIterable {
        /// Before the host at AWS; in the path at other services, which nearly all know it there.
        case automatic
        /// In the path.
        case path
        /// Before the host.
        case virtualHost = "virtual-host"
    }

    /// The region; `nil` for what the surroundings say, and else `us-east-1`. A bucket that is in another one is found
    /// there.
    public var region: String?
    /// The address of another service than AWS: `https://s3.example.com`, with a port where it has its own.
    public var endpoint: String?
    public var addressing = Addressing.automatic
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

    /// AWS, with what the surroundings say.
    public init() {}
}
