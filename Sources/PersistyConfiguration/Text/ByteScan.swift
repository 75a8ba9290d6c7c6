/// A place in a text that moves forward and knows its line.
struct ByteScan {
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1
    private var lineStart = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // A byte order mark is no part of the first key.
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { (index, lineStart) = (3, 3) }
    }

    var isAtEnd: Bool { index >= bytes.count }
    var peek: UInt8? { index < bytes.count ? bytes[index] : nil }
    var position: TextPosition { TextPosition(line: line, column: index - lineStart + 1) }

    mutating func advance() {
        guard index < bytes.count else { return }
        if bytes[index] == UInt8(ascii: "\n") { (line, lineStart) = (line + 1, index + 1) }
        index += 1
    }

    mutating func skip(_ characters: StaticString) {
        while let byte = peek, characters.contains(byte) { advance() }
    }

    mutating func skipLine() {
        while let byte = peek, byte != UInt8(ascii: "\n") { advance() }
    }

    /// A bare or quoted part of a key; `nil` when there is none here.
    mutating func keyPart() -> String? {
        let start = index
        if peek == UInt8(ascii: "\"") || peek == UInt8(ascii: "'") {
            _ = skipText()
            return String(decoding: bytes[start..<index].dropFirst().dropLast(), as: UTF8.self)
        }
        while let byte = peek, Self.bare.contains(byte) { advance() }
        return start == index ? nil : String(decoding: bytes[start..<index], as: UTF8.self)
    }

    /// Skips a text of one of TOML's four kinds; a one-line text ends at its line's end in any case.
    ///
    /// - Returns: Whether an escape in it stands for U+0000.
    mutating func skipText() -> Bool {
        guard let quote = peek else { return false }
        let isEscaping = quote == UInt8(ascii: "\"")
        let isLong = starts(with: [quote, quote, quote])
        for _ in 0..<(isLong ? 3 : 1) { advance() }
        var holdsNUL = false
        while let byte = peek {
            if byte == quote, !isLong || starts(with: [quote, quote, quote]) {
                for _ in 0..<(isLong ? 3 : 1) { advance() }
                return holdsNUL
            }
            if byte == UInt8(ascii: "\n"), !isLong { return holdsNUL }
            if isEscaping, byte == UInt8(ascii: "\\") {
                if starts(with: Self.shortNUL) || starts(with: Self.longNUL) { holdsNUL = true }
                advance()
                if peek == UInt8(ascii: "\n"), !isLong { return holdsNUL }
            }
            advance()
        }
        return holdsNUL
    }

    private func starts(with other: [UInt8]) -> Bool { bytes[index...].starts(with: other) }

    private static let bare = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-".utf8)
    private static let shortNUL = Array("\\u0000".utf8)
    private static let longNUL = Array("\\U00000000".utf8)
}

extension StaticString {
    fileprivate func contains(_ byte: UInt8) -> Bool { withUTF8Buffer { $0.contains(byte) } }
}
