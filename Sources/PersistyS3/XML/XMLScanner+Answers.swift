import PersistyData

/// An answer of S3 as a document: one root element, or an error in its place.
extension XMLScanner {
    /// Begins to read `body`, whose root must be `root`, or `other`.
    ///
    /// - Throws: ``AnswerError/refused(_:)`` for an error, which S3 also sends with the status 200, when it had begun to
    ///   answer before it failed ("CompleteMultipartUpload", "CopyObject", Amazon S3 API Reference).
    static func answer(
        _ body: [UInt8], root: StaticString, or other: StaticString? = nil
    ) throws(AnswerError) -> XMLScanner {
        var scanner = try XMLScanner(body)
        guard try scanner.next() == .start else { throw .malformed("It holds no element.") }
        if scanner.isNamed(root) { return scanner }
        if let other, scanner.isNamed(other) { return scanner }
        if scanner.isNamed("Error") { throw .refused(try S3Failure(reading: &scanner, status: 200)) }
        throw .malformed("It is another answer than the one to what was asked.")
    }

    /// Makes sure that nothing follows the root.
    mutating func finish() throws(AnswerError) {
        guard try next() == .finished else { throw .malformed("It is more than one document.") }
    }

    /// The value as `true` or `false`.
    mutating func flagValue() throws(AnswerError) -> Bool {
        switch try trimmedValue() {
        case "true": true
        case "false": false
        default: throw .malformed("A flag in it is neither true nor false.")
        }
    }

    /// The value as a number of bytes or things; `nil` when it is not one that is known.
    mutating func countValue() throws(AnswerError) -> Int64? {
        let value = try value()
        return Int64(decimal: bytes(of: value).trimmed)
    }

    /// The value as a moment; `nil` when it is not one.
    mutating func timeValue() throws(AnswerError) -> Timestamp? {
        let value = try value()
        return Timestamp(reading: bytes(of: value).trimmed)
    }

    /// The value as a validator; `nil` when it is empty.
    mutating func etagValue() throws(AnswerError) -> ETag? {
        let value = try value()
        let bytes = bytes(of: value).trimmed.unquoted
        return bytes.isEmpty ? nil : ETag(String(decoding: bytes, as: UTF8.self))
    }
}

extension Int64 {
    /// The number that these decimal digits make; `nil` for anything else, and for more than there are.
    init?(decimal digits: ArraySlice<UInt8>) {
        guard !digits.isEmpty else { return nil }
        var number: Int64 = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            let (product, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, carried) = product.addingReportingOverflow(Int64(digit - 0x30))
            guard !overflow, !carried else { return nil }
            number = sum
        }
        self = number
    }
}

extension ArraySlice<UInt8> {
    /// The bytes between quotes, where there are quotes: some services send validators without.
    var unquoted: ArraySlice<UInt8> {
        guard count >= 2, first == UInt8(ascii: "\""), last == UInt8(ascii: "\"") else { return self }
        return dropFirst().dropLast()
    }
}
