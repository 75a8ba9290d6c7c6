import PersistyData

/// A request in the one form that both sides sign ("Create a signed AWS API request", step 1), as bytes.
package struct CanonicalRequest: Sendable {
    /// All of it.
    package private(set) var bytes: [UInt8] = []
    /// Where the query stands, as it is sent too.
    private(set) var query: Range<Int> = 0..<0
    /// Where the names of the signed headers stand: `host;x-amz-date`.
    private(set) var signedHeaders: Range<Int> = 0..<0

    /// Writes `request` down.
    ///
    /// - Parameters:
    ///   - headers: Its headers in canonical order.
    ///   - signature: What a presigned query holds of the signature beside the request's own parameters; `nil` when the
    ///     signature goes into a header.
    init(
        _ request: SignableRequest, headers: CanonicalHeaders, payload: PayloadHash, rule: PathRule,
        query writeQuery: (inout [UInt8]) -> Void
    ) {
        bytes.reserveCapacity(1024)
        bytes.append(request.method)
        bytes.append(UInt8(ascii: "\n"))
        rule.append(request.path, to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        let start = bytes.count
        writeQuery(&bytes)
        query = start..<bytes.count
        bytes.append(UInt8(ascii: "\n"))
        headers.append(to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        let names = bytes.count
        headers.appendNames(to: &bytes)
        signedHeaders = names..<bytes.count
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(payload.text)
    }
}

/// Headers as they are signed: names in lower case and in order, values trimmed, runs of blanks made one space, repeated
/// headers joined by commas in the order in which they are sent.
struct CanonicalHeaders {
    private var headers: [SignableRequest.Header]

    init(_ headers: [SignableRequest.Header]) {
        // Not `lowercased()`, which follows Unicode and allocates: header names are ASCII.
        var sorted: [SignableRequest.Header] = []
        sorted.reserveCapacity(headers.count)
        for header in headers {
            let isLower = header.name.utf8.allSatisfy { !(0x41...0x5a).contains($0) }
            sorted.append(isLower ? header : .init(header.name.lowercased(), header.value))
        }
        if sorted.count > 1 {
            // Stable, so that repeated headers stay in order: the standard library's sort is.
            sorted.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        }
        self.headers = sorted
    }

    func append(to bytes: inout [UInt8]) {
        for (index, header) in headers.enumerated() {
            let repeats = index > 0 && headers[index - 1].name == header.name
            if repeats {
                bytes[bytes.count - 1] = UInt8(ascii: ",")
            } else {
                bytes.append(header.name)
                bytes.append(UInt8(ascii: ":"))
            }
            Self.append(value: header.value, to: &bytes)
            bytes.append(UInt8(ascii: "\n"))
        }
    }

    func appendNames(to bytes: inout [UInt8], separator: StaticString = ";") {
        for (index, header) in headers.enumerated() where index == 0 || headers[index - 1].name != header.name {
            if index > 0 { bytes.append(separator) }
            bytes.append(header.name)
        }
    }

    private static func append(value: String, to bytes: inout [UInt8]) {
        guard value.utf8.contains(where: \.isBlank) else { return bytes.append(value) }
        var isAfterBlank = true
        for byte in value.utf8 {
            if !byte.isBlank {
                bytes.append(byte)
            } else if !isAfterBlank {
                bytes.append(0x20)
            }
            isAfterBlank = byte.isBlank
        }
        if isAfterBlank, bytes.last == 0x20 { bytes.removeLast() }
    }
}

extension UInt8 {
    /// Whether the byte is a blank in a header's value; the line end of a folded one is too (RFC 9112 §5.2).
    fileprivate var isBlank: Bool { self == 0x20 || (0x09...0x0d).contains(self) }
}
