package import HTTPTypes
package import PersistyData

/// The headers that an item is served with. Whoever wrote it may be hostile, and its reader's browser must take it for
/// nothing but bytes: no name, type or attribute of it says more than it may.
package struct ItemHeaders: Sendable {
    private let item: DataItem
    private let presentation: LinkToken.Presentation
    private let now: Timestamp

    /// Those of `item`, for an answer that is given now.
    package init(_ item: DataItem, _ presentation: LinkToken.Presentation = .init(), now: Timestamp) {
        self.item = item
        self.presentation = presentation
        self.now = now
    }

    /// All of them for `answer`, with the length of its content. A 304 has what RFC 9110 §15.4.5 wants, and one that
    /// failed nothing of the item but, where it was asked for other bytes, its size.
    package func fields(for answer: ItemAnswer) -> HTTPFields {
        var fields = Self.ofEveryAnswer
        fields[.contentRange] = answer.contentRange(of: item.size)
        switch answer {
        case .unsatisfiable, .failed: return fields
        case .notModified: addValidators(to: &fields)
        case .whole, .part:
            addValidators(to: &fields)
            addRepresentation(to: &fields)
            fields[.acceptRanges] = "bytes"
            fields[.contentLength] = answer.bytes(of: item.size).map { "\($0.count)" }
        }
        return fields
    }

    /// What keeps a browser from running, keeping, embedding or telling of what it is given (Content Security Policy 3,
    /// Fetch §3.6 and §3.7, RFC 9111 §5.2.2). They are never wrong: every answer of the server has them.
    package static let ofEveryAnswer: HTTPFields = [
        .xContentTypeOptions: "nosniff",
        .contentSecurityPolicy: "default-src 'none'; sandbox; frame-ancestors 'none'",
        .referrerPolicy: "no-referrer",
        .cacheControl: "private, no-store",
        .crossOriginResourcePolicy: "same-origin",
        .xRobotsTag: "noindex",
    ]

    private func addValidators(to fields: inout HTTPFields) {
        if let etag = item.etag, etag.isWellFormed { fields[.eTag] = etag.headerValue }
        // A server tells of no change that is still to come (RFC 9110 §8.8.2.1).
        if let modified = item.updatedAt, modified <= now { fields[.lastModified] = HTTPDate.text(modified) }
    }

    private func addRepresentation(to fields: inout HTTPFields) {
        let name = presentation.fileName ?? item.key.text
        let stored = item.contentType.flatMap { ContentType.isWellFormed($0) ? $0 : nil } ?? ContentType.unknown
        if presentation.isInline, let shown = ShownType.of(stored) {
            fields[.contentType] = shown
            fields[.contentDisposition] = ContentDisposition.inline(fileName: name)
        } else {
            fields[.contentType] = ShownType.isParsedByBrowsers(stored) ? ContentType.unknown : stored
            fields[.contentDisposition] = ContentDisposition.attachment(fileName: name)
        }
        fields[.contentEncoding] = item.attributes?.contentEncoding.flatMap(Self.coding)
        fields[.contentLanguage] = item.attributes?.contentLanguage.flatMap(Self.languages)
    }

    /// A coding that the item is stored in, for clients to undo. One alone: of several, each may grow a thousandfold.
    private static func coding(_ text: String) -> String? {
        ["br", "compress", "deflate", "gzip", "zstd"].first { $0 == text.lowercased() }
    }

    /// Tags of languages (RFC 9110 §8.5), and nothing else.
    private static func languages(_ text: String) -> String? {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: ","), UInt8(ascii: " "):
                true
            default: false
            }
        }
        return isPlain && (1...100).contains(text.utf8.count) ? text : nil
    }
}

/// What browsers make of types.
private enum ShownType {
    /// The type to show an item of the type `stored` by; `nil` for one that may run, or load more, in any browser.
    static func of(_ stored: String) -> String? {
        switch MediaType(stored)?.essence {
        case "text/plain": "text/plain; charset=utf-8"
        case let essence?: safe.contains(essence) ? essence : nil
        case nil: nil
        }
    }

    /// Whether browsers take what is saved apart before they save it: each part of a multipart type has headers of its
    /// own, which are not ours.
    static func isParsedByBrowsers(_ stored: String) -> Bool {
        guard let type = MediaType(stored)?.type else { return true }
        return type == "multipart" || type == "message"
    }

    private static let safe: Set = ["image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"]
}

extension ETag {
    /// Whether it is of the characters of RFC 9110 §8.8.3, of which ASCII alone is sent.
    fileprivate var isWellFormed: Bool {
        value.utf8.allSatisfy { $0 == 0x21 || (0x23...0x7e).contains($0) } && value.utf8.count <= 256
    }
}
