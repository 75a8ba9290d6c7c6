extension InputDecoder {
    /// Longer than any sequence a terminal sends for a key or a mouse.
    private static let longest = 64

    mutating func continueControl(_ before: Sequence, _ byte: UInt8) {
        var sequence = before
        switch byte {
        case UInt8(ascii: "M") where before.bytes.isEmpty: state = .oldMouse([])
        case UInt8(ascii: "[") where before.bytes.isEmpty: proceed(.control, &sequence, byte)
        // rxvt ends the keys with Shift in a dollar, which is no final byte elsewhere.
        case UInt8(ascii: "$") where !before.bytes.isEmpty && before.bytes.allSatisfy(Self.isDigit):
            finish(sequence, final: byte)
        case 0x20...0x3F: proceed(.control, &sequence, byte)
        case 0x40...0x7E: finish(sequence, final: byte)
        default: begin(byte, alt: false)
        }
    }

    mutating func continueSingle(_ before: Sequence, _ byte: UInt8) {
        var sequence = before
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: ";"): proceed(.single, &sequence, byte)
        case 0x40...0x7E:
            state = .ground
            guard let code = KeyTable.single[byte] else {
                if sequence.isTail, sequence.bytes.isEmpty { replay("O", byte) }
                return
            }
            let numbers = Parameters(sequence.bytes[...]).numbers
            var modifiers = Self.modifiers(numbers.count > 1 ? numbers[1] : numbers.first ?? 1)
            if sequence.alt { modifiers.insert(.alt) }
            if KeyTable.controlled.contains(byte) { modifiers.insert(.control) }
            emit(code, modifiers)
        default:
            if sequence.isTail, sequence.bytes.isEmpty { emit(.character("O")) }
            begin(byte, alt: false)
        }
    }

    private enum Introducer { case control, single }

    private mutating func proceed(_ introducer: Introducer, _ sequence: inout Sequence, _ byte: UInt8) {
        if sequence.bytes.count < Self.longest { sequence.bytes.append(byte) }
        switch introducer {
        case .control: state = .control(sequence)
        case .single: state = .single(sequence)
        }
    }

    /// What looked like the rest of a sequence was typed.
    private mutating func replay(_ introducer: Unicode.Scalar, _ byte: UInt8) {
        emit(.character(introducer))
        begin(byte, alt: false)
    }

    private mutating func finish(_ sequence: Sequence, final: UInt8) {
        state = .ground
        guard sequence.bytes.count < Self.longest else { return }
        switch sequence.bytes.first {
        case UInt8(ascii: "["): finishLinux(sequence, final: final)
        case UInt8(ascii: "<"): reportMouse(Parameters(sequence.bytes.dropFirst()), final: final)
        // Replies: device attributes, modes, keyboard flags, colour scheme.
        case UInt8(ascii: "?"), UInt8(ascii: ">"), UInt8(ascii: "="): return
        default:
            guard sequence.bytes.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: ";") }) else { return }
            finishKey(Parameters(sequence.bytes[...]), sequence, final: final)
        }
    }

    /// `ESC [ [ A` to `E` are F1 to F5 on the Linux console.
    private mutating func finishLinux(_ sequence: Sequence, final: UInt8) {
        guard sequence.bytes.count == 1, (0x41...0x45).contains(final) else { return }
        emit(.function(Int(final) - 0x40), sequence.alt ? .alt : [])
    }

    private mutating func finishKey(_ parameters: Parameters, _ sequence: Sequence, final: UInt8) {
        let numbers = parameters.numbers
        var modifiers = Self.modifiers(numbers.count > 1 ? numbers[1] : 1)
        if sequence.alt { modifiers.insert(.alt) }
        switch final {
        case UInt8(ascii: "u"): return finishKitty(parameters, modifiers)
        case UInt8(ascii: "~") where numbers.first == 27 && numbers.count == 3:
            return emitCodepoint(numbers[2], modifiers)
        case UInt8(ascii: "~") where numbers.first == 200: state = .paste(Paste())
        case UInt8(ascii: "~"), UInt8(ascii: "^"), UInt8(ascii: "@"), UInt8(ascii: "$"):
            if let code = KeyTable.numbered[numbers.first ?? 0], !parameters.isRelease {
                emit(code, modifiers.union(KeyTable.rxvtModifiers[final] ?? []))
            }
        case UInt8(ascii: "I") where numbers.isEmpty: inputs.append(.focus(true))
        case UInt8(ascii: "O") where numbers.isEmpty: inputs.append(.focus(false))
        case UInt8(ascii: "Z"): emit(.tab, modifiers.union(.shift))
        default: finishLetter(parameters, sequence, modifiers, final: final)
        }
    }

    private mutating func finishLetter(
        _ parameters: Parameters,
        _ sequence: Sequence,
        _ modifiers: Key.Modifiers,
        final: UInt8
    ) {
        let first = parameters.numbers.first ?? 1
        guard first <= 1, !parameters.isRelease, let code = KeyTable.lettered[final] else {
            if sequence.isTail, sequence.bytes.isEmpty { replay("[", final) }
            return
        }
        emit(code, KeyTable.shifted.contains(final) ? modifiers.union(.shift) : modifiers)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// xterm counts modifiers from one: a bit each for Shift, Alt and Control.
    static func modifiers(_ number: Int) -> Key.Modifiers {
        let bits = max(0, number - 1)
        var modifiers: Key.Modifiers = []
        if bits & 1 != 0 { modifiers.insert(.shift) }
        if bits & 2 != 0 { modifiers.insert(.alt) }
        if bits & 4 != 0 { modifiers.insert(.control) }
        return modifiers
    }
}
