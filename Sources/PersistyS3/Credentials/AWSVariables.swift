import PersistyData

/// The variables of the environment. They hold secrets, so that they are not printed.
package struct AWSVariables: Sendable {
    /// All of them, as programs inherit them.
    let all: [String: String]

    /// The variables of `environment`.
    package init(_ environment: [String: String]) { all = environment }

    /// The value of a variable; `nil` when it is not set or empty, which the AWS SDKs take for the same.
    subscript(name: String) -> String? {
        guard let value = all[name], !value.isEmpty else { return nil }
        return value
    }

    /// Whether a variable says yes.
    func isTrue(_ name: String) -> Bool { self[name]?.lowercased() == "true" }
}

extension AWSVariables: CustomStringConvertible, CustomReflectable {
    package var description: String { "\(all.count) variables" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// What AWS's tools read of them ("Settings reference", AWS SDKs and Tools Reference Guide).
extension AWSVariables {
    /// The profile that is used when none is named.
    var profile: String { self["AWS_PROFILE"] ?? "default" }

    /// The region. The second name is that of the command line tool and of Python.
    var region: String? { self["AWS_REGION"] ?? self["AWS_DEFAULT_REGION"] }

    /// The address of a service of AWS, such as `S3`.
    func endpoint(of service: String) -> String? {
        guard !ignoresEndpoints else { return nil }
        return self["AWS_ENDPOINT_URL_\(service)"] ?? self["AWS_ENDPOINT_URL"]
    }

    /// Whether no address counts that is set in the environment or in a shared file.
    var ignoresEndpoints: Bool { isTrue("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") }

    /// The access key, if one is set.
    ///
    /// - Throws: ``DataError/Code/misconfigured`` when only half of it is.
    func keys() throws(DataError) -> S3Credentials? {
        let (id, secret) = (self["AWS_ACCESS_KEY_ID"], self["AWS_SECRET_ACCESS_KEY"])
        guard let id, let secret else {
            guard id == nil, secret == nil else {
                let names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]
                let (set, unset) = id == nil ? (names[1], names[0]) : (names[0], names[1])
                throw DataError(
                    .misconfigured, "\(set) is set and \(unset) is not.", hint: "Set both, or neither.",
                    reason: "s3.half_key")
            }
            return nil
        }
        // What `aws configure export-credentials --format env` writes.
        var end: Timestamp?
        if let text = self["AWS_CREDENTIAL_EXPIRATION"] {
            end = Timestamp(iso8601: Array(text.utf8))
            guard end != nil else {
                throw DataError(
                    .misconfigured, "AWS_CREDENTIAL_EXPIRATION is no time like 2026-01-02T03:04:05Z.",
                    hint: "Set it to when the credentials end, or not at all.", reason: "s3.bad_credentials")
            }
        }
        return S3Credentials(
            accessKeyID: id, secretAccessKey: Secret(secret),
            sessionToken: self["AWS_SESSION_TOKEN"].map { Secret($0) },
            expiresAt: end)
    }

    /// The role that is assumed with a token that lies in a file, if there is one.
    ///
    /// - Throws: ``DataError/Code/misconfigured`` when there is a token and no role.
    func webIdentity() throws(DataError) -> CredentialSource? {
        guard let file = self["AWS_WEB_IDENTITY_TOKEN_FILE"] else { return nil }
        guard let arn = self["AWS_ROLE_ARN"] else {
            throw DataError(
                .misconfigured, "AWS_WEB_IDENTITY_TOKEN_FILE is set and AWS_ROLE_ARN is not.",
                hint: "Set AWS_ROLE_ARN to the role that the token is for.", reason: "s3.no_role")
        }
        return .webIdentity(.init(arn: arn, sessionName: self["AWS_ROLE_SESSION_NAME"]), tokenFile: file)
    }

    /// Whether the container says where its credentials are.
    var hasContainer: Bool {
        self["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] != nil || self["AWS_CONTAINER_CREDENTIALS_FULL_URI"] != nil
    }

    /// Whether the service of the machine is not to be asked.
    var isMachineDisabled: Bool { isTrue("AWS_EC2_METADATA_DISABLED") }
}
