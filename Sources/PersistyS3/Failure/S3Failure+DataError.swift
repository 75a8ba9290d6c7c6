package import PersistyData

extension S3Failure {
    /// The failure for the person using the program, with what to do next and by which number the service knows it.
    package func dataError(key: String? = nil, store: String? = nil) -> DataError {
        let (code, sentence, hint) = words
        var message = sentence
        if let requestID { message += " (request \(requestID.shownInSentence(limit: 64)))" }
        return DataError(
            code, message + ".", hint: hint, key: key ?? self.key, store: store, retry: retry,
            reason: "s3." + (self.code.isEmpty ? "status_\(status)" : self.code.shownInSentence(limit: 64)))
    }

    private var retry: DataError.Retry {
        switch kind {
        case .slowDown, .serverError, .settling, .timedOut, .conflict, .badDigest: .now
        default: .never
        }
    }
}

extension AnswerError {
    /// The error for the person using the program.
    package func dataError(key: String? = nil, store: String? = nil) -> DataError {
        switch self {
        case .malformed(let sentence):
            DataError(
                .other, "The service's answer is not one of S3. \(sentence)",
                hint: "Look at the endpoint, and at what stands between it and this machine.", key: key, store: store,
                reason: "s3.bad_response")
        case .refused(let failure): failure.dataError(key: key, store: store)
        }
    }
}
