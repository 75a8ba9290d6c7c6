import PersistyData

extension S3Credentials {
    /// These, when requests can be signed with them.
    ///
    /// - Parameter place: Who gave them, as part of a sentence: “the environment”.
    /// - Throws: ``DataError/Code/misconfigured`` for what cannot be credentials or would break a request's header,
    ///   ``DataError/Code/unauthenticated`` for those that have ended at `now`.
    func checked(at now: Timestamp, from place: String) throws(DataError) -> S3Credentials {
        if let fault {
            throw DataError(
                .misconfigured, "What \(place) gives are no credentials: \(fault).",
                hint: "Look for blanks, quotes and line ends that do not belong there.", reason: "s3.bad_credentials")
        }
        if let expiresAt, expiresAt <= now {
            throw DataError(
                .unauthenticated, "The credentials that \(place) gives have ended, at \(expiresAt.rfc3339).",
                hint: "Sign in again, and look at the clock of this machine.", reason: "s3.ended_credentials")
        }
        var checked = self
        if sessionToken?.isEmpty == true { checked.sessionToken = nil }
        return checked
    }

    /// What keeps these from being credentials. The bounds are far beyond what services use ("Resources of IAM: AccessKey",
    /// IAM API Reference, has 16 to 128 characters); the token's is that of a header.
    private var fault: String? {
        if accessKeyID.isEmpty { return "the access key is empty" }
        if accessKeyID.utf8.count > 1024 || !accessKeyID.utf8.allSatisfy(\.isVisible) {
            return "the access key is too long or holds a blank, a control character or a letter beyond ASCII"
        }
        if secretAccessKey.isEmpty { return "the secret is empty" }
        let isSecret = secretAccessKey.withRevealedBytes {
            $0.count <= 4096 && !$0.contains { $0 < 0x20 || $0 == 0x7f }
        }
        if !isSecret { return "the secret is too long or holds a control character" }
        let isToken = sessionToken?.withRevealedBytes { $0.count <= 16 << 10 && $0.allSatisfy(\.isVisible) }
        if isToken == false { return "the session token is too long or holds what no header can" }
        return nil
    }
}

extension UInt8 {
    /// Whether the byte is a letter, a digit or a sign of ASCII, and no blank.
    var isVisible: Bool { self > 0x20 && self < 0x7f }
}

extension Secret {
    /// Whether it can be the value of a header.
    var isHeaderValue: Bool {
        withRevealedBytes { !$0.isEmpty && $0.allSatisfy { $0.isVisible || $0 == 0x20 } }
    }
}
