/// Reads the payload of a token: a JSON object with its claims in the one order in which they are written, without blanks.
///
/// No claim can come twice, and none that is not asked for can stand between.
struct ClaimScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    /// Whether `text` comes next; if so it is passed.
    mutating func take(_ text: StaticString) -> Bool {
        let text = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        guard bytes[position...].starts(with: text) else { return false }
        position += text.count
        return true
    }

    /// Passes `text`.
    mutating func expect(_ text: StaticString) throws(TokenRefusal) {
        guard take(text) else { throw .payload }
    }

    /// An integer in its shortest form (RFC 8259 §6 without fraction and exponent).
    mutating func integer() throws(TokenRefusal) -> Int64 {
        let start = position
        if position < bytes.count, bytes[position] == UInt8(ascii: "-") { position += 1 }
        let digits = position
        while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
            position += 1
        }
        let hasLeadingZero = position - digits > 1 && bytes[digits] == UInt8(ascii: "0")
        guard position > digits, position - start <= 20, !hasLeadingZero,
            let value = Int64(String(decoding: bytes[start..<position], as: UTF8.self))
        else { throw .payload }
        return value
    }

    /// A string of valid UTF-8 without U+0000.
    mutating func string() throws(TokenRefusal) -> String {
        try expect("\"")
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw .payload }
                return string
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw .payload
            default: text.append(byte)
            }
        }
        throw .payload
    }

    private mutating func escape(into text: inout [UInt8]) throws(TokenRefusal) {
        guard position < bytes.count else { throw .payload }
        let kind = bytes[position]
        position += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(kind)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var units = [try unit()]
            if UTF16.isLeadSurrogate(units[0]) {
                try expect("\\u")
                units.append(try unit())
            }
            guard units[0] != 0, let scalar = String(validating: units, as: UTF16.self) else { throw .payload }
            text.append(contentsOf: scalar.utf8)
        default: throw .payload
        }
    }

    private mutating func unit() throws(TokenRefusal) -> UInt16 {
        guard position + 4 <= bytes.count else { throw .payload }
        let digits = bytes[position..<position + 4]
        position += 4
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw .payload }
        return unit
    }
}
