internal import TerminalUI

extension Terminal {
    /// Puts text on the clipboard of the terminal's owner (OSC 52), however many hosts lie between. Answers whether
    /// it was sent: 8 KiB is what terminals take. They do not say whether they did.
    @discardableResult
    package func copyToClipboard(_ text: String) -> Bool {
        let kept = text.unicodeScalars.filter {
            !($0.value < 0x20 && $0 != "\n" && $0 != "\t") && !(0x7F..<0xA0).contains($0.value)
        }
        let bytes = Array(String(String.UnicodeScalarView(kept)).utf8)
        guard bytes.count <= 8192 else { return false }
        let sequence = "\u{1B}]52;c;\(Base64.encode(bytes))\u{1B}\\"
        send(sequence)
        if isInTmux {
            let inner = sequence.replacing("\u{1B}", with: "\u{1B}\u{1B}")
            send("\u{1B}Ptmux;\(inner)\u{1B}\\")
        }
        return true
    }
}

/// RFC 4648, section 4.
enum Base64 {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? digits[value >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
