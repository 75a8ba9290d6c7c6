/// What holds of all bytes of a document, looked at eight at a time before it is scanned.
enum XMLDocumentCheck {
    /// Whether there is a carriage return, which XML reads as a line feed (XML 1.0 §2.11).
    ///
    /// - Throws: For bytes that are not UTF-8, and for characters that no document may hold (XML 1.0 §2.2).
    static func hasCarriageReturn(_ bytes: [UInt8]) throws(AnswerError) -> Bool {
        let highest: UInt64 = 0x8080_8080_8080_8080
        let space: UInt64 = 0x2020_2020_2020_2020
        let found = bytes.withUnsafeBytes { raw in
            var high = false
            var returns = false
            var forbidden = false
            func look(_ byte: UInt8) {
                high = high || byte >= 0x80
                returns = returns || byte == 0x0d
                forbidden = forbidden || byte < 0x20 && byte != 0x09 && byte != 0x0a && byte != 0x0d
            }
            var index = 0
            while index + 8 <= raw.count {
                let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                // The highest bit of each byte that is below a space, or not ASCII.
                if (((word &- space) & ~word) | word) & highest != 0 {
                    for offset in 0..<8 { look(raw[index + offset]) }
                }
                index += 8
            }
            while index < raw.count {
                look(raw[index])
                index += 1
            }
            return (high: high, returns: returns, forbidden: forbidden)
        }
        guard !found.forbidden else { throw .malformed("It holds a character that no XML document may hold.") }
        if found.high, (try? UTF8Span(validating: bytes.span)) == nil {
            throw .malformed("It is not valid UTF-8.")
        }
        return found.returns
    }
}
