/// One scalar of UTF-8, by table 3-7 of the Unicode Standard.
enum UTF8Scalar {
    /// How many bytes a scalar with this first byte takes, or nil when none begins so.
    static func length(of first: UInt8) -> Int? {
        switch first {
        case 0x00...0x7F: 1
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: nil
        }
    }

    /// The scalar that the bytes begin with, when they begin with a complete one.
    static func first(of bytes: ArraySlice<UInt8>) -> (scalar: Unicode.Scalar, length: Int)? {
        guard let lead = bytes.first, let length = length(of: lead), bytes.count >= length else { return nil }
        guard length > 1 else { return (Unicode.Scalar(lead), 1) }
        var value = UInt32(lead) & (0x7F >> UInt32(length))
        for byte in bytes.dropFirst().prefix(length - 1) {
            guard byte & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        let isShortest = length == 2 || value >= (length == 3 ? 0x800 : 0x10000)
        guard isShortest, let scalar = Unicode.Scalar(value) else { return nil }
        return (scalar, length)
    }
}
