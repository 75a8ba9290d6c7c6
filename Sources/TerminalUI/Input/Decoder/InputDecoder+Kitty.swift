extension InputDecoder {
    /// `ESC [ code : shifted ; modifiers : event u`.
    mutating func finishKitty(_ parameters: Parameters, _ modifiers: Key.Modifiers) {
        guard let number = parameters.numbers.first, !parameters.isRelease else { return }
        if modifiers == .shift, let shifted = parameters.parts[0].first, shifted > 0 {
            return emitCodepoint(shifted, [])
        }
        emitCodepoint(number, modifiers)
    }

    /// A key given as the number of its character.
    mutating func emitCodepoint(_ number: Int, _ modifiers: Key.Modifiers) {
        if let code = KeyTable.kitty[number] { return emit(code, modifiers) }
        guard let scalar = Unicode.Scalar(UInt32(number)), number >= 0x20, !(0x7F..<0xA0).contains(number),
            !(0xE000...0xF8FF).contains(number)
        else { return }
        emit(.character(scalar), modifiers)
    }
}
