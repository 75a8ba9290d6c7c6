import PersistyData

/// Temporary credentials of a role: an answer of STS to AssumeRole or AssumeRoleWithWebIdentity (AWS Security Token
/// Service API Reference).
package struct AssumedRole: Sendable, Equatable {
    /// The credentials; they have an end.
    package let credentials: S3Credentials

    /// Reads the answer to `action`.
    package init(_ body: [UInt8], action: Action) throws(AnswerError) {
        var scanner = try XMLScanner.answer(body, root: action.root)
        var found: S3Credentials?
        while try scanner.nextChild() {
            guard scanner.isNamed(action.result) else {
                try scanner.skip()
                continue
            }
            while try scanner.nextChild() {
                if scanner.isNamed("Credentials") {
                    found = try Self.readCredentials(&scanner)
                } else {
                    try scanner.skip()
                }
            }
        }
        try scanner.finish()
        guard let found else { throw .malformed("It holds no credentials.") }
        credentials = found
    }

    /// What STS was asked to do.
    package enum Action: Sendable {
        case assumeRole
        case assumeRoleWithWebIdentity

        fileprivate var root: StaticString {
            switch self {
            case .assumeRole: "AssumeRoleResponse"
            case .assumeRoleWithWebIdentity: "AssumeRoleWithWebIdentityResponse"
            }
        }

        fileprivate var result: StaticString {
            switch self {
            case .assumeRole: "AssumeRoleResult"
            case .assumeRoleWithWebIdentity: "AssumeRoleWithWebIdentityResult"
            }
        }
    }

    private static func readCredentials(_ scanner: inout XMLScanner) throws(AnswerError) -> S3Credentials {
        var id: String?
        var secret: String?
        var token: String?
        var end: Timestamp?
        while try scanner.nextChild() {
            if scanner.isNamed("AccessKeyId") {
                id = try scanner.trimmedValue()
            } else if scanner.isNamed("SecretAccessKey") {
                secret = try scanner.trimmedValue()
            } else if scanner.isNamed("SessionToken") {
                token = try scanner.trimmedValue()
            } else if scanner.isNamed("Expiration") {
                end = try scanner.timeValue()
            } else {
                try scanner.skip()
            }
        }
        guard let id, let secret, let token, let end else { throw .malformed("Its credentials are not whole.") }
        return S3Credentials(
            accessKeyID: id, secretAccessKey: Secret(secret), sessionToken: Secret(token), expiresAt: end)
    }
}
