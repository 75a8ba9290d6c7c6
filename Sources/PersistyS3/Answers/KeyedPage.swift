import PersistyData

/// What a listing tells of a key more than once: its versions, its unfinished uploads.
package protocol KeyedRow: Sendable, Equatable {
    var key: String { get set }
    /// By which the service tells those of one key apart.
    var id: String { get }

    /// What the answer is called.
    static var root: StaticString { get }
    /// What is called after which of the last key's the next page goes on.
    static var idMarker: StaticString { get }

    /// Reads the element that the scanner is at; `nil`, with nothing read, where it is no row.
    static func row(_ scanner: inout XMLScanner) throws(AnswerError) -> Self?
}

/// A page of such a listing: an answer to ListMultipartUploads or ListObjectVersions (Amazon S3 API Reference).
package struct KeyedPage<Row: KeyedRow>: Sendable, Equatable {
    /// The rows, in the service's order: by key.
    package private(set) var rows: [Row] = []
    package private(set) var isTruncated: Bool?
    /// After which key, and which of that key's rows, the next page goes on.
    package private(set) var nextKeyMarker: String?
    package private(set) var nextIDMarker: String?

    /// Both markers in one text, for ``ListingPages``.
    package var nextToken: String? { nextKeyMarker.map { $0 + "\0" + (nextIDMarker ?? "") } }

    /// Reads an answer; keys are decoded once where it declares that they are encoded.
    package init(_ body: [UInt8]) throws(AnswerError) {
        var scanner = try XMLScanner.answer(body, root: Row.root)
        var isEncoded = false
        while try scanner.nextChild() {
            if let row = try Row.row(&scanner) {
                guard !row.key.isEmpty, !row.id.isEmpty else {
                    throw .malformed("Something in it has no key or no name.")
                }
                rows.append(row)
            } else if scanner.isNamed("IsTruncated") {
                isTruncated = try scanner.flagValue()
            } else if scanner.isNamed("NextKeyMarker") {
                nextKeyMarker = try scanner.textValue()
            } else if scanner.isNamed(Row.idMarker) {
                nextIDMarker = try scanner.textValue()
            } else if scanner.isNamed("EncodingType") {
                isEncoded = try scanner.trimmedValue() == "url"
            } else {
                try scanner.skip()
            }
        }
        try scanner.finish()
        guard isEncoded else { return }
        let last = rows.last?.key
        for index in rows.indices { rows[index].key = try rows[index].key.decodedOnce() }
        guard let marker = nextKeyMarker else { return }
        // Swift does not encode the marker, which is the last key: as it came, or as that was decoded.
        let isPlain = rows.last.map { $0.key.utf8Equals(marker) } ?? false
        let isEncodedKey = last?.utf8Equals(marker) ?? false
        if isEncodedKey || !isPlain { nextKeyMarker = try marker.decodedOnce() }
    }
}

extension String {
    /// The text of an answer with `encoding-type=url`, decoded.
    func decodedOnce() throws(AnswerError) -> String {
        guard let bytes = PercentEncoding.decoded(utf8, plusIsSpace: true),
            let text = String(validating: bytes, as: UTF8.self)
        else { throw .malformed("A key in it is not encoded as it says.") }
        return text
    }
}
