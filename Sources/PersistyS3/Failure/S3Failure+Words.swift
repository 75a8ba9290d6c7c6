import PersistyData

extension S3Failure {
    /// What kind of thing went wrong, what happened, without its full stop, and what to do next.
    var words: (code: DataError.Code, sentence: String, hint: String) {
        let place = bucket.map { "the bucket “\($0.shownInSentence(limit: 64))”" } ?? "the bucket"
        switch kind {
        case .denied:
            return (
                .forbidden, "The service does not allow \(act ?? "this")" + told,
                act == Self.listing
                    ? "Ask whoever runs the bucket for the permission; an item whose key you know may still be read, "
                        + "by “persisty cat” or “cp”."
                    : "Ask whoever runs the bucket for the permission."
            )
        case .account:
            return (
                .forbidden, "The service says that something is wrong with the account" + told,
                "Look at the account's bills and at what it is signed up for, or ask the service's support."
            )
        case .badCredentials: return badCredentials
        case .expiredCredentials: return (.unauthenticated, "The credentials have expired", "Sign in again.")
        case .clock:
            return (
                .unauthenticated, "The clock of this machine and the service's differ too much", "Set the clock."
            )
        case .otherRegion:
            let region = region.map { "; it is in “\($0.shownInSentence(limit: 64))”" } ?? ""
            return (
                .misconfigured, "That is not the region of \(place)\(region)", "Name the bucket's region for the store."
            )
        case .noSuchBucket:
            let name = bucket.map { " as “\($0.shownInSentence(limit: 64))”" } ?? ""
            return (.notFound, "There is no such bucket\(name)", "Look at its name and at the endpoint.")
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
        case .settling:
            return (.unavailable, "The service does not see yet where it keeps the parts", "Try again in a moment.")
        case .serverError:
            return (.unavailable, "The service failed with status \(status)", "Try again in a while.")
        case .timedOut: return (.timedOut, "The service waited too long for the request", "Try again.")
        case .badDigest:
            return (.corrupt, "The bytes arrived changed; the service did not keep them", "Try again.")
        case .archived:
            return (
                .unavailable, "The item lies in an archive",
                "Ask for it to be restored with the service's own tools, which takes hours."
            )
        case .encryptionKey:
            return (
                .forbidden, "The service cannot use the key of the encryption" + told,
                "Ask whoever looks after that key."
            )
        case .tooLarge:
            return (.tooLarge, "That is more than the service takes", "Keep it elsewhere, or in several items.")
        case .tooSmall:
            return (
                .tooLarge, "A part of the upload is smaller than the service takes",
                "Nothing of it was kept; keep the item elsewhere."
            )
        case .badKey:
            return (.invalidKey, "The service does not take this key", "Copy it under another name.")
        case .badBucket:
            return (.misconfigured, "The service does not take this bucket name", "Look at the bucket's name.")
        case .bucketExists: return (.exists, "There is a bucket of that name already", "Choose another name.")
        case .quota:
            return (
                .noSpace, "No space or quota is left at the service", "Delete something there, or ask for more room."
            )
        case .unsupported:
            return (
                .unsupported, "The service cannot do this",
                "Nothing was changed. “persisty stores --check” shows what it can."
            )
        case .other: return other
        }
    }

    /// Which of the things that make up a signature the service does not accept.
    private var badCredentials: (DataError.Code, String, String) {
        switch code {
        case "InvalidAccessKeyId", "InvalidClientTokenId":
            (
                .unauthenticated, "The service does not know the access key",
                "Look at the access key and at the endpoint."
            )
        case "SignatureDoesNotMatch":
            (
                .unauthenticated, "The service knows the access key and does not accept the signature",
                "Look at the secret key and the region, and at what stands between the service and this machine."
            )
        case "InvalidToken", "TokenRefreshRequired":
            (.unauthenticated, "The service does not accept the session token", "Sign in again.")
        default:
            (
                .unauthenticated, "The service does not accept the access key or its signature",
                "Look at the access key, the secret and the region."
            )
        }
    }

    private var other: (DataError.Code, String, String) {
        guard !code.isEmpty else {
            return (
                .other, "The service refused with status \(status) and did not say why",
                "Look at the credentials, the region and the endpoint."
            )
        }
        let own = message.map { ": \($0.shownInSentence(limit: 400).withoutFullStop)" } ?? ""
        return (
            .other, "The service refused with “\(code.shownInSentence(limit: 64))”\(own)",
            "Ask whoever runs the service, and name the request."
        )
    }

    /// The service's own words where they tell more than the code: whose permission for what is missing, or which key is
    /// disabled.
    private var told: String {
        guard let message, message.split(separator: " ").count > 2 else { return "" }
        return ": \(message.shownInSentence(limit: 400).withoutFullStop)"
    }
}

extension String {
    fileprivate var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
