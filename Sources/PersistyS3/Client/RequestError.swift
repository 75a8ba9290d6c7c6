package import PersistyData

/// Why a request was not done, after all that could be tried.
package enum RequestError: Error, Sendable, Equatable {
    /// The service refused.
    case refused(S3Failure)
    /// No answer came, and the request is one that may be sent again, or was never sent.
    case failed(AttemptError, host: String)
    /// No answer came to a request that must not be sent again: it may have been done. What became of it is settled by
    /// looking.
    case unsettled(AttemptError, host: String)
    /// It could not be sent: the set-up is wrong, or there are no credentials.
    case unsent(DataError)

    /// The error for the person using the program.
    package func dataError(key: String? = nil, store: String? = nil) -> DataError {
        switch self {
        case .refused(let failure): return failure.dataError(key: key, store: store)
        case .failed(let error, let host): return error.dataError(host: host, key: key, store: store)
        case .unsettled(let error, let host):
            var error = error.dataError(host: host, key: key, store: store)
            guard error.code != .cancelled else { return error }
            error.hint = "It may have been done nevertheless: refresh and look before you try again."
            error.retry = .never
            return error
        case .unsent(let error): return DataError(error, key: key, store: store)
        }
    }

    /// What kind of refusal it is; `nil` where no answer came.
    package var kind: FailureKind? {
        if case .refused(let failure) = self { failure.kind } else { nil }
    }

    /// Whether a request that must not be sent again may have been done all the same: a service that says that it failed
    /// may have failed after it, and so may one whose answer cannot be understood.
    var mayBeDone: Bool {
        switch self {
        case .unsettled: true
        case .refused(let failure): failure.kind == .serverError || failure.kind == .timedOut
        case .unsent(let error): error.reason == "s3.bad_response"
        case .failed: false
        }
    }

    var isCancelled: Bool {
        switch self {
        case .failed(let error, _), .unsettled(let error, _): error.kind == .cancelled
        case .unsent(let error): error.code == .cancelled
        case .refused: false
        }
    }
}
