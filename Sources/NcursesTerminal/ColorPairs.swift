internal import CNcurses
internal import TerminalUI

/// The pairs of colours that ncurses was told, made when they are first drawn.
struct ColorPairs {
    private struct Pair: Hashable {
        var foreground: Int32
        var background: Int32
    }

    private let colors: Int32
    private let limit: Int32
    private var numbers = Self.none
    /// The colours that numbers stand for, where they are to be shown exactly.
    private(set) var direct: DirectColors?

    private static let none: [Pair: Int32] = [Pair(foreground: -1, background: -1): 0]

    init(colors: Int32, limit: Int32, isDirect: Bool = false) {
        self.colors = colors
        self.limit = limit
        direct = isDirect ? DirectColors() : nil
    }

    /// Forgets all pairs; whatever is shown must be drawn anew.
    mutating func removeAll() {
        numbers = Self.none
        if direct != nil { direct = DirectColors() }
    }

    /// The pair and the attributes for a style.
    mutating func look(of style: Style) -> (pair: Int32, attributes: attr_t) {
        var attributes: attr_t = 0
        for (attribute, bits) in Self.attributes where style.attributes.contains(attribute) { attributes |= bits }
        guard colors > 0 else { return (0, attributes) }
        if colors < 16, case .palette(8...15) = style.foreground { attributes |= CNCURSES_BOLD }
        let pair = Pair(foreground: number(of: style.foreground), background: number(of: style.background))
        return (number(of: pair), attributes)
    }

    private static let attributes: [(Style.Attributes, attr_t)] = [
        (.bold, CNCURSES_BOLD), (.dim, CNCURSES_DIM), (.italic, CNCURSES_ITALIC), (.underline, CNCURSES_UNDERLINE),
        (.reverse, CNCURSES_REVERSE),
    ]

    private mutating func number(of pair: Pair) -> Int32 {
        if let number = numbers[pair] { return number }
        let next = Int32(numbers.count)
        guard next < limit, init_extended_pair(next, pair.foreground, pair.background) == OK else {
            return folded(pair)
        }
        numbers[pair] = next
        return next
    }

    /// When the terminal has no more pairs: one that is the same behind the text, else the terminal's own colours.
    private mutating func folded(_ pair: Pair) -> Int32 {
        let number = numbers.filter { $0.key.background == pair.background }.map(\.value).min() ?? 0
        numbers[pair] = number
        return number
    }

    private mutating func number(of color: Color) -> Int32 {
        if let number = standIn(for: color) { return number }
        if colors > 256 { return directNumber(of: color) }
        switch color {
        case .terminalDefault: return -1
        case .palette(let index) where Int32(index) < colors: return Int32(index)
        case .palette, .rgb:
            let count = colors >= 256 ? 256 : colors >= 16 ? 16 : 8
            return color.paletteIndex(below: count).map { Int32($0) % max(8, colors) } ?? -1
        }
    }

    /// The number that stands for a colour which the terminal is told exactly.
    private mutating func standIn(for color: Color) -> Int32? {
        guard direct != nil else { return nil }
        switch color {
        case .terminalDefault, .palette(0..<16): return nil
        // When no numbers are left: the nearest of the terminal's own colours, which need none.
        case .palette, .rgb: return direct?.number(of: color) ?? color.paletteIndex(below: 16).map(Int32.init)
        }
    }

    /// Direct terminals keep eight numbers for the palette, and take all others for red, green and blue.
    private func directNumber(of color: Color) -> Int32 {
        switch color {
        case .terminalDefault: -1
        case .palette(let index) where index < 8: Int32(index)
        case .palette, .rgb: color.redGreenBlue.map { max(8, Int32($0)) } ?? -1
        }
    }
}
