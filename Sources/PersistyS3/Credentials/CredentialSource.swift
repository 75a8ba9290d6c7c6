package import PersistyData

/// Where credentials come from.
package indirect enum CredentialSource: Sendable, Equatable {
    /// They are written down.
    case keys(S3Credentials)
    /// A program prints them ("Process credential provider", AWS SDKs and Tools Reference Guide).
    case process(command: [String])
    /// A role is assumed with other credentials.
    case role(Role, from: CredentialSource)
    /// A role is assumed with a token that lies in a file.
    case webIdentity(Role, tokenFile: String)
    /// The variables of the environment.
    case environment
    /// The service of the machine.
    case instanceMetadata
    /// The service of the container.
    case container

    /// A role, and how it is assumed.
    package struct Role: Sendable, Equatable {
        package var arn: String
        package var sessionName: String?
        package var externalID: String?
        package var seconds: Int?
        /// The region whose STS is asked, where the profile names one.
        package var region: String?
        /// The address of STS, where the profile names one.
        package var endpoint: String?
    }
}

extension SharedProfiles {
    /// Where the credentials of `profile` come from.
    ///
    /// - Throws: ``DataError/Code/misconfigured`` for a profile that is not there, leads back to itself, holds nothing or
    ///   not enough, or signs in in a way that is not offered.
    package func source(of profile: String) throws(DataError) -> CredentialSource {
        if let source = try sourceIfAny(of: profile) { return source }
        throw Self.misconfigured("\(Self.shown(profile)) holds no credentials.")
    }

    /// Where the credentials of `profile` come from; `nil` when it says nothing about that.
    ///
    /// - Throws: As ``source(of:)``.
    func sourceIfAny(of profile: String) throws(DataError) -> CredentialSource? { try source(of: profile, after: []) }

    private func source(of name: String, after earlier: [String]) throws(DataError) -> CredentialSource? {
        let settings = try settings(of: name)
        // A profile may assume a role with its own keys: then it names itself, once.
        if let arn = settings["role_arn"], earlier.last != name {
            return try source(ofRole: arn, named: name, settings, after: earlier)
        }
        if let id = settings["aws_access_key_id"] {
            guard let secret = settings["aws_secret_access_key"] else {
                throw Self.misconfigured("\(Self.shown(name)) has an access key and no secret.")
            }
            let token = settings["aws_session_token"].map { Secret($0) }
            return .keys(S3Credentials(accessKeyID: id, secretAccessKey: Secret(secret), sessionToken: token))
        }
        if let command = settings["credential_process"] {
            guard let words = CommandLineWords.split(command), !words.isEmpty else {
                throw Self.misconfigured("\(Self.shown(name)) has a credential_process that is no command.")
            }
            return .process(command: words)
        }
        let isSingleSignOn = settings.keys.contains { $0.hasPrefix("sso_") }
        if isSingleSignOn || settings["login_session"] != nil {
            let way = isSingleSignOn ? "SSO" : "“aws login”"
            throw Self.misconfigured(
                "\(Self.shown(name)) signs in by \(way), which is not offered.", hint: Self.exportHint(name))
        }
        return nil
    }

    private func source(
        ofRole arn: String, named name: String, _ settings: [String: String], after earlier: [String]
    ) throws(DataError) -> CredentialSource {
        var role = CredentialSource.Role(
            arn: arn, sessionName: settings["role_session_name"], externalID: settings["external_id"],
            region: settings["region"]?.nonEmpty, endpoint: endpoint(of: "sts", for: name)?.nonEmpty)
        if let text = settings["duration_seconds"] {
            guard let seconds = Int(text), seconds > 0 else {
                throw Self.misconfigured("\(Self.shown(name)) has a duration_seconds that is no number of seconds.")
            }
            role.seconds = seconds
        }
        if let file = settings["web_identity_token_file"] { return .webIdentity(role, tokenFile: file) }
        guard settings["mfa_serial"] == nil else {
            throw Self.misconfigured(
                "\(Self.shown(name)) asks for the code of a device (mfa_serial), which cannot be entered here.",
                hint: Self.exportHint(name))
        }
        if let other = settings["source_profile"] {
            guard other == name || !earlier.contains(other) else {
                throw Self.misconfigured("\(Self.shown(name)) leads back to itself by its source_profile.")
            }
            guard let source = try source(of: other, after: earlier + [name]) else {
                throw Self.misconfigured("\(Self.shown(other)), the source_profile of another, holds no credentials.")
            }
            return .role(role, from: source)
        }
        switch settings["credential_source"] {
        case "Environment": return .role(role, from: .environment)
        case "Ec2InstanceMetadata": return .role(role, from: .instanceMetadata)
        case "EcsContainer": return .role(role, from: .container)
        default:
            throw Self.misconfigured("\(Self.shown(name)) names a role and not with which credentials to assume it.")
        }
    }

    private static func shown(_ profile: String) -> String { "The profile “\(profile.shownInSentence(limit: 64))”" }

    /// What AWS's own tool can sign in to, it also hands on.
    private static func exportHint(_ profile: String) -> String {
        "Sign in with AWS's tool, and use the command “aws configure export-credentials --format process --profile "
            + "\(profile.shownInSentence(limit: 64))”."
    }

    private static func misconfigured(
        _ message: String, hint: String = "Look at the shared files of AWS."
    ) -> DataError { DataError(.misconfigured, message, hint: hint, reason: "s3.profile") }
}
