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
    /// - Throws: ``DataError/Code/badContentType``, ``DataError/Code/invalidKey`` for a header or a user pair that cannot
    ///   be kept, or ``DataError/Code/tooLarge`` for user pairs of more than 2 KiB.
    public func validate() throws(DataError) {
        if let contentType, !ContentType.isWellFormed(contentType) {
            throw DataError(
                .badContentType, "“\(contentType.debugDescription.dropFirst().dropLast())” is not a media type.",
                hint: "A media type is like “text/plain” or “image/png”.")
        }
        for (name, value) in headers where value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) {
            throw DataError(
                .invalidKey, "The \(name) holds control characters.", hint: "It would not be one header.",
                reason: "metadata.header")
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

    /// The headers beside the media type, with the names that people know them by.
    private var headers: [(name: String, value: String)] {
        // Nearly all items have none.
        guard (contentDisposition ?? contentEncoding ?? contentLanguage ?? cacheControl) != nil else { return [] }
        return [
            ("content disposition", contentDisposition), ("content encoding", contentEncoding),
            ("content language", contentLanguage), ("cache control", cacheControl),
        ].compactMap { name, value in value.map { (name, $0) } }
    }

    /// What a store with `capabilities` keeps of these, and the names of what it does not: without
    /// ``DataCapabilities/attributes`` the media type and ``modifiedAtSource`` alone.
    package func kept(by capabilities: DataCapabilities) -> (kept: DataAttributes, lost: [String]) {
        guard !capabilities.contains(.attributes) else { return (self, []) }
        var kept = DataAttributes(contentType: contentType)
        kept.modifiedAtSource = modifiedAtSource
        return (kept, headers.map(\.name) + user.keys.sorted())
    }

    private static let nameCharacters = ASCIISet("abcdefghijklmnopqrstuvwxyz0123456789-_.")
}
