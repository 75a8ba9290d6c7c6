package import PersistyData

/// What somebody sets about a service, from which the endpoint of each bucket follows ("Amazon S3 endpoints and quotas",
/// AWS General Reference).
package struct S3EndpointOptions: Sendable, Hashable {
    /// The region; also for services that know none, which sign for `us-east-1`.
    package var region: String?
    /// The address of another service than AWS.
    package var address: String?
    /// Where the bucket stands.
    package var addressing = BucketAddressing.automatic
    /// Whether hosts are used that also have IPv6 addresses.
    package var usesDualStack = false
    /// Whether hosts are used whose cryptography is validated by FIPS 140.
    package var usesFIPS = false
    /// Whether hosts are used that carry bytes over AWS's own network ("S3 Transfer Acceleration").
    package var isAccelerated = false
    /// Whether `us-east-1` has its old name, without a region.
    package var usesGlobalName = false

    /// Options of a region of AWS, or of another service.
    package init(region: String?, address: String? = nil) {
        self.region = region
        self.address = address
    }

    /// The endpoint of `bucket`, or of the service itself.
    ///
    /// - Throws: ``DataError/Code/misconfigured`` for options that contradict each other.
    package func endpoint(bucket: String? = nil) throws(DataError) -> S3Endpoint {
        guard let region, !region.isEmpty else {
            throw Self.misconfigured("No region is set.", "Name the region of the bucket.", "s3.no_region")
        }
        guard AWSRegion.isName(region) else {
            throw Self.misconfigured(
                "“\(region.shownInSentence(limit: 64))” is not the name of a region.", "A region is like “eu-west-1”.",
                "s3.bad_region")
        }
        return if let address {
            try custom(address, bucket: bucket, region: region)
        } else {
            try aws(bucket: bucket, region: region)
        }
    }

    /// What tells the service from all others, whatever the region of a bucket: all of one partition of AWS are one.
    var serviceIdentity: String {
        guard let address else { return AWSRegion.partition(of: Self.signing(region ?? "")).suffix }
        return EndpointAddress(address).map { "\($0.scheme.rawValue)://\($0.host):\($0.port)\($0.path)" } ?? address
    }

    private func custom(_ text: String, bucket: String?, region: String) throws(DataError) -> S3Endpoint {
        for (isSet, name) in [
            (usesDualStack, "dual-stack hosts"), (usesFIPS, "FIPS hosts"), (isAccelerated, "acceleration"),
        ] where isSet {
            throw Self.misconfigured(
                "An endpoint of your own cannot be combined with \(name) of AWS.", "Leave one of them out.",
                "s3.endpoint_conflict")
        }
        guard let address = EndpointAddress(text) else {
            throw Self.misconfigured(
                "“\(text.shownInSentence())” is not an address of a service.",
                "An endpoint is like “https://s3.example.com” or “http://127.0.0.1:9000”.", "s3.bad_endpoint")
        }
        var isHost = false
        if let bucket, addressing == .virtualHost, address.isName {
            isHost = BucketName.isHostLabel(bucket, allowingDots: address.scheme == .http)
        }
        let inPath = isHost ? nil : bucket
        return S3Endpoint(
            scheme: address.scheme, host: (isHost ? bucket.map { $0 + "." } ?? "" : "") + address.host,
            port: address.port, pathPrefix: address.path + (inPath.map { "/" + PercentEncoding.query($0) } ?? ""),
            signingRegion: Self.signing(region), isVirtualHost: isHost)
    }

    private func aws(bucket: String?, region: String) throws(DataError) -> S3Endpoint {
        let signing = Self.signing(region)
        let partition = AWSRegion.partition(of: signing)
        guard !usesFIPS || partition.hasFIPS else { throw Self.unknown("FIPS hosts", region) }
        guard !usesDualStack || partition.hasDualStack else { throw Self.unknown("dual-stack hosts", region) }
        let isHost = bucket.map { addressing != .path && BucketName.isHostLabel($0, allowingDots: false) } ?? false
        let isAccelerated = isAccelerated && bucket != nil
        if isAccelerated {
            guard isHost else {
                throw Self.misconfigured(
                    "Acceleration needs a bucket that can stand before a host's name.", "Switch acceleration off.",
                    "s3.endpoint_conflict")
            }
            guard !usesFIPS else {
                throw Self.misconfigured(
                    "Acceleration cannot be combined with FIPS hosts.", "Leave one of them out.", "s3.endpoint_conflict"
                )
            }
            guard partition.hasAcceleration else { throw Self.unknown("acceleration", region) }
        }
        let isPlain = !usesFIPS && !usesDualStack
        let hasNoRegion = isPlain && (region == AWSRegion.global || usesGlobalName && region == "us-east-1")
        var labels = [isAccelerated ? "s3-accelerate" : usesFIPS ? "s3-fips" : "s3"]
        if usesDualStack { labels.append("dualstack") }
        if !isAccelerated, !hasNoRegion { labels.append(signing) }
        if isHost, let bucket { labels.insert(bucket, at: 0) }
        let inPath = isHost ? nil : bucket
        return S3Endpoint(
            scheme: .https, host: (labels + [partition.suffix]).joined(separator: "."), port: 443,
            pathPrefix: inPath.map { "/" + PercentEncoding.query($0) } ?? "", signingRegion: signing,
            isVirtualHost: isHost)
    }

    private static func signing(_ region: String) -> String { region == AWSRegion.global ? "us-east-1" : region }

    private static func unknown(_ name: String, _ region: String) -> DataError {
        misconfigured(
            "The region “\(region)” has no \(name).", "Leave them out, or choose another region.",
            "s3.endpoint_conflict")
    }

    private static func misconfigured(_ message: String, _ hint: String, _ reason: String) -> DataError {
        DataError(.misconfigured, message, hint: hint, reason: reason)
    }
}
