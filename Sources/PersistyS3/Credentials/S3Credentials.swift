public import PersistyData

/// Who signs: an access key with its secret, and the token that belongs to temporary ones.
public struct S3Credentials: Sendable, Equatable {
    /// The public name of the key. Not secret, but not shown either.
    public var accessKeyID: String
    /// What is signed with.
    public var secretAccessKey: Secret
    /// What proves temporary credentials; sent with every request and signed.
    public var sessionToken: Secret?
    /// When temporary credentials end; what they have signed ends with them.
    public var expiresAt: Timestamp?

    /// Credentials, lasting ones unless a token or an end is given.
    public init(
        accessKeyID: String, secretAccessKey: Secret, sessionToken: Secret? = nil, expiresAt: Timestamp? = nil
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiresAt = expiresAt
    }
}

extension S3Credentials: CustomStringConvertible, CustomReflectable {
    /// Tells one key from another by the end of its name.
    public var description: String { "access key …\(accessKeyID.suffix(4))" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
