/// What is kept beside an item's bytes: the headers it is served with, and the user's own pairs.
public struct DataAttributes: Sendable, Hashable {
    /// The media type; `nil` lets the store decide by name and first bytes.
    public var contentType: String?
    public var contentDisposition: String?
    public var contentEncoding: String?
    public var contentLanguage: String?
    public var cacheControl: String?
    /// When the original that this is a copy of was changed. A directory sets it as the file's time.
    public var modifiedAtSource: Timestamp?
    /// The user's own pairs: lower-case ASCII names, 2 KiB in all, as in S3 ("Working with object metadata").
    public var user: [String: String] = [:]

    /// No attributes, or a content type alone.
    public init(contentType: String? = nil) { self.contentType = contentType }

    /// The most bytes that names and values of ``user`` may have together.
    public static let maximumUserBytes = 2048

    /// Checks what a caller gives before any store sees it.
    ///
    /// - Throws: ``DataError/Code/badContentType``, or ``DataError/Code/invalidKey`` for a user pair that cannot be kept.
    public func validate() throws(DataError) {
        if let contentType, !ContentType.isWellFormed(contentType) {
            throw DataError(
                .badContentType, "“\(contentType.debugDescription.dropFirst().dropLast())” is not a media type.",
                hint: "A media type is like “text/plain” or “image/png”.")
        }
        var total = 0
        for (name, value) in user {
            total += name.utf8.count + value.utf8.count
            guard !name.isEmpty, name.utf8.allSatisfy(Self.nameCharacters.contains) else {
                throw DataError(
                    .invalidKey, "The name \(name.debugDescription) cannot be a metadata name.",
                    hint: "Use lower-case letters, digits, “-”, “_” and “.”.", reason: "metadata.name")
            }
            guard !value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) else {
                throw DataError(
                    .invalidKey, "The value of the metadata “\(name)” holds control characters.",
                    reason: "metadata.value")
            }
        }
        guard total <= Self.maximumUserBytes else {
            throw DataError(
                .tooLarge, "The metadata has \(total) bytes; at most \(Self.maximumUserBytes) can be kept.",
                reason: "metadata.size")
        }
    }

    private static let nameCharacters = Set("abcdefghijklmnopqrstuvwxyz0123456789-_.".utf8)
}
