import PersistyData

/// The service of a container that gives credentials ("Container credential provider", AWS SDKs and Tools Reference Guide).
struct ContainerCredentials: Sendable {
    /// How errors name it.
    static let place = "the container's service"
    /// How long an answer may take. It comes from the same machine, which may be starting many containers at once.
    static let timeout = Duration.seconds(5)
    /// The longest token that is read from a file, in bytes: what servers take in a header.
    static let longestToken = 16 << 10

    /// Where the service of Amazon ECS is.
    private static let usual = "http://169.254.170.2"
    /// Hosts beside this one that a token may be sent to in clear: those of Amazon ECS and EKS, on the link alone.
    private static let trusted: Set<String> = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"]

    private let address: EndpointAddress
    private let path: String
    private let token: String?

    /// The file that the token is read from at each request, if there is one: it changes.
    let tokenFile: String?

    /// The service that the environment names.
    ///
    /// - Throws: ``DataError/Code/unauthenticated`` when none is named, ``DataError/Code/misconfigured`` for an address that
    ///   is none or that no secret is sent to in clear.
    init(_ variables: AWSVariables) throws(DataError) {
        let name: String
        let text: String
        if let relative = variables["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] {
            name = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
            // Without its slash it would change the host.
            text = relative.hasPrefix("/") ? Self.usual + relative : ""
        } else if let full = variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] {
            name = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
            text = full
        } else {
            throw DataError(
                .unauthenticated, "No container names a service that gives credentials.",
                hint: "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI are not set.",
                reason: "s3.no_container")
        }
        guard let (address, path) = Self.split(text) else {
            throw DataError(
                .misconfigured, "\(name) is no address that credentials can be fetched from.",
                hint: "It is like “/v2/credentials/…” or “http://127.0.0.1:9000/credentials”.",
                reason: "s3.bad_container_address")
        }
        guard
            address.scheme == .https || EndpointAddress.isLoopback(address.host) || Self.trusted.contains(address.host)
        else {
            throw DataError(
                .misconfigured,
                "\(name) names the host “\(address.host.shownInSentence(limit: 64))”, which no secret is sent to in clear.",
                hint: "Use https, or an address of this machine.", reason: "s3.bad_container_address")
        }
        self.address = address
        self.path = path
        token = variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"]
        tokenFile = variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"]
    }

    /// The request for the credentials.
    ///
    /// - Parameter fileContent: What is in ``tokenFile``.
    /// - Throws: ``DataError/Code/misconfigured`` for a token that no header can hold.
    func request(fileContent: [UInt8]?) throws(DataError) -> (request: CredentialRequest, secrets: [Secret]) {
        let text = fileContent.map { String(decoding: $0, as: UTF8.self).withoutLineEnd } ?? token
        guard let text else { return (CredentialRequest("GET", address, path: path, timeout: Self.timeout), []) }
        let secret = Secret(text)
        guard secret.isHeaderValue, text.utf8.count <= Self.longestToken else {
            throw DataError(
                .misconfigured, "The token for \(Self.place) is empty, too long, or holds what no header can.",
                hint: "Look at AWS_CONTAINER_AUTHORIZATION_TOKEN and AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE.",
                reason: "s3.bad_container_token")
        }
        let headers = [SignableRequest.Header("authorization", text)]
        return (CredentialRequest("GET", address, path: path, headers: headers, timeout: Self.timeout), [secret])
    }

    /// `text` taken apart: where it goes, and path and query as they stand.
    private static func split(_ text: String) -> (EndpointAddress, String)? {
        guard let scheme = text.utf8.firstRange(of: "://".utf8), text.utf8.allSatisfy({ $0.isVisible && $0 != 0x23 })
        else { return nil }
        let end = text[scheme.upperBound...].firstIndex { $0 == "/" || $0 == "?" } ?? text.endIndex
        guard let address = EndpointAddress(String(text[..<end])) else { return nil }
        let path = String(text[end...])
        return (address, path.hasPrefix("/") ? path : "/" + path)
    }
}

extension String {
    /// The text without the line end that editors put behind the last line.
    var withoutLineEnd: String {
        guard let last, last.isNewline else { return self }
        return String(dropLast())
    }
}
