/// Credentials that are written down, or none.
package struct FixedCredentials: CredentialProvider {
    private let known: S3Credentials?

    /// Always these.
    package init(_ known: S3Credentials?) { self.known = known }

    package func credentials() -> S3Credentials? { known }
    package func renewed(after used: S3Credentials?) -> S3Credentials? { known }
}
