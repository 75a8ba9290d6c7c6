package import PersistyData

/// Who knows the credentials that the next request is signed with.
///
/// Safe to ask from several tasks at once. Asking is cheap while credentials are good, so that every attempt of every
/// request asks. Each call throws a ``DataError`` for the person using the program, and `.cancelled` soon after its task
/// was cancelled; another task that waits for the same credentials is not disturbed by that.
package protocol CredentialProvider: Sendable {
    /// Credentials that are good now; `nil` when requests are not signed.
    func credentials() async throws(DataError) -> S3Credentials?

    /// Other credentials, after the service refused a request because those it was signed with had ended.
    ///
    /// They are fetched anew, unless that has been done since: then those are given that are known by now.
    ///
    /// - Parameter used: What the refused request was signed with.
    func renewed(after used: S3Credentials?) async throws(DataError) -> S3Credentials?
}
