/// The signs a screen is drawn with. They follow the font and the locale, so they are a setting and not part of a
/// theme. Each is one column wide and has no emoji form.
package struct Glyphs: Hashable, Sendable {
    package var horizontal: ShownText = "─"
    package var vertical: ShownText = "│"
    package var topLeft: ShownText = "┌"
    package var topRight: ShownText = "┐"
    package var bottomLeft: ShownText = "└"
    package var bottomRight: ShownText = "┘"
    package var teeDown: ShownText = "┬"
    package var teeUp: ShownText = "┴"
    package var teeLeft: ShownText = "┤"
    package var teeRight: ShownText = "├"

    package var mark: ShownText = "✓"
    package var cursor: ShownText = "▌"
    package var cursorIdle: ShownText = "▏"
    package var ascending: ShownText = "▲"
    package var descending: ShownText = "▼"
    package var arrow: ShownText = "→"
    package var up: ShownText = "↑"
    package var down: ShownText = "↓"
    package var crumb: ShownText = "▸"
    package var dot: ShownText = "·"
    package var ellipsis: ShownText = "…"
    package var unknown: ShownText = "—"

    /// A progress bar's cells from an eighth to full; a set without parts has one.
    package var bar: [ShownText] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
    package var barEmpty: ShownText = " "
    /// The upper half of a cell, its lower half and all of it; a set without halves has one sign.
    package var halfBlocks: [ShownText] = ["▀", "▄", "█"]
    package var spinner: [ShownText] = ["|", "/", "-", "\\"]

    package static let unicode = Glyphs()

    /// For fonts with icons; no icon is used yet.
    package static let nerd = unicode

    package static let ascii: Glyphs = {
        var glyphs = Glyphs()
        glyphs.horizontal = "-"
        glyphs.vertical = "|"
        for corner in [
            \Glyphs.topLeft, \.topRight, \.bottomLeft, \.bottomRight, \.teeDown, \.teeUp, \.teeLeft, \.teeRight,
        ] {
            glyphs[keyPath: corner] = "+"
        }
        glyphs.mark = "*"
        glyphs.cursor = ">"
        glyphs.cursorIdle = "|"
        glyphs.ascending = "^"
        glyphs.descending = "v"
        glyphs.arrow = ">"
        glyphs.up = "^"
        glyphs.down = "v"
        glyphs.crumb = "/"
        glyphs.dot = "-"
        glyphs.ellipsis = "~"
        glyphs.unknown = "-"
        glyphs.bar = ["#"]
        glyphs.barEmpty = "."
        glyphs.halfBlocks = ["#"]
        return glyphs
    }()

    package static func named(_ name: String) -> Glyphs? {
        switch name {
        case "unicode": unicode
        case "ascii": ascii
        case "nerd": nerd
        default: nil
        }
    }
}
