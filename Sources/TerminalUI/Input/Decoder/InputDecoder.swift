/// Turns the bytes a terminal sends into input. It goes byte by byte, so how reads split them changes nothing; only
/// whether an Escape stands alone is a question of time, which the owner answers with `expire()`.
///
/// ncurses is not asked: measured, it reorders a burst of mouse reports, reports no drag, and runs pastes as keys.
/// Grammar: ECMA-48 §5.4, xterm's ctlseqs, and the kitty keyboard protocol.
package struct InputDecoder: Sendable {
    enum State {
        case ground
        /// A scalar of several bytes has begun.
        case scalar([UInt8], alt: Bool)
        /// One Escape, or two.
        case escape(isDouble: Bool)
        /// A lone Escape was reported; what looks like the rest of a sequence still belongs to it.
        case escapeReported
        case control(Sequence)
        /// `ESC O`, of keypads and some function keys.
        case single(Sequence)
        /// The three bytes of a mouse report without SGR.
        case oldMouse([UInt8])
        /// A reply of any length that ends in ST: OSC, DCS, APC, PM and SOS.
        case string(introducer: UInt8, count: Int, sawEscape: Bool)
        case paste(Paste)
    }

    /// What stands between the introducer of a sequence and its final byte.
    struct Sequence {
        var bytes: [UInt8] = []
        var alt = false
        /// Whether its Escape was already reported as a key.
        var isTail = false
    }

    var state = State.ground
    var inputs: [Input] = []
    var heldButton = Mouse.Button.left
    private var isExpired = false

    package init() {}

    package mutating func decode(_ bytes: some Swift.Sequence<UInt8>) -> [Input] {
        var rest = Array(bytes)[...]
        if !rest.isEmpty { isExpired = false }
        while let byte = rest.first {
            if case .paste(var paste) = state, !paste.isEnding, byte != Self.escapeByte {
                // Taken out of the state, so that the paste is appended to in place.
                state = .ground
                let plain = rest.prefix { $0 != Self.escapeByte }
                paste.keep(plain)
                state = .paste(paste)
                rest = rest.dropFirst(plain.count)
            } else {
                step(byte)
                rest = rest.dropFirst()
            }
        }
        return take()
    }

    /// Whether what was read may be the beginning of a sequence, so that its end must be waited for a little.
    package var isWaiting: Bool {
        guard !isExpired else { return false }
        return switch state {
        case .escape, .control, .single, .oldMouse, .string: true
        case .ground, .scalar, .escapeReported, .paste: false
        }
    }

    /// Whether a paste has begun and not ended.
    package var isPasting: Bool { if case .paste = state { true } else { false } }

    /// The wait is over: what was read was all. A lone Escape is the key; the beginning of a sequence is kept, so that
    /// its late rest is not taken for typing.
    package mutating func expire() -> [Input] {
        guard isWaiting else { return [] }
        isExpired = true
        switch state {
        case .escape(let isDouble):
            emit(.escape)
            if isDouble { emit(.escape) }
            state = .escapeReported
        case .control(let sequence) where sequence.bytes.isEmpty: reportIntroducer("[", of: sequence)
        case .single(let sequence) where sequence.bytes.isEmpty: reportIntroducer("O", of: sequence)
        case .string(let introducer, let count, let sawEscape):
            if count == 0, !sawEscape { emit(.character(Unicode.Scalar(introducer)), .alt) }
            state = .ground
        default: break
        }
        return take()
    }

    /// So much time has passed that nothing to come belongs to what was read.
    package mutating func forget() -> [Input] {
        switch state {
        case .paste(let paste): inputs.append(.paste(paste.text))
        case .ground, .scalar: return []
        default: break
        }
        state = .ground
        isExpired = false
        return take()
    }

    private mutating func reportIntroducer(_ scalar: Unicode.Scalar, of sequence: Sequence) {
        if sequence.isTail {
            emit(.character(scalar))
            state = .ground
        } else {
            emit(.character(scalar), .alt)
        }
    }

    private mutating func take() -> [Input] {
        defer { inputs = [] }
        return inputs
    }

    mutating func emit(_ code: Key.Code, _ modifiers: Key.Modifiers = []) {
        inputs.append(.key(Key(code, modifiers).normalized))
    }
}
