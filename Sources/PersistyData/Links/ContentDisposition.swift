/// Values of `Content-Disposition` (RFC 6266): what a browser does with an answer, and the name under which it saves it.
public enum ContentDisposition {
    /// The answer is to be saved.
    public static func attachment(fileName: String) -> String { value("attachment", fileName) }

    /// The answer may be shown.
    public static func inline(fileName: String) -> String { value("inline", fileName) }

    /// The name twice: in ASCII for whoever reads no more, then exactly (RFC 8187 §3.2). Control characters and
    /// separators of paths are “_” in both: names come from outside.
    private static func value(_ kind: String, _ name: String) -> String {
        guard !name.isEmpty else { return kind }
        var (plain, exact) = ([UInt8](), [UInt8]())
        var isPlain = true
        for scalar in name.unicodeScalars {
            let isUnsafe =
                scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value) || "/\\".unicodeScalars.contains(scalar)
            let scalar: Unicode.Scalar = isUnsafe ? "_" : scalar
            if scalar.isASCII, scalar != "\"", scalar != "%" {
                plain.append(UInt8(scalar.value))
            } else {
                plain.append(UInt8(ascii: "_"))
                isPlain = false
            }
            for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                if unreserved.contains(byte) {
                    exact.append(byte)
                } else {
                    exact += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
                }
            }
        }
        let quoted = kind + "; filename=\"" + String(decoding: plain, as: UTF8.self) + "\""
        return isPlain ? quoted : quoted + "; filename*=UTF-8''" + String(decoding: exact, as: UTF8.self)
    }

    private static let unreserved = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~".utf8)
    private static let digits = Array("0123456789ABCDEF".utf8)
}
