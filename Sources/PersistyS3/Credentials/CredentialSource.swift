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
        package var tokenSerial: String?
    }
}

extension SharedProfiles {
    /// Where the credentials of `profile` come from.
    ///
    /// - Throws: ``DataError/Code/misconfigured`` for a profile that is not there, leads back to itself, lacks something or
    ///   signs in in a way that is not offered.
    package func source(of profile: String) throws(DataError) -> CredentialSource {
        try source(of: profile, after: [])
    }

    private func source(of name: String, after earlier: [String]) throws(DataError) -> CredentialSource {
        let settings = try settings(of: name)
        let shown = "The profile “\(name.shownInSentence(limit: 64))”"
        // A profile may assume a role with its own keys: then it names itself, once.
        if let arn = settings["role_arn"], earlier.last != name {
            let role = CredentialSource.Role(
                arn: arn, sessionName: settings["role_session_name"], externalID: settings["external_id"],
                seconds: settings["duration_seconds"].flatMap { Int($0) }, tokenSerial: settings["mfa_serial"])
            if let file = settings["web_identity_token_file"] { return .webIdentity(role, tokenFile: file) }
            if let other = settings["source_profile"] {
                guard other == name || !earlier.contains(other) else {
                    throw Self.misconfigured("\(shown) leads back to itself by its source_profile.")
                }
                return .role(role, from: try source(of: other, after: earlier + [name]))
            }
            switch settings["credential_source"] {
            case "Environment": return .role(role, from: .environment)
            case "Ec2InstanceMetadata": return .role(role, from: .instanceMetadata)
            case "EcsContainer": return .role(role, from: .container)
            default: throw Self.misconfigured("\(shown) names a role and not with which credentials to assume it.")
            }
        }
        if let id = settings["aws_access_key_id"] {
            guard let secret = settings["aws_secret_access_key"] else {
                throw Self.misconfigured("\(shown) has an access key and no secret.")
            }
            let token = settings["aws_session_token"].map { Secret($0) }
            return .keys(S3Credentials(accessKeyID: id, secretAccessKey: Secret(secret), sessionToken: token))
        }
        if let command = settings["credential_process"] {
            guard let words = CommandLineWords.split(command), !words.isEmpty else {
                throw Self.misconfigured("\(shown) has a credential_process that is no command.")
            }
            return .process(command: words)
        }
        if settings.keys.contains(where: { $0.hasPrefix("sso_") }) {
            throw Self.misconfigured(
                "\(shown) signs in by SSO, which is not offered.",
                hint: "Give it a credential_process, such as “aws configure export-credentials --format process”.")
        }
        throw Self.misconfigured("\(shown) holds no credentials.")
    }

    private static func misconfigured(
        _ message: String, hint: String = "Look at the shared files of AWS."
    ) -> DataError { DataError(.misconfigured, message, hint: hint, reason: "s3.profile") }
}

/// Words of a command line, as a shell would split them, without anything else that a shell does.
enum CommandLineWords {
    /// The words of `text`; `nil` when a quote does not end.
    static func split(_ text: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in text {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if character == " " || character == "\t" {
                if let finished = word { words.append(finished) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil, !isEscaped else { return nil }
        return words + (word.map { [$0] } ?? [])
    }
}
