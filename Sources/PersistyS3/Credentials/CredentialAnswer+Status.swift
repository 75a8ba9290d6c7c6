import PersistyData

extension CredentialAnswer {
    /// The body, when the service did what was asked.
    ///
    /// - Parameters:
    ///   - place: Who answered, as part of a sentence: “the container's service”.
    ///   - secrets: What the request held; it does not appear in an error.
    /// - Throws: ``DataError/Code/unavailable``, to be tried again, when the service failed;
    ///   ``DataError/Code/unauthenticated`` when it refused; ``DataError/Code/misconfigured`` when what answered is no such
    ///   service.
    func content(from place: String, hiding secrets: [Secret] = []) throws(DataError) -> [UInt8] {
        let subject = place.capitalizedSentence
        guard body.count <= Self.greatestBody else {
            throw DataError(
                .misconfigured, "\(subject) answered with more than \(Self.greatestBody >> 10) KiB.",
                hint: "Look at its address: something else seems to answer there.", reason: "s3.credentials_flood")
        }
        if (200..<300).contains(status) { return body }
        let said = CredentialDocument.refusal(in: body, from: place, hiding: secrets).map { ": \($0)" } ?? ""
        switch status {
        case 300..<400:
            throw DataError(
                .misconfigured, "\(subject) answered with a redirect (status \(status)), which is not followed.",
                hint: "Look at its address: something else seems to answer there.", reason: "s3.credentials_redirect")
        case 429, 500...:
            throw DataError(
                .unavailable, "\(subject) failed with status \(status)\(said).", hint: "Try again in a while.",
                retry: .now, reason: "s3.credentials_failure")
        default:
            throw DataError(
                .unauthenticated, "\(subject) refused with status \(status)\(said).",
                hint: "Look at the role of the machine or container.", reason: "s3.refused_credentials")
        }
    }
}
