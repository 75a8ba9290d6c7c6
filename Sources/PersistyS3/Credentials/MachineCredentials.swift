import PersistyData

/// The service of a machine of Amazon EC2 that gives the credentials of its role ("Retrieve security credentials from
/// instance metadata", Amazon EC2 User Guide), in its second version: a token is asked for first, so that nobody gets at it
/// by making a program ask for an address.
struct MachineCredentials: Sendable {
    /// How errors name it.
    static let place = "the machine's service"
    /// How long an answer may take: where there is no such service, mostly nothing answers at all.
    static let timeout = Duration.seconds(1)
    /// For how long credentials are still used that the service gave although they had ended. Its services accept them while
    /// it cannot give others ("IMDS credential provider", AWS SDKs and Tools Reference Guide, on static stability).
    static let grace = Duration.seconds(600)

    private static let path = "/latest/meta-data/iam/security-credentials/"

    /// Where the service is.
    let address: EndpointAddress

    /// The service where the environment says it is.
    ///
    /// - Throws: ``DataError/Code/misconfigured`` for an address that is none.
    init(_ variables: AWSVariables) throws(DataError) {
        let isNew = variables["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"]?.lowercased() == "ipv6"
        let usual = isNew ? "http://[fd00:ec2::254]" : "http://169.254.169.254"
        guard let address = EndpointAddress(variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] ?? usual) else {
            throw DataError(
                .misconfigured, "AWS_EC2_METADATA_SERVICE_ENDPOINT is not an address of a service.",
                hint: "It is like “http://169.254.169.254”.", reason: "s3.bad_machine_address")
        }
        self.address = address
    }

    /// The request for a token.
    var tokenRequest: CredentialRequest {
        CredentialRequest(
            "PUT", address, path: address.path + "/latest/api/token",
            headers: [.init("x-aws-ec2-metadata-token-ttl-seconds", "21600")], timeout: Self.timeout)
    }

    /// The request for the name of the role.
    func roleRequest(token: Secret) -> CredentialRequest { request(Self.path, token) }

    /// The request for the credentials of a role.
    func credentialsRequest(role: String, token: Secret) -> CredentialRequest {
        request(Self.path + PercentEncoding.query(role), token)
    }

    private func request(_ path: String, _ token: Secret) -> CredentialRequest {
        CredentialRequest(
            "GET", address, path: address.path + path, headers: [.init("x-aws-ec2-metadata-token", token.revealed)],
            timeout: Self.timeout)
    }

    /// The token in `body`; `nil` for what is none, such as a page of something else that answers there.
    func token(in body: [UInt8]) -> Secret? {
        let token = Secret(String(decoding: body, as: UTF8.self).withoutLineEnd)
        return body.count <= 1024 && token.isHeaderValue ? token : nil
    }

    /// The name of the role in `body`: its first line ("Resources of IAM: Role", IAM API Reference: at most 64 characters).
    func role(in body: [UInt8]) -> String? {
        let line = body.prefix { $0 != 0x0a && $0 != 0x0d }
        let isName =
            (1...128).contains(line.count) && line.allSatisfy { $0.isAlphanumeric || "_+=,.@-".utf8.contains($0) }
        return isName ? String(decoding: line, as: UTF8.self) : nil
    }

    /// `credentials` with an end in the future.
    static func extended(_ credentials: S3Credentials, at now: Timestamp) -> S3Credentials {
        guard let end = credentials.expiresAt, end <= now else { return credentials }
        var extended = credentials
        let seconds = now.seconds + grace.components.seconds
        extended.expiresAt = Timestamp(seconds: seconds)
        return extended
    }
}
