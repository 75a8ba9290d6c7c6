extension [UInt8] {
    /// Adds the bytes of `text`.
    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(contentsOf: $0) }
    }

    /// Adds the bytes of `text`, which the program itself holds.
    mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Adds `bytes` as lower-case hexadecimal digits.
    mutating func append(hexadecimal bytes: UnsafeRawBufferPointer) {
        // Written beside and copied at once: one check of the capacity instead of one for each digit.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * bytes.count) { digits in
            for (index, byte) in bytes.enumerated() {
                digits[2 * index] = (byte >> 4).lowerCaseDigit
                digits[2 * index + 1] = (byte & 15).lowerCaseDigit
            }
            append(contentsOf: digits)
        }
    }

    /// Adds `number` with at least `width` decimal digits.
    mutating func append(decimal number: Int, width: Int = 1) {
        if width == 2, number < 100 {
            append(UInt8(ascii: "0") + UInt8(number / 10))
            append(UInt8(ascii: "0") + UInt8(number % 10))
            return
        }
        var divisor = 1
        var digits = 1
        while digits < width || number / divisor >= 10 {
            divisor *= 10
            digits += 1
        }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    /// The bytes in base64 (RFC 4648 §4), padded.
    package var base64: String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        text.reserveCapacity((count + 2) / 3 * 4)
        for start in stride(from: 0, to: count, by: 3) {
            let group = self[start..<Swift.min(start + 3, count)]
            let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
            for place in 0..<4 {
                text.append(
                    place <= group.count ? alphabet[Int(bits >> (18 - 6 * UInt32(place)) & 63)] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension [UInt8] {
    /// The bytes that base64 text stands for (RFC 4648 §4), with its padding; `nil` for anything else.
    package init?(base64 text: some Collection<UInt8>) {
        guard text.count % 4 == 0 else { return nil }
        self = []
        reserveCapacity(text.count / 4 * 3)
        var bits: UInt32 = 0
        var digits = 0
        var padding = 0
        for character in text {
            let digit: UInt32
            switch character {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit = UInt32(character - UInt8(ascii: "A"))
            case UInt8(ascii: "a")...UInt8(ascii: "z"): digit = UInt32(character - UInt8(ascii: "a")) + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt32(character - UInt8(ascii: "0")) + 52
            case UInt8(ascii: "+"): digit = 62
            case UInt8(ascii: "/"): digit = 63
            case UInt8(ascii: "="):
                padding += 1
                digit = 0
            default: return nil
            }
            guard padding == 0 || character == UInt8(ascii: "=") else { return nil }
            bits = bits << 6 | digit
            digits += 1
            guard digits == 4 else { continue }
            append(UInt8(truncatingIfNeeded: bits >> 16))
            append(UInt8(truncatingIfNeeded: bits >> 8))
            append(UInt8(truncatingIfNeeded: bits))
            (bits, digits) = (0, 0)
        }
        guard padding <= 2 else { return nil }
        removeLast(padding)
    }
}

extension UInt8 {
    var lowerCaseDigit: UInt8 { self < 10 ? UInt8(ascii: "0") + self : UInt8(ascii: "a") + self - 10 }
}
