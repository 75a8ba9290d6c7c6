/// The escaping of hostile text: `\x..` for a byte that is not UTF-8, `\u{..}` for a scalar that must not reach a
/// terminal, `\\` for a backslash. Nothing else begins with a backslash, so the text can be read back.
enum Escaping {
    /// Whether the bytes are ASCII that needs no escape.
    static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = bytes.first, let last = bytes.last else { return true }
        guard first != 0x20, last != 0x20 else { return false }
        return bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
    }

    static func escape(_ bytes: [UInt8]) -> String {
        let units = units(of: bytes)
        var text = ""
        text.reserveCapacity(bytes.count + bytes.count / 4)
        var state = State()
        for (index, unit) in units.enumerated() {
            switch unit {
            case .byte(let byte):
                text += byte < 16 ? "\\x0" : "\\x"
                text += String(byte, radix: 16)
                state.hasBase = false
            case .scalar(let scalar):
                let isEdge = index == 0 || index == units.count - 1
                append(scalar, at: index, isEdge: isEdge, of: units, to: &text, &state)
            }
        }
        return text
    }

    private struct State {
        var marks = 0
        var hasBase = false
    }

    private enum Unit {
        case byte(UInt8)
        case scalar(Unicode.Scalar)

        var scalar: Unicode.Scalar? { if case .scalar(let scalar) = self { scalar } else { nil } }
    }

    private static func append(
        _ scalar: Unicode.Scalar,
        at index: Int,
        isEdge: Bool,
        of units: [Unit],
        to text: inout String,
        _ state: inout State
    ) {
        let kind = ScalarClass(scalar)
        if kind.isMark {
            let follows = index > 0 ? units[index - 1].scalar : nil
            let isEmojiStyle = scalar.value == 0xFE0F && follows?.isEmoji == true
            if isEmojiStyle || (state.hasBase && state.marks < 4 && kind != .unsafeMark) {
                text.unicodeScalars.append(scalar)
                state.marks += 1
            } else {
                text += escaped(scalar)
            }
        } else if scalar == "\\" {
            text += "\\\\"
            state = State(hasBase: true)
        } else if scalar.value == 0x200D, joinsEmoji(at: index, in: units) {
            text.unicodeScalars.append(scalar)
        } else if kind == .unsafe || (scalar == " " && isEdge) {
            text += escaped(scalar)
            state.hasBase = false
        } else {
            text.unicodeScalars.append(scalar)
            state = State(hasBase: true)
        }
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        "\\u{" + String(scalar.value, radix: 16) + "}"
    }

    private static func joinsEmoji(at index: Int, in units: [Unit]) -> Bool {
        guard index + 1 < units.count, units[index + 1].scalar?.isEmoji == true else { return false }
        let before = units[..<index].last { $0.scalar?.value != 0xFE0F }
        guard let scalar = before?.scalar else { return false }
        return scalar.isEmoji || scalar.isSkinTone
    }

    /// The scalars of the bytes, and each byte that begins none.
    private static func units(of bytes: [UInt8]) -> [Unit] {
        var units: [Unit] = []
        units.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while let first = rest.first {
            if let (scalar, length) = UTF8Scalar.first(of: rest) {
                units.append(.scalar(scalar))
                rest = rest.dropFirst(length)
            } else {
                units.append(.byte(first))
                rest = rest.dropFirst()
            }
        }
        return units
    }
}
