/// Who asks, as some authenticator has established: an opaque subject and the scopes it was given.
public struct Authorization: Sendable, Hashable {
    /// Who it is: one path segment, so that it can be a prefix of keys.
    public let subject: String
    /// What it may do, in the application's own words.
    public var scopes: Set<String>
    /// When it ends; `nil` when it does not.
    public var expiresAt: Timestamp?

    /// An established authorization.
    ///
    /// - Throws: ``DataError/Code/forbidden`` for a subject that is empty, `.` or `..`, or holds `/` or U+0000, as it
    ///   could reach into another's prefix; or is so long that no key has room beside it.
    public init(subject: String, scopes: Set<String> = [], expiresAt: Timestamp? = nil) throws(DataError) {
        guard !subject.isEmpty, subject != ".", subject != "..", !subject.utf8.contains(UInt8(ascii: "/")),
            !subject.utf8.contains(0), subject.utf8.count < DataKey.maximumLength - 1
        else {
            throw DataError(.forbidden, "This subject cannot own items.", reason: "authorization.subject")
        }
        self.subject = subject
        self.scopes = scopes
        self.expiresAt = expiresAt
    }
}
