extension InputDecoder {
    static let escapeByte: UInt8 = 0x1B

    mutating func step(_ byte: UInt8) {
        switch state {
        case .ground: begin(byte, alt: false)
        case .scalar(let bytes, let alt): continueScalar(bytes, byte, alt: alt)
        case .escape(let isDouble): afterEscape(byte, isDouble: isDouble)
        case .escapeReported: afterReportedEscape(byte)
        case .control(let sequence): continueControl(sequence, byte)
        case .single(let sequence): continueSingle(sequence, byte)
        case .oldMouse(let bytes): continueOldMouse(bytes, byte)
        case .string(let introducer, let count, let sawEscape):
            continueString(introducer, count: count, sawEscape: sawEscape, byte)
        case .paste(var paste):
            // Taken out of the state, so that the paste is appended to in place.
            state = .ground
            if paste.append(byte) {
                inputs.append(.paste(paste.text))
            } else {
                state = .paste(paste)
            }
        }
    }

    /// A byte where a key begins.
    mutating func begin(_ byte: UInt8, alt: Bool) {
        state = .ground
        let modifiers: Key.Modifiers = alt ? .alt : []
        switch byte {
        case Self.escapeByte: state = .escape(isDouble: false)
        case 0x00: emit(.character(" "), modifiers.union(.control))
        case 0x08, 0x7F: emit(.backspace, modifiers)
        case 0x09: emit(.tab, modifiers)
        case 0x0D: emit(.enter, modifiers)
        case 0x01...0x1A: emit(.character(Unicode.Scalar(byte + 0x60)), modifiers.union(.control))
        case 0x1C...0x1F: emit(.character(Unicode.Scalar(byte + 0x40)), modifiers.union(.control))
        case 0x20..<0x7F: emit(.character(Unicode.Scalar(byte)), modifiers)
        default:
            guard UTF8Scalar.length(of: byte) != nil else { return }
            state = .scalar([byte], alt: alt)
        }
    }

    private mutating func continueScalar(_ before: [UInt8], _ byte: UInt8, alt: Bool) {
        guard byte & 0xC0 == 0x80 else { return begin(byte, alt: false) }
        let bytes = before + [byte]
        guard let length = UTF8Scalar.length(of: bytes[0]), bytes.count >= length else {
            state = .scalar(bytes, alt: alt)
            return
        }
        state = .ground
        guard let (scalar, _) = UTF8Scalar.first(of: bytes[...]), scalar.value >= 0xA0 else { return }
        emit(.character(scalar), alt ? .alt : [])
    }

    private mutating func afterEscape(_ byte: UInt8, isDouble: Bool) {
        switch byte {
        case UInt8(ascii: "["): state = .control(Sequence(alt: isDouble))
        case UInt8(ascii: "O"): state = .single(Sequence(alt: isDouble))
        case _ where isDouble:
            emit(.escape)
            afterEscape(byte, isDouble: false)
        case Self.escapeByte: state = .escape(isDouble: true)
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "X"):
            state = .string(introducer: byte, count: 0, sawEscape: false)
        default: begin(byte, alt: true)
        }
    }

    private mutating func afterReportedEscape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "["): state = .control(Sequence(isTail: true))
        case UInt8(ascii: "O"): state = .single(Sequence(isTail: true))
        default: begin(byte, alt: false)
        }
    }

    /// Swallows a reply. A control inside it means that its end was lost.
    private mutating func continueString(_ introducer: UInt8, count: Int, sawEscape: Bool, _ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\\") where sawEscape: state = .ground
        case _ where sawEscape: afterEscape(byte, isDouble: false)
        case 0x07: state = .ground
        case Self.escapeByte: state = .string(introducer: introducer, count: count, sawEscape: true)
        case 0x00..<0x20: begin(byte, alt: false)
        default: state = .string(introducer: introducer, count: count + 1, sawEscape: false)
        }
    }
}
