import PersistyData

/// Elements and their values, on top of tokens.
extension XMLScanner {
    /// Text that was read: in the document, where it stands for itself, or decoded beside it.
    struct Value {
        fileprivate let range: Range<Int>
        fileprivate let isDecoded: Bool
    }

    /// The bytes of a value. They are gone with the next one.
    func bytes(of value: Value) -> ArraySlice<UInt8> { value.isDecoded ? scratch[value.range] : bytes[value.range] }

    /// Goes to the next child of the open element and says that there is one; at the end of the element there is none.
    mutating func nextChild() throws(AnswerError) -> Bool {
        while true {
            switch try next() {
            case .start: return true
            case .end, .finished: return false
            case .text:
                guard isBlank(text) else { throw .malformed("It holds text where elements belong.") }
            }
        }
    }

    /// Goes past the end of the element that has just begun.
    mutating func skip() throws(AnswerError) {
        let outside = depth - 1
        while depth > outside { _ = try next() }
    }

    /// What stands in the element that has just begun, whose end is read too. Blanks are kept.
    mutating func value() throws(AnswerError) -> Value {
        if let (range, isPlain) = wholeText() {
            if isPlain { return Value(range: range, isDecoded: false) }
            scratch.removeAll(keepingCapacity: true)
            try decode(range)
            return Value(range: 0..<scratch.count, isDecoded: true)
        }
        guard case .text = try next() else {
            guard case .end = lastToken else { throw .malformed("It holds an element where text belongs.") }
            return Value(range: 0..<0, isDecoded: false)
        }
        let first = text
        if isLiteral || !needsDecoding(first) {
            guard try next() != .end else { return Value(range: first, isDecoded: false) }
            scratch.removeAll(keepingCapacity: true)
            scratch.append(contentsOf: bytes[first])
        } else {
            scratch.removeAll(keepingCapacity: true)
            try decode(first)
            guard try next() != .end else { return Value(range: 0..<scratch.count, isDecoded: true) }
        }
        // Text in several pieces: with a comment or a CDATA section in it.
        while true {
            guard case .text = lastToken else {
                guard case .end = lastToken else { throw .malformed("It holds an element where text belongs.") }
                return Value(range: 0..<scratch.count, isDecoded: true)
            }
            if isLiteral { scratch.append(contentsOf: bytes[text]) } else { try decode(text) }
            _ = try next()
        }
    }

    /// The value as text.
    mutating func textValue() throws(AnswerError) -> String {
        let value = try value()
        return String(decoding: bytes(of: value), as: UTF8.self)
    }

    /// The value as text without blanks around it; `nil` when nothing else is there.
    mutating func trimmedValue() throws(AnswerError) -> String? {
        let value = try value()
        let bytes = bytes(of: value).trimmed
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    private func needsDecoding(_ range: Range<Int>) -> Bool {
        for index in range where bytes[index] == UInt8(ascii: "&") { return true }
        return hasCarriageReturn && bytes[range].contains(0x0d)
    }

    /// Adds the text in `range` to the scratch, with its references replaced and its line ends made line feeds.
    private mutating func decode(_ range: Range<Int>) throws(AnswerError) {
        var index = range.lowerBound
        var start = index
        while index < range.upperBound {
            let byte = bytes[index]
            guard byte == UInt8(ascii: "&") || byte == 0x0d else {
                index += 1
                continue
            }
            scratch.append(contentsOf: bytes[start..<index])
            if byte == 0x0d {
                scratch.append(0x0a)
                index += index + 1 < range.upperBound && bytes[index + 1] == 0x0a ? 2 : 1
            } else {
                index = try decodeReference(at: index, before: range.upperBound)
            }
            start = index
        }
        scratch.append(contentsOf: bytes[start..<index])
    }

    /// Adds the character that the reference at `start` stands for; the position behind it.
    private mutating func decodeReference(at start: Int, before limit: Int) throws(AnswerError) -> Int {
        var end = start + 1
        // The longest is `&#x10FFFF;`; zeros before the digits are allowed, within reason.
        while end < limit, end - start < 16, bytes[end] != UInt8(ascii: ";") { end += 1 }
        guard end < limit, bytes[end] == UInt8(ascii: ";") else { throw .malformed("A reference in it does not end.") }
        let name = (start + 1)..<end
        if holds("amp", at: name) {
            scratch.append(UInt8(ascii: "&"))
        } else if holds("lt", at: name) {
            scratch.append(UInt8(ascii: "<"))
        } else if holds("gt", at: name) {
            scratch.append(UInt8(ascii: ">"))
        } else if holds("quot", at: name) {
            scratch.append(UInt8(ascii: "\""))
        } else if holds("apos", at: name) {
            scratch.append(UInt8(ascii: "'"))
        } else {
            scratch.append(contentsOf: try scalar(name).utf8)
        }
        return end + 1
    }

    /// The character of a numeric reference: `#10`, `#xA`.
    ///
    /// XML 1.0 forbids references to control characters; S3 sends them for keys that hold such, so they are read.
    private func scalar(_ name: Range<Int>) throws(AnswerError) -> Character {
        guard !name.isEmpty, bytes[name.lowerBound] == UInt8(ascii: "#") else {
            throw .malformed("It refers to an entity that does not exist.")
        }
        let isHexadecimal = name.count > 1 && bytes[name.lowerBound + 1] == UInt8(ascii: "x")
        let digits = bytes[name].dropFirst(isHexadecimal ? 2 : 1)
        var number: UInt32 = 0
        for byte in digits {
            guard let digit = byte.hexadecimalValue, isHexadecimal || digit < 10, number <= 0x10FFFF else {
                throw .malformed("It refers to a character that does not exist.")
            }
            number = number * (isHexadecimal ? 16 : 10) + UInt32(digit)
        }
        guard !digits.isEmpty, number > 0, let scalar = Unicode.Scalar(number) else {
            throw .malformed("It refers to a character that does not exist.")
        }
        return Character(scalar)
    }
}

extension ArraySlice<UInt8> {
    /// The bytes without blanks before and after them.
    var trimmed: ArraySlice<UInt8> {
        var rest = self
        while let first = rest.first, first.isXMLBlank { rest.removeFirst() }
        while let last = rest.last, last.isXMLBlank { rest.removeLast() }
        return rest
    }
}
