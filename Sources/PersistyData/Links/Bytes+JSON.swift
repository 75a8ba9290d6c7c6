extension [UInt8] {
    /// Adds `text` as a JSON string (RFC 8259 §7), in ASCII.
    package mutating func append(json text: String) {
        append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { append(jsonOf: $0) }
        append(UInt8(ascii: "\""))
    }

    private mutating func append(jsonOf bytes: UnsafeBufferPointer<UInt8>) {
        // What stands for itself is copied in stretches.
        var start = 0
        while let stop = bytes[start...].firstIndex(where: { !(0x20..<0x7f).contains($0) || $0 == 0x22 || $0 == 0x5c })
        {
            append(contentsOf: bytes[start..<stop])
            start = stop + 1
            switch bytes[stop] {
            case 0x22, 0x5c:
                append(UInt8(ascii: "\\"))
                append(bytes[stop])
            case 0..<0x80: append(codeUnit: UInt16(bytes[stop]))
            default:
                while start < bytes.count, bytes[start] & 0xc0 == 0x80 { start += 1 }
                for unit in String(decoding: bytes[stop..<start], as: UTF8.self).utf16 { append(codeUnit: unit) }
            }
        }
        append(contentsOf: bytes[start...])
    }

    private mutating func append(codeUnit unit: UInt16) {
        append("\\u" as StaticString)
        Swift.withUnsafeBytes(of: unit.bigEndian) { append(hexadecimal: $0) }
    }
}
