/// Finds the colours that a theme's words mean.
struct PaletteLookup {
    private let theme: String
    private let depth: ColorDepth
    private var palette: [String: ThemeDefinition.ColorValue] = [:]
    private var exact: [String: ThemeDefinition.ColorValue] = [:]

    /// Checks every colour of the chain, also those that no role uses.
    init(_ chain: [ThemeDefinition], depth: ColorDepth) throws(ThemeError) {
        theme = chain.first?.slug ?? ""
        self.depth = depth
        for definition in chain.reversed() {
            palette.merge(definition.palette) { $1 }
            // What a child says of a name holds at every depth, unless it says more of that depth.
            for name in definition.palette.keys { exact[name] = nil }
            switch depth {
            case .palette256: exact.merge(definition.palette256) { $1 }
            case .palette16: exact.merge(definition.palette16) { $1 }
            case .direct, .mono: break
            }
        }
        for (name, value) in palette.sorted(by: { $0.key < $1.key }) {
            _ = try color(value, field: "palette.\(name)", visited: [name])
        }
        for (table, values) in [("256", chain.map(\.palette256)), ("16", chain.map(\.palette16))] {
            for (name, value) in values.flatMap({ $0.sorted { $0.key < $1.key } }) {
                _ = try exactColor(value, field: "palette.\(table).\(name)")
            }
        }
    }

    func color(_ value: ThemeDefinition.ColorValue, field: String) throws(ThemeError) -> Color {
        try color(value, field: field, visited: [])
    }

    private func color(
        _ value: ThemeDefinition.ColorValue,
        field: String,
        visited: [String]
    ) throws(ThemeError) -> Color {
        guard case .text(let text) = value else { return try exactColor(value, field: field) }
        if !text.hasPrefix("#"), let next = palette[text] {
            if !visited.contains(text) {
                if let value = exact[text] { return try exactColor(value, field: field) }
                return try color(next, field: field, visited: visited + [text])
            }
            if TerminalPalette.color(named: text) == nil {
                let loop = (visited.drop { $0 != text } + [text]).map { ShownText($0) }.joined(separator: " -> ")
                throw ThemeError(.loop, theme: theme, field: field, "the colours name each other: \(loop)")
            }
        }
        return try exactColor(value, field: field)
    }

    /// A colour that is no name of the palette.
    private func exactColor(_ value: ThemeDefinition.ColorValue, field: String) throws(ThemeError) -> Color {
        switch value {
        case .number(let number):
            guard let index = UInt8(exactly: number) else {
                throw ThemeError(.color, theme: theme, field: field, "\(number) is no colour: numbers go 0–255")
            }
            return .palette(index)
        case .text(let text):
            if let color = TerminalPalette.color(named: text) { return color }
            if let rgb = RGB(hex: text) { return Color(rgb) }
            throw ThemeError(.color, theme: theme, field: field, unknown(text))
        }
    }

    private func unknown(_ text: String) -> ShownText {
        if text.hasPrefix("#") {
            return "“\(text)” is no colour: write # and six hexadecimal digits, like #1e1e2e"
        }
        let known = Array(palette.keys).sorted() + TerminalPalette.allNames
        guard let nearest = Nearest.name(to: text, among: known) else {
            return "no such colour: “\(text)” is neither in [palette] nor a name like bright-blue or default"
        }
        return "no such colour: “\(text)”; did you mean “\(nearest)”?"
    }
}
