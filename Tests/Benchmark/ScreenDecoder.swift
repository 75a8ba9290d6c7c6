/// Takes the bytes that a program writes to its terminal, and draws them on a screen.
struct ScreenDecoder {
    private(set) var screen: Screen
    /// What the terminal answers to questions.
    private(set) var answers: [UInt8] = []

    private enum State {
        case text, escape, sequence
        /// A string for the terminal, which ends with BEL or ESC \.
        case string
        /// The name of a character set.
        case skip
    }

    private var state = State.text
    private var parameters: [UInt8] = []
    private var character: [UInt8] = []

    init(columns: Int, rows: Int) { screen = Screen(columns: columns, rows: rows) }

    mutating func takeAnswers() -> [UInt8] {
        defer { answers = [] }
        return answers
    }

    mutating func decode(_ bytes: ArraySlice<UInt8>) {
        for byte in bytes { decode(byte) }
    }

    private mutating func decode(_ byte: UInt8) {
        switch (state, byte) {
        case (.string, 0x07): state = .text
        case (_, 0x1b): state = .escape
        case (.string, _): break
        case (.skip, _): state = .text
        case (.escape, _): escape(byte)
        case (.sequence, 0x40...0x7e):
            state = .text
            control(byte)
        case (.sequence, 0x20...0x3f): parameters.append(byte)
        case (_, ..<0x20): format(byte)
        case (.text, 0x20..<0x7f): screen.draw(Unicode.Scalar(byte))
        case (.text, _): collect(byte)
        case (.sequence, _): break
        }
    }

    private mutating func escape(_ byte: UInt8) {
        state = .text
        switch byte {
        case UInt8(ascii: "["):
            state = .sequence
            parameters = []
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
            state = .string
        case 0x20...0x2f: state = .skip
        case UInt8(ascii: "7"): screen.save()
        case UInt8(ascii: "8"): screen.restore()
        case UInt8(ascii: "D"): screen.feed()
        case UInt8(ascii: "M"): screen.feedBack()
        default: break
        }
    }

    private mutating func format(_ byte: UInt8) {
        switch byte {
        case 0x08: screen.move(column: screen.column - 1)
        case 0x09: screen.move(column: (screen.column / 8 + 1) * 8)
        case 0x0a...0x0c: screen.feed()
        case 0x0d: screen.move(column: 0)
        default: break
        }
    }

    /// The bytes of a character beyond ASCII.
    private mutating func collect(_ byte: UInt8) {
        if byte & 0xc0 != 0x80 { character = [] }
        character.append(byte)
        let length = character[0] >= 0xf0 ? 4 : character[0] >= 0xe0 ? 3 : 2
        guard character.count == length else { return }
        for scalar in String(decoding: character, as: UTF8.self).unicodeScalars { screen.draw(scalar) }
        character = []
    }

    private mutating func control(_ final: UInt8) {
        guard let mark = parameters.first, (0x3c...0x3f).contains(mark) || parameters.contains(where: { $0 < 0x30 })
        else {
            let numbers = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
                .map { Int(String(decoding: $0, as: UTF8.self)) ?? 0 }
            return standard(final, numbers)
        }
        // The other screen is empty when it is turned to.
        if final == UInt8(ascii: "h"), parameters.elementsEqual("?1049".utf8) { screen.clear() }
    }

    private mutating func standard(_ final: UInt8, _ numbers: [Int]) {
        switch final {
        case UInt8(ascii: "c"): answers += "\u{1b}[?62;22c".utf8
        case UInt8(ascii: "n") where numbers.first == 6:
            answers += "\u{1b}[\(screen.row + 1);\(screen.column + 1)R".utf8
        default: screen.control(final, numbers)
        }
    }
}
