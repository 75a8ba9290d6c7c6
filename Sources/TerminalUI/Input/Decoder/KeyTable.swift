/// What xterm, VT220, rxvt, the Linux console, tmux and kitty send for keys.
enum KeyTable {
    /// After `ESC [`, with `1;modifiers` before the letter or nothing.
    static let lettered: [UInt8: Key.Code] = [
        UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right, UInt8(ascii: "D"): .left,
        UInt8(ascii: "F"): .end, UInt8(ascii: "H"): .home, UInt8(ascii: "P"): .function(1),
        UInt8(ascii: "Q"): .function(2), UInt8(ascii: "R"): .function(3), UInt8(ascii: "S"): .function(4),
        UInt8(ascii: "a"): .up, UInt8(ascii: "b"): .down, UInt8(ascii: "c"): .right, UInt8(ascii: "d"): .left,
    ]

    /// Of those, the letters that rxvt sends with Shift.
    static let shifted = Set("abcd".utf8)

    /// After `ESC O`: cursor keys in application mode, F1 to F4, and the keypad.
    static let single: [UInt8: Key.Code] = {
        var keys = lettered
        keys[UInt8(ascii: "M")] = .enter
        keys[UInt8(ascii: "I")] = .tab
        keys[UInt8(ascii: "X")] = .character("=")
        for (letter, scalar) in zip("jklmnopqrstuvwxy".utf8, "*+,-./0123456789".unicodeScalars) {
            keys[letter] = .character(scalar)
        }
        return keys
    }()

    /// Of those, the letters that rxvt sends with Control.
    static let controlled = Set("abcd".utf8)

    /// The number before `~` (VT220), or before the letters that rxvt puts modifiers into.
    static let numbered: [Int: Key.Code] = {
        var keys: [Int: Key.Code] = [
            1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
        ]
        let functions = [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24, 25, 26, 28, 29, 31, 32, 33, 34]
        for (index, number) in functions.enumerated() { keys[number] = .function(index + 1) }
        return keys
    }()

    static let rxvtModifiers: [UInt8: Key.Modifiers] = [
        UInt8(ascii: "^"): .control, UInt8(ascii: "$"): .shift, UInt8(ascii: "@"): [.control, .shift],
    ]

    /// Kitty's numbers of keys that are no characters.
    static let kitty: [Int: Key.Code] = {
        var keys: [Int: Key.Code] = [
            9: .tab, 13: .enter, 27: .escape, 127: .backspace, 57414: .enter, 57417: .left, 57418: .right,
            57419: .up, 57420: .down, 57421: .pageUp, 57422: .pageDown, 57423: .home, 57424: .end, 57425: .insert,
            57426: .delete,
        ]
        for (index, scalar) in "0123456789./*-+".unicodeScalars.enumerated() {
            keys[57399 + index] = .character(scalar)
        }
        keys[57415] = .character("=")
        for number in 13...24 { keys[57376 + number - 13] = .function(number) }
        return keys
    }()
}
