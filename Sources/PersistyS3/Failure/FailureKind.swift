/// What kind of failure a service tells, whatever word it has for it.
package enum FailureKind: Sendable, Hashable {
    /// The credentials do not allow this.
    case denied
    /// The account itself is closed, unpaid, or not signed up for this.
    case account
    /// The service does not know the credentials, or takes them for forged.
    case badCredentials
    /// The credentials have ended.
    case expiredCredentials
    /// The clocks differ by more than the service tolerates.
    case clock
    /// The bucket is in another region.
    case otherRegion
    case noSuchBucket
    case noSuchKey
    case noSuchUpload
    /// A condition that the request made does not hold.
    case conditionFailed
    /// Somebody else is changing the same thing; later it can be done.
    case conflict
    case badRange
    /// Too many requests.
    case slowDown
    /// The service failed by itself.
    case serverError
    /// The service does not see yet what it has just made for itself.
    case settling
    /// The service waited for us in vain.
    case timedOut
    /// The bytes are not those that were announced.
    case badDigest
    /// The item lies in an archive.
    case archived
    /// The key that the item is encrypted with cannot be used.
    case encryptionKey
    case tooLarge
    case tooSmall
    case badKey
    case badBucket
    case bucketExists
    case quota
    case unsupported
    case other
}

extension S3Failure {
    /// What kind of failure it is: by its code ("List of error codes", Amazon S3 API Reference), else by its status.
    package var kind: FailureKind {
        // rclone's word for a key that its own stores cannot spell.
        if code == "InvalidArgument", message?.hasPrefix("Object name") == true { return .badKey }
        if code.hasPrefix("KMS.") { return .encryptionKey }
        // Swift's word for one key of a batch.
        if code == "Server Error" { return .serverError }
        // Swift keeps parts in a bucket of its own beside the bucket, which it makes for the first upload. When two begin at
        // once it goes on believing for six seconds that there is none. No bucket of a person's has a “+” in its name.
        if code == "NoSuchBucket", bucket?.hasSuffix("+segments") == true { return .settling }
        return Self.kinds[code] ?? Self.kind(status: status)
    }

    private static let kinds: [String: FailureKind] = {
        let words: [(FailureKind, String)] = [
            (.denied, "AccessDenied AccessForbidden RequestExpired"),
            (.account, "AccountProblem AllAccessDisabled NotSignedUp"),
            (.badCredentials, "InvalidAccessKeyId SignatureDoesNotMatch InvalidToken InvalidSecurity Unauthorized"),
            (
                .badCredentials,
                "MissingSecurityHeader InvalidClientTokenId CredentialsNotSupported TokenRefreshRequired"
            ),
            (.expiredCredentials, "ExpiredToken ExpiredTokenException"),
            (.clock, "RequestTimeTooSkewed RequestInTheFuture"),
            (.otherRegion, "PermanentRedirect TemporaryRedirect Redirect AuthorizationHeaderMalformed"),
            (.otherRegion, "IllegalLocationConstraintException InvalidLocationConstraint"),
            (.noSuchBucket, "NoSuchBucket"),
            (.noSuchKey, "NoSuchKey NoSuchVersion NotFound"),
            (.noSuchUpload, "NoSuchUpload"),
            (.conditionFailed, "PreconditionFailed NotModified"),
            (.conflict, "OperationAborted ConditionalRequestConflict"),
            (.badRange, "InvalidRange"),
            (.slowDown, "SlowDown Throttling ThrottlingException RequestLimitExceeded TooManyRequests"),
            (.slowDown, "RequestThrottled BandwidthLimitExceeded"),
            (.serverError, "InternalError ServiceUnavailable BadGateway InternalServerError"),
            (.timedOut, "RequestTimeout IncompleteBody"),
            (.badDigest, "BadDigest InvalidDigest XAmzContentSHA256Mismatch ContentSHA256Mismatch"),
            (.badDigest, "XAmzContentChecksumMismatch"),
            (.archived, "InvalidObjectState ObjectNotInActiveTierError"),
            (.tooLarge, "EntityTooLarge MaxMessageLengthExceeded MetadataTooLarge RequestHeaderSectionTooLarge"),
            (.tooSmall, "EntityTooSmall"),
            (.badKey, "KeyTooLongError InvalidURI InvalidObjectName"),
            (.badBucket, "InvalidBucketName"),
            (.bucketExists, "BucketAlreadyExists BucketAlreadyOwnedByYou"),
            (.quota, "QuotaExceeded InsufficientCapacity XMinioStorageFull TooManyBuckets"),
            (.unsupported, "NotImplemented MethodNotAllowed UnsupportedOperation"),
        ]
        return Dictionary(
            words.flatMap { kind, codes in codes.split(separator: " ").map { (String($0), kind) } },
            uniquingKeysWith: { first, _ in first })
    }()

    private static func kind(status: Int) -> FailureKind {
        switch status {
        case 301, 307, 308: .otherRegion
        case 304, 412: .conditionFailed
        case 401: .badCredentials
        case 403: .denied
        case 404, 410: .noSuchKey
        case 405, 501: .unsupported
        case 408: .timedOut
        case 409: .conflict
        case 413: .tooLarge
        case 416: .badRange
        case 429: .slowDown
        case 500...: .serverError
        default: .other
        }
    }
}
