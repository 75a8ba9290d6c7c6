/// The 256 colours of a terminal: sixteen that its owner chooses, a cube and greys that are fixed.
enum TerminalPalette {
    /// The names of the first sixteen.
    static let names = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
        "bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
        "bright-white",
    ]

    static func color(named name: String) -> Color? {
        switch name {
        case "default": .terminalDefault
        case "grey", "gray": .palette(8)
        default: names.firstIndex(of: name).map { .palette(UInt8($0)) }
        }
    }

    static let allNames = ["default", "grey", "gray"] + names

    /// xterm's values. What the owner of the terminal made of the first sixteen is not known.
    static let values: [RGB] = {
        let first: [UInt32] = [
            0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
            0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
        ]
        var values = first.map { RGB(UInt8($0 >> 16), UInt8($0 >> 8 & 0xFF), UInt8($0 & 0xFF)) }
        let steps: [UInt8] = [0, 95, 135, 175, 215, 255]
        for red in steps {
            for green in steps {
                for blue in steps { values.append(RGB(red, green, blue)) }
            }
        }
        for grey in 0..<24 {
            let level = UInt8(8 + 10 * grey)
            values.append(RGB(level, level, level))
        }
        return values
    }()

    private static let labs = values.map(\.oklab)

    /// The colour of a part of the palette that looks most like another, among those that are allowed.
    static func nearest(to wanted: RGB, in range: Range<Int>, where isAllowed: (RGB) -> Bool = { _ in true }) -> UInt8?
    {
        let lab = wanted.oklab
        var best: (index: Int, distance: Double)?
        for index in range where isAllowed(values[index]) {
            let difference = labs[index] - lab
            let distance = (difference * difference).sum()
            if distance < best?.distance ?? .infinity { best = (index, distance) }
        }
        return best.map { UInt8($0.index) }
    }
}

extension Color {
    /// What the colour looks like, when that is known.
    var rgb: RGB? {
        switch self {
        case .terminalDefault: nil
        case .palette(let index): TerminalPalette.values[Int(index)]
        case .rgb(let red, let green, let blue): RGB(red, green, blue)
        }
    }

    init(_ rgb: RGB) { self = .rgb(rgb.red, rgb.green, rgb.blue) }
}

extension Color {
    /// The colour of a terminal's palette of so many that looks most like this one.
    package func paletteIndex(below count: Int) -> UInt8? {
        if count < 16, case .palette(let index) = self, index < 16 { return index % 8 }
        // The first sixteen are the owner's: where there are more, none of them is certain to look right.
        return rgb.flatMap { TerminalPalette.nearest(to: $0, in: count > 16 ? 16..<count : 0..<count) }
    }

    /// The colour as one number, when it is known.
    package var redGreenBlue: UInt32? {
        rgb.map { UInt32($0.red) << 16 | UInt32($0.green) << 8 | UInt32($0.blue) }
    }
}
