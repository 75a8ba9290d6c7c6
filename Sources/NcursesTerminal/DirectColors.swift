internal import TerminalUI

/// Colours of red, green and blue on a terminal whose description names colours by number only.
///
/// ncurses draws with numbers of the palette that stand for the colours; in what it has written, each such number is
/// then replaced by the colour that it stands for.
struct DirectColors {
    /// The sixteen colours of the terminal's own stay what they are.
    private static let first: Int32 = 16
    private static let last: Int32 = 255

    private static let head = Array("\u{1B}[38;5;".utf8)

    private var numbers: [Color: Int32] = [:]
    /// The colours of the numbers from ``first`` on.
    private var colors: [Color] = []

    /// The number that stands for a colour; `nil` when all are taken.
    mutating func number(of color: Color) -> Int32? {
        if let number = numbers[color] { return number }
        let number = Self.first + Int32(colors.count)
        guard number <= Self.last else { return nil }
        colors.append(color)
        numbers[color] = number
        return number
    }

    /// What ncurses has written, with the colours that the terminal is to show.
    func applied(to bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 2)
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x1B, let (kind, number, end) = Self.choice(in: bytes, at: index),
                let sequence = sequence(kind, number)
            {
                result += sequence
                index = end
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    /// `3` or `4` and the number, where `ESC [ 38 ; 5 ; number m` or `ESC [ 48 ; 5 ; number m` stands, and its end.
    private static func choice(
        in bytes: UnsafeRawBufferPointer, at start: Int
    ) -> (kind: UInt8, number: Int32, end: Int)? {
        guard start + head.count < bytes.count else { return nil }
        let kind = bytes[start + 2]
        guard kind == UInt8(ascii: "3") || kind == UInt8(ascii: "4"),
            head.indices.allSatisfy({ $0 == 2 || bytes[start + $0] == head[$0] })
        else { return nil }
        var number: Int32 = 0
        var index = start + head.count
        while index < bytes.count, (0x30...0x39).contains(bytes[index]), number <= last {
            number = number * 10 + Int32(bytes[index] - 0x30)
            index += 1
        }
        guard index < bytes.count, bytes[index] == UInt8(ascii: "m") else { return nil }
        return (kind, number, index + 1)
    }

    private func sequence(_ kind: UInt8, _ number: Int32) -> [UInt8]? {
        let index = Int(number - Self.first)
        guard colors.indices.contains(index) else { return nil }
        let ground = kind == UInt8(ascii: "3") ? "38" : "48"
        return switch colors[index] {
        case .terminalDefault: nil
        case .palette(let number): Array("\u{1B}[\(ground);5;\(number)m".utf8)
        case .rgb(let red, let green, let blue): Array("\u{1B}[\(ground);2;\(red);\(green);\(blue)m".utf8)
        }
    }
}

extension DirectColors {
    /// Whether a terminal takes colours of red, green and blue though its description does not say so.
    ///
    /// COLORTERM is the terminal's promise; GNU screen hands it on without keeping it.
    static func arePromised(by environment: [String: String]) -> Bool {
        let promise = environment["COLORTERM"]?.lowercased()
        let isInScreen = environment["STY"]?.isEmpty == false
        return (promise == "truecolor" || promise == "24bit") && !isInScreen
    }
}
