/// What a service that speaks S3 does and does not do, as far as it is known: by its address, and by its answers.
///
/// A promise that it is not known to keep is not made.
public struct ServiceProfile: Sendable, Hashable {
    /// Which service it is, for a person to read.
    public var name: String
    /// By what uploads are verified; `nil` until the first answer shows whether the service knows the newer sums.
    public var checksum: UploadChecksum?
    /// Whether `If-None-Match: *` is kept when an item is written at once, when it is completed from parts, and when it
    /// is copied.
    public var keepsCreateCondition: Bool?
    /// Whether `If-Match` is kept when an item is written.
    public var keepsReplaceCondition: Bool?
    /// Whether `If-Match` is kept when an item is deleted.
    public var keepsDeleteCondition: Bool?
    /// Whether `x-amz-copy-source-if-match` is kept when an item is copied.
    public var keepsSourceCondition: Bool?
    /// Whether the validator of what is written at once is the MD5 of its content.
    public var etagIsMD5: Bool?
    /// Whether items have tags.
    public var knowsTags: Bool?
    /// Whether items are uploaded by forms, as a browser sends them (POST); `nil` is taken for yes, since a form that the
    /// service does not know does nothing.
    public var takesForms: Bool?
    /// Whether many items are deleted by one request.
    public var deletesBatches = true
    /// Whether all parts but the last must have one size.
    public var wantsEqualParts = false

    /// By what uploads are verified, in words; `nil` while that is not known.
    public var checksumTitle: String? {
        switch checksum {
        case .crc64nvme: "CRC64NVME of each upload"
        case .md5: "MD5 of each request"
        case .some(.none): "none"
        case nil: nil
        }
    }

    /// A service of which nothing is known.
    public init(name: String) { self.name = name }

    /// The same with what was found out, which goes before what was known.
    func adding(_ found: ServiceProfile) -> ServiceProfile {
        var profile = self
        profile.name = found.name
        profile.checksum = found.checksum ?? checksum
        profile.keepsCreateCondition = found.keepsCreateCondition ?? keepsCreateCondition
        profile.keepsReplaceCondition = found.keepsReplaceCondition ?? keepsReplaceCondition
        profile.keepsDeleteCondition = found.keepsDeleteCondition ?? keepsDeleteCondition
        profile.keepsSourceCondition = found.keepsSourceCondition ?? keepsSourceCondition
        profile.etagIsMD5 = found.etagIsMD5 ?? etagIsMD5
        profile.knowsTags = found.knowsTags ?? knowsTags
        profile.takesForms = found.takesForms ?? takesForms
        return profile
    }

    /// What is known of the service at `host`; `nil` for AWS.
    package static func known(host: String?) -> ServiceProfile {
        guard let host else { return aws }
        for (suffix, make) in known where host == suffix || host.hasSuffix("." + suffix) { return make() }
        return ServiceProfile(name: host)
    }

    /// "Conditional requests" and "Checking object integrity" (Amazon S3 User Guide).
    private static var aws: ServiceProfile {
        var profile = ServiceProfile(name: "Amazon S3")
        profile.checksum = .crc64nvme
        (profile.keepsCreateCondition, profile.keepsReplaceCondition) = (true, true)
        (profile.keepsDeleteCondition, profile.etagIsMD5, profile.knowsTags) = (true, true, true)
        (profile.keepsSourceCondition, profile.takesForms) = (true, true)
        return profile
    }

    private static let known: [(String, @Sendable () -> ServiceProfile)] = [
        ("amazonaws.com", { aws }), ("amazonaws.com.cn", { aws }),
        (
            // "S3 API compatibility" (Cloudflare R2 documentation).
            "r2.cloudflarestorage.com",
            {
                var profile = ServiceProfile(name: "Cloudflare R2")
                profile.checksum = .crc64nvme
                (profile.keepsCreateCondition, profile.keepsReplaceCondition) = (true, true)
                (profile.etagIsMD5, profile.knowsTags, profile.wantsEqualParts) = (true, false, true)
                profile.takesForms = false
                return profile
            }
        ),
        (
            "storage.googleapis.com",
            {
                var profile = ServiceProfile(name: "Google Cloud Storage")
                profile.checksum = .md5
                (profile.keepsCreateCondition, profile.keepsReplaceCondition) = (false, false)
                (profile.knowsTags, profile.deletesBatches) = (false, false)
                return profile
            }
        ),
        (
            // "S3-Compatible API: supported calls" (Backblaze B2 documentation).
            "backblazeb2.com",
            {
                var profile = ServiceProfile(name: "Backblaze B2")
                profile.checksum = .md5
                (profile.keepsCreateCondition, profile.keepsReplaceCondition) = (false, false)
                (profile.knowsTags, profile.takesForms) = (false, false)
                return profile
            }
        ),
    ]
}
