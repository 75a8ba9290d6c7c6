package import HTTPTypes
package import PersistyData

/// What the head of an upload says, where its link admits it: decided before a byte of the content is asked for or read.
package struct UploadHeaders: Sendable, Hashable {
    /// How many bytes come, where the request or the link says so. What really comes is counted all the same.
    package var length: Int64?
    /// The most bytes that may come.
    package var limit: Int64
    /// The type to store; `nil` for the store to decide.
    package var contentType: String?
    /// What the content must be, those that tell most first.
    package var digests: [Digest]
    /// What must be so for it to be written: the link's condition and the request's.
    package var condition: WriteCondition
    /// Whether the client waits for a 100 before it sends the content.
    package var awaitsContinue: Bool

    /// Reads the head of a PUT.
    ///
    /// - Parameter serverLimit: The most bytes that the server takes, whatever the link says.
    package init(_ fields: HTTPFields, for upload: LinkToken.Upload, serverLimit: Int64) throws(RequestRefusal) {
        limit = min(upload.limit, serverLimit)
        let framing = try UploadFraming(fields, limit: limit)
        awaitsContinue = framing.awaitsContinue
        length = framing.length
        if let exact = upload.length {
            guard length == nil || length == exact else { throw .malformed("The link is for another number of bytes.") }
            guard exact <= limit else { throw .tooLarge("The content has more bytes than the server takes.") }
            (length, limit) = (exact, exact)
        }
        let types = fields[values: .contentType]
        guard types.count <= 1 else { throw .malformed("The Content-Type is there twice.") }
        contentType = try upload.admitted(types.first)
        var digests = try ContentDigests(fields)
        if let sha256 = upload.sha256 { try digests.require(sha256: sha256) }
        self.digests = digests.all
        condition = try upload.condition.and(try WriteCondition(fields))
    }
}

extension LinkToken.Upload {
    /// The type of content that is sent as `type`, where it may be: one that can be stored. `nil` where none is named and
    /// none need be.
    package func admitted(_ type: String?) throws(RequestRefusal) -> String? {
        guard let type else {
            guard contentTypes.contains("*") else { throw .unsupportedType("The link wants a Content-Type.") }
            return nil
        }
        guard let media = MediaType(type), ContentType.isWellFormed(type) else {
            throw .malformed("The Content-Type is none.")
        }
        guard contentTypes.contains(where: media.isOne) else {
            throw .unsupportedType("The link is for content of another type.")
        }
        return type
    }
}

/// How the content of an upload comes, whatever it is.
struct UploadFraming: Sendable, Hashable {
    var length: Int64?
    var awaitsContinue: Bool

    /// Reads it from the head of a request whose content may have `limit` bytes.
    init(_ fields: HTTPFields, limit: Int64) throws(RequestRefusal) {
        length = try Self.length(fields)
        // Before a 100, which would have the client send it all.
        guard length ?? 0 <= limit else { throw .tooLarge("The content has more bytes than the link allows.") }
        let codings = fields[values: .contentEncoding].joined(separator: ",").split { ", \t".contains($0) }
        guard codings.allSatisfy({ $0.lowercased() == "identity" }) else {
            throw .unsupportedType("Content is taken without a coding.")
        }
        // A part, taken for the whole, would replace it (RFC 9110 §14.5).
        guard fields[.contentRange] == nil else { throw .malformed("Content is taken whole.") }
        let expectations = fields[values: .expect].joined(separator: ",").split { ", \t".contains($0) }
        guard expectations.allSatisfy({ $0.lowercased() == "100-continue" }) else {
            throw RequestRefusal(.expectationFailed, "What is expected cannot be met.")
        }
        awaitsContinue = !expectations.isEmpty
    }

    private static func length(_ fields: HTTPFields) throws(RequestRefusal) -> Int64? {
        let values = fields[values: .contentLength]
        guard let first = values.first else { return nil }
        var scanner = FieldScanner(first)
        guard values.allSatisfy({ $0 == first }), let length = scanner.number(), scanner.isAtEnd else {
            throw .malformed("The Content-Length is none.")
        }
        return length
    }
}
