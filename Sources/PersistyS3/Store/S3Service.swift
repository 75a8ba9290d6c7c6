public import PersistyData

/// A service that speaks S3, as one that asks it sees it. Its stores share connections and credentials, and those of one
/// bucket what is learnt of it.
public final class S3Service: Sendable {
    let client: S3Client

    /// A service; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - environment: The variables of the environment: credentials, region and proxy may stand there.
    ///   - home: The home folder, in which AWS's shared files lie; `nil` when there is none.
    ///   - records: What was learnt of services before, and where what is learnt is kept; by default nowhere.
    /// - Throws: ``DataError/Code/misconfigured`` for options that cannot be.
    public init(
        _ options: S3ServiceOptions, environment: [String: String], home: String?,
        records: (any ServiceRecords)? = nil
    ) async throws(DataError) {
        let plain = try HTTPTransport.shared(TransportOptions())
        let means = CredentialMeans(environment: environment, home: home) { (request) throws(DataError) in
            try await plain.exchange(request)
        }
        let surroundings = try await options.credentials.surroundings(means)
        var endpoint = S3EndpointOptions(
            region: options.region ?? surroundings.region ?? "us-east-1",
            address: options.endpoint ?? surroundings.endpoint)
        endpoint.usesDualStack = options.usesDualStack
        endpoint.usesFIPS = options.usesFIPS
        endpoint.addressing = options.addressing
        let place = try endpoint.endpoint()
        guard place.scheme == .https || EndpointAddress.isLoopback(place.host) || options.isInsecure else {
            throw DataError(
                .misconfigured, "Requests to “\(place.host.shownInSentence(limit: 128))” would go in clear text.",
                hint: "Use https, or set insecure = true for the store.", reason: "s3.insecure")
        }
        var transport = TransportOptions()
        transport.caFile = options.caFile
        transport.proxy = TransportOptions.proxy(for: place.host, scheme: place.scheme, environment: environment)
        client = S3Client(
            endpoint: endpoint, credentials: options.credentials.provider(means), transport: try .shared(transport),
            isRequesterPaying: options.isRequesterPaying, records: records)
    }

    package init(_ client: S3Client) { self.client = client }

    /// The items of one bucket.
    public func store(named name: String, bucket: String, options: S3StoreOptions = S3StoreOptions()) -> S3Store {
        S3Store(name: name, client: client, bucket: bucket, options: options)
    }

    /// The items of all buckets, each under the bucket's name as its first folder.
    public func store(named name: String, options: S3StoreOptions = S3StoreOptions()) -> S3AccountStore {
        S3AccountStore(name: name, service: self, options: options)
    }
}
