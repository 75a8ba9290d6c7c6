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
        case .slowDown, .serverError, .timedOut, .conflict, .badDigest: .now
        default: .never
        }
    }

    private var words: (DataError.Code, String, String?) {
        let place = bucket.map { "the bucket “\($0.shownInSentence(limit: 64))”" } ?? "the bucket"
        switch kind {
        case .denied:
            return (.forbidden, "The service does not allow this", "Ask whoever runs the bucket for the permission.")
        case .badCredentials:
            return (
                .unauthenticated, "The service does not accept the access key or its signature",
                "Look at the access key, the secret and the region."
            )
        case .expiredCredentials:
            return (.unauthenticated, "The credentials have expired", "Sign in again.")
        case .clock:
            return (
                .unauthenticated, "The clock of this machine and the service's differ too much", "Set the clock."
            )
        case .otherRegion:
            let region = region.map { "; it is in “\($0.shownInSentence(limit: 64))”" } ?? ""
            return (
                .misconfigured, "That is not the region of \(place)\(region)", "Name the bucket's region for the store."
            )
        case .noSuchBucket: return (.notFound, "There is no such bucket", "Look at its name and at the endpoint.")
        case .noSuchKey:
            return (.notFound, "There is no such item", "It may have been moved or deleted; refresh the listing.")
        case .noSuchUpload:
            return (.notFound, "The upload is gone: it was completed, or ended elsewhere", "Begin the upload again.")
        case .conditionFailed:
            return (.conditionFailed, "The item has been changed meanwhile", "Refresh the listing and look at it.")
        case .conflict:
            return (.unavailable, "Another request was changing the same thing", "Try again.")
        case .badRange:
            return (
                .rangeNotSatisfiable, "The item has no such bytes", "It may have been replaced; refresh the listing."
            )
        case .slowDown: return (.unavailable, "The service asks for fewer requests", "Try again in a while.")
        case .serverError:
            return (.unavailable, "The service failed with status \(status)", "Try again in a while.")
        case .timedOut: return (.timedOut, "The service waited too long for the request", "Try again.")
        case .badDigest:
            return (.corrupt, "The bytes arrived changed; the service did not keep them", "Try again.")
        case .archived:
            return (.unavailable, "The item lies in an archive", "Ask for it to be restored, which takes hours.")
        case .tooLarge: return (.tooLarge, "That is more than the service takes", nil)
        case .tooSmall: return (.tooLarge, "A part of the upload is smaller than the service takes", nil)
        case .badKey: return (.invalidKey, "The service does not take this key", nil)
        case .badBucket: return (.misconfigured, "The service does not take this bucket name", nil)
        case .bucketExists: return (.exists, "There is a bucket of that name already", "Choose another name.")
        case .quota: return (.noSpace, "No space or quota is left at the service", nil)
        case .unsupported: return (.unsupported, "The service cannot do this", nil)
        case .other:
            let word = code.isEmpty ? "status \(status)" : "“\(code.shownInSentence(limit: 64))”"
            let own = message.map { ": \($0.shownInSentence())" } ?? ""
            return (.other, "The service refused with \(word)\(own)", nil)
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
