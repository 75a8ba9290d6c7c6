extension InputDecoder {
    /// `ESC [ < button ; column ; row` and `M` for a press, `m` for a release.
    mutating func reportMouse(_ parameters: Parameters, final: UInt8) {
        let numbers = parameters.numbers
        guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return }
        let point = Point(column: numbers[1] - 1, row: numbers[2] - 1)
        switch final {
        case UInt8(ascii: "M"): report(numbers[0], at: point, isRelease: false)
        case UInt8(ascii: "m"): report(numbers[0], at: point, isRelease: true)
        default: return
        }
    }

    /// `ESC [ M` and three bytes, each 32 higher than its number; a release does not say of which button.
    mutating func continueOldMouse(_ before: [UInt8], _ byte: UInt8) {
        let bytes = before + [byte]
        guard bytes.count == 3 else {
            state = .oldMouse(bytes)
            return
        }
        state = .ground
        guard bytes[0] >= 32, bytes[1] > 32, bytes[2] > 32 else { return }
        let number = Int(bytes[0]) - 32
        let isRelease = number & 0b1110_0011 == 3
        let point = Point(column: Int(bytes[1]) - 33, row: Int(bytes[2]) - 33)
        report(isRelease ? number & ~3 | Self.number(of: heldButton) : number, at: point, isRelease: isRelease)
    }

    private mutating func report(_ number: Int, at point: Point, isRelease: Bool) {
        // Buttons from 128 on are the thumb's: they mean nothing here.
        guard number < 128, let action = action(number, isRelease: isRelease) else { return }
        var modifiers: Key.Modifiers = []
        if number & 4 != 0 { modifiers.insert(.shift) }
        if number & 8 != 0 { modifiers.insert(.alt) }
        if number & 16 != 0 { modifiers.insert(.control) }
        inputs.append(.mouse(Mouse(action, at: point, modifiers)))
    }

    private mutating func action(_ number: Int, isRelease: Bool) -> Mouse.Action? {
        let button: Mouse.Button? = [.left, .middle, .right, nil][number & 3]
        if number & 64 != 0 {
            return isRelease ? nil : .scrolled([.up, .down, .left, .right][number & 3])
        }
        if number & 32 != 0 { return button.map { .dragged($0) } ?? .moved }
        guard let button else { return nil }
        if isRelease { return .released(button) }
        heldButton = button
        return .pressed(button)
    }

    private static func number(of button: Mouse.Button) -> Int {
        switch button {
        case .left: 0
        case .middle: 1
        case .right: 2
        }
    }
}
