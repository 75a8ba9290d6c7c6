package import PersistyData

/// Gives the credentials that are good now.
package protocol CredentialProvider: Sendable {
    /// The credentials to sign with; `nil` to sign nothing.
    func credentials() async throws(DataError) -> S3Credentials?

    /// The credentials after the service said that `used` have expired: fetched anew, unless somebody else already did.
    func renewed(after used: S3Credentials?) async throws(DataError) -> S3Credentials?
}

/// Credentials that are written down, or none.
package struct FixedCredentials: CredentialProvider {
    private let known: S3Credentials?

    /// Always these.
    package init(_ known: S3Credentials?) { self.known = known }

    package func credentials() -> S3Credentials? { known }
    package func renewed(after used: S3Credentials?) -> S3Credentials? { known }
}
