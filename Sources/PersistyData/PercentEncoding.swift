/// Percent-encoding (RFC 3986 §2.1), as Signature V4 has it too ("Create a signed AWS API request", URI encode): all bytes but the unreserved
/// ones of RFC 3986 §2.3 become `%` and two upper-case digits, a space never `+`.
///
/// Keys are encoded once, from their bytes, and never pass through a URL type, which would rewrite `//`, `..` and `%2F`.
package enum PercentEncoding {
    /// `text` encoded as a name or a value of a query: `/` too.
    package static func query(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.appendPercentEncoded(text, keepingSlash: false)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `text` encoded as a path: `/` stays.
    package static func path(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.appendPercentEncoded(text, keepingSlash: true)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `bytes` decoded once; `nil` when a `%` is not followed by two digits.
    ///
    /// - Parameter plusIsSpace: Whether a bare `+` stands for a space, as in forms and in S3's `encoding-type=url`.
    package static func decoded(_ bytes: some Collection<UInt8>, plusIsSpace: Bool) -> [UInt8]? {
        let atOnce = bytes.withContiguousStorageIfAvailable { Self.decoded(stretch: $0, plusIsSpace: plusIsSpace) }
        if let atOnce { return atOnce }
        return Array(bytes).withUnsafeBufferPointer { Self.decoded(stretch: $0, plusIsSpace: plusIsSpace) }
    }

    private static func decoded(stretch bytes: UnsafeBufferPointer<UInt8>, plusIsSpace: Bool) -> [UInt8]? {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        // What stands for itself is copied in stretches.
        var start = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            guard byte == UInt8(ascii: "%") || plusIsSpace && byte == UInt8(ascii: "+") else {
                index += 1
                continue
            }
            decoded.append(contentsOf: bytes[start..<index])
            if byte == UInt8(ascii: "+") {
                decoded.append(UInt8(ascii: " "))
                index += 1
            } else {
                guard index + 2 < bytes.count, let high = bytes[index + 1].hexadecimalValue,
                    let low = bytes[index + 2].hexadecimalValue
                else { return nil }
                decoded.append(high << 4 | low)
                index += 3
            }
            start = index
        }
        decoded.append(contentsOf: bytes[start..<index])
        return decoded
    }
}

extension [UInt8] {
    /// Adds the bytes of `text`, encoded.
    package mutating func appendPercentEncoded(_ text: String, keepingSlash: Bool) {
        var text = text
        text.withUTF8 { appendPercentEncoded($0, keepingSlash: keepingSlash) }
    }

    /// Adds `bytes`, encoded.
    package mutating func appendPercentEncoded(_ bytes: UnsafeBufferPointer<UInt8>, keepingSlash: Bool) {
        appendPercentEncoded(bytes, keeping: keepingSlash ? .unreservedAndSlash : .unreserved)
    }

    /// Adds `bytes`, of which those stay as they are that `plain` has.
    package mutating func appendPercentEncoded(_ bytes: UnsafeBufferPointer<UInt8>, keeping plain: ASCIISet) {
        // What stays as it is is copied in stretches.
        var start = 0
        for index in bytes.indices {
            let byte = bytes[index]
            if plain.contains(byte) { continue }
            append(contentsOf: bytes[start..<index])
            append(UInt8(ascii: "%"))
            append((byte >> 4).upperCaseDigit)
            append((byte & 15).upperCaseDigit)
            start = index + 1
        }
        append(contentsOf: bytes[start...])
    }
}

extension UInt8 {
    fileprivate var upperCaseDigit: UInt8 { self < 10 ? UInt8(ascii: "0") + self : UInt8(ascii: "A") + self - 10 }

    /// What the byte counts as a hexadecimal digit of either case.
    package var hexadecimalValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
