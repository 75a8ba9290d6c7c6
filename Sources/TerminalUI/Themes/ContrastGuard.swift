/// Brings colours down to what a terminal has, and keeps text readable on its background.
struct ContrastGuard {
    let depth: ColorDepth

    /// The colour as the terminal can show it.
    func background(_ color: Color) -> Color { quantized(color) { _ in true } }

    /// The text colour as the terminal can show it: the nearest one that is readable, when the style as wanted is.
    func foreground(of style: Style, on shown: Color, ratio: Double) -> Color {
        guard let behind = shown.rgb, isReadable(style.foreground, on: style.background, ratio: ratio) else {
            return quantized(style.foreground) { _ in true }
        }
        return quantized(style.foreground) { $0.contrast(with: behind) >= ratio }
    }

    /// Whether the text can be read. What is not known is not judged: the terminal's own colours are its owner's.
    func isReadable(_ color: Color, on background: Color, ratio: Double) -> Bool {
        guard let text = color.rgb, let behind = background.rgb else { return true }
        return text.contrast(with: behind) >= ratio
    }

    /// The text colour moved in lightness until it can be read.
    func corrected(_ color: Color, on background: Color, ratio: Double) -> Color {
        guard let text = color.rgb, let behind = background.rgb else { return color }
        let isReadable = { (candidate: RGB) in candidate.contrast(with: behind) >= ratio }
        switch depth {
        case .direct, .mono:
            return Color(Self.lightened(text, until: isReadable))
        case .palette256:
            return TerminalPalette.nearest(to: text, in: 16..<256, where: isReadable).map(Color.palette) ?? color
        case .palette16:
            return TerminalPalette.nearest(to: text, in: 0..<16, where: isReadable).map(Color.palette) ?? color
        }
    }

    private static func lightened(_ text: RGB, until isReadable: (RGB) -> Bool) -> RGB {
        let lab = text.oklab
        for step in 1...100 {
            for direction in [1.0, -1.0] {
                let candidate = RGB(oklab: [lab[0] + direction * Double(step) / 100, lab[1], lab[2]])
                if isReadable(candidate) { return candidate }
            }
        }
        return isReadable(RGB(255, 255, 255)) ? RGB(255, 255, 255) : RGB(0, 0, 0)
    }

    private func quantized(_ color: Color, where isAllowed: (RGB) -> Bool) -> Color {
        let range: Range<Int>
        switch (depth, color) {
        case (.palette256, .rgb): range = 16..<256
        case (.palette16, .rgb), (.palette16, .palette(16...)): range = 0..<16
        default: return color
        }
        guard let wanted = color.rgb else { return color }
        let nearest = TerminalPalette.nearest(to: wanted, in: range, where: isAllowed)
        return (nearest ?? TerminalPalette.nearest(to: wanted, in: range)).map(Color.palette) ?? color
    }
}
