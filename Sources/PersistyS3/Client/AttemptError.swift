package import PersistyData

/// Why a request brought no answer.
package struct AttemptError: Error, Sendable, Equatable {
    /// What went wrong.
    package enum Kind: Sendable, Equatable {
        /// No connection came about: the request was not sent.
        case unreachable
        /// The other side could not prove who it is, or speaks no TLS: the request was not sent.
        case untrusted
        /// The connection was closed before a byte of the answer.
        case closed
        /// The connection broke.
        case broken
        /// No connection came about in time, or nothing came for too long.
        case timedOut
        /// What came is not HTTP, or more than was asked for.
        case malformed
        /// The task was cancelled.
        case cancelled
    }

    /// What went wrong.
    package let kind: Kind
    /// What the system or the library calls it; for a person who knows more.
    package let detail: String

    init(_ kind: Kind, _ detail: String = "") {
        self.kind = kind
        self.detail = detail
    }

    /// As the recovery sees it.
    var failure: AttemptFailure {
        switch kind {
        case .unreachable, .broken: .connection
        case .closed: .staleConnection
        case .timedOut: .timedOut
        // Certificates do not change from one attempt to the next; and who asked to stop means it.
        case .untrusted, .malformed, .cancelled: .malformed
        }
    }

    /// Whether the request cannot have been carried out.
    var wasNotSent: Bool { kind == .unreachable || kind == .untrusted }

    /// The error for the person using the program; `host` is what was connected to.
    package func dataError(host: String, key: String? = nil, store: String? = nil) -> DataError {
        let host = "“\(host.shownInSentence(limit: 128))”"
        let detail = detail.isEmpty ? "" : " (\(detail.shownInSentence(limit: 160)))"
        switch kind {
        case .unreachable:
            return DataError(
                .unavailable, "No connection to \(host) came about\(detail).",
                hint: "Look at the endpoint and at the network, and try again.", key: key, store: store, retry: .now,
                reason: "s3.unreachable")
        case .untrusted:
            return DataError(
                .unavailable, "The other side did not prove that it is \(host)\(detail).",
                hint: "Name the service as its certificate does; for an authority of its own, set ca_file.",
                key: key, store: store, reason: "s3.untrusted")
        case .closed, .broken:
            return DataError(
                .unavailable, "The connection to \(host) broke\(detail).", hint: "Try again.", key: key, store: store,
                retry: .now, reason: "s3.connection")
        case .timedOut:
            return DataError(
                .timedOut, "Nothing came from \(host) for too long\(detail).", hint: "Try again.", key: key,
                store: store, retry: .now, reason: "s3.timeout")
        case .malformed:
            return DataError(
                .other, "What came from \(host) is not an answer of S3\(detail).",
                hint: "Look at the endpoint, and at what stands between it and this machine.", key: key, store: store,
                reason: "s3.bad_response")
        case .cancelled: return .cancelled(key: key, store: store)
        }
    }
}
