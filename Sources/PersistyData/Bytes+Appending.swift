extension [UInt8] {
    /// Adds the bytes of `text`.
    package mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(contentsOf: $0) }
    }

    /// Adds the bytes of `text`, which the program itself holds.
    package mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Adds `bytes` as lower-case hexadecimal digits.
    package mutating func append(hexadecimal bytes: UnsafeRawBufferPointer) {
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
    package mutating func append(decimal number: Int, width: Int = 1) {
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
}

extension UInt8 {
    fileprivate var lowerCaseDigit: UInt8 { self < 10 ? UInt8(ascii: "0") + self : UInt8(ascii: "a") + self - 10 }
}
