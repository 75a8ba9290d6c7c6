/// Why an operation failed, on what, and whether to try it again.
///
/// ``message`` and ``hint`` are sentences for the person using the program. Decide by ``code``, never by the text.
public struct DataError: Error, Sendable, Hashable {
    /// What kind of thing went wrong.
    public enum Code: String, Sendable, CaseIterable {
        /// A key, prefix or range that no store, or not this one, can take.
        case invalidKey
        /// There is no such item.
        case notFound
        /// There is an item already, and the write was to create one.
        case exists
        /// The item is not, or no longer, what the condition or the read was pinned to.
        case conditionFailed
        /// The range begins at or after the end of the item.
        case rangeNotSatisfiable
        /// The store, or the authorization it was made for, does not allow this.
        case forbidden
        /// An authorization is needed and there is none.
        case unauthenticated
        /// The store cannot do this at all; nothing was changed.
        case unsupported
        /// More bytes than the store or the request allows.
        case tooLarge
        /// A content type that the store does not take, or that is not one.
        case badContentType
        /// The bytes are not those that were stored, or not those that were promised.
        case corrupt
        /// No space, or no quota, is left.
        case noSpace
        /// The store cannot be reached or opened now.
        case unavailable
        /// It took too long.
        case timedOut
        /// The task was cancelled.
        case cancelled
        /// The store is set up wrongly.
        case misconfigured
        /// Anything else; the message says what.
        case other
    }

    /// Whether trying again may help.
    public enum Retry: Sendable, Hashable {
        case never, now, after(Duration)
    }

    /// What kind of thing went wrong; decide by this.
    public var code: Code
    /// What happened, as a sentence that does not name the item: ``key`` does.
    public var message: String
    /// What to do about it, as a sentence; `nil` when there is nothing to suggest.
    public var hint: String?
    /// The key, prefix or path it happened to. It comes from outside: escape it before showing it.
    public var key: String?
    /// The bytes of what ``key`` can only resemble, because they are not UTF-8.
    public var keyBytes: [UInt8]?
    /// The name of the store it happened in.
    public var store: String?
    /// Whether trying again may help.
    public var retry: Retry
    /// A stable name for the exact reason, where callers and tests tell several apart: `key.dot_segment`.
    public var reason: String?

    /// Describes a failure.
    public init(
        _ code: Code, _ message: String, hint: String? = nil, key: String? = nil, store: String? = nil,
        retry: Retry = .never, reason: String? = nil
    ) {
        self.code = code
        self.message = message
        self.hint = hint
        self.key = key
        self.store = store
        self.retry = retry
        self.reason = reason
    }

    /// `error` as a data error: itself, `.cancelled` for a `CancellationError`, else `.other` with its own words.
    public init(_ error: any Error, key: String? = nil, store: String? = nil) {
        switch error {
        case let error as DataError:
            self = error
            self.key = error.key ?? key
            self.store = error.store ?? store
        case is CancellationError:
            self = .cancelled(key: key, store: store)
        default:
            self.init(.other, "\(error)", key: key, store: store)
        }
    }

    /// The task was cancelled; nothing was changed.
    public static func cancelled(key: String? = nil, store: String? = nil) -> DataError {
        DataError(.cancelled, "This was cancelled; nothing was changed.", key: key, store: store)
    }

    /// The store does not do this.
    public static func unsupported(
        _ message: String, hint: String? = nil, key: String? = nil, store: String? = nil
    ) -> DataError {
        DataError(.unsupported, message, hint: hint, key: key, store: store)
    }

    /// There is no such item.
    public static func notFound(_ key: DataKey, store: String? = nil) -> DataError {
        DataError(
            .notFound, "There is no such item.", hint: "It may have been moved or deleted; refresh the listing.",
            key: key.text, store: store)
    }
}

extension DataError: CustomStringConvertible {
    /// One line, safe to print: the key is escaped.
    public var description: String {
        let place = [store, key?.debugDescription].compactMap(\.self).joined(separator: ":")
        return [place.isEmpty ? nil : "\(place):", message, hint].compactMap(\.self).joined(separator: " ")
    }
}

/// Runs `body` and turns whatever it throws into a ``DataError`` that names the item.
package func dataErrors<Result>(
    key: String? = nil, store: String? = nil, _ body: () throws -> Result
) throws(DataError) -> Result {
    do { return try body() } catch { throw DataError(error, key: key, store: store) }
}
