internal import CNcurses
internal import TerminalUI

/// Brings a screen of ncurses to what a buffer of cells says.
struct Painter {
    private let window: UnsafeMutablePointer<WINDOW>
    private let isUTF8: Bool
    private var pairs: ColorPairs
    private var looks: [Role: Look] = [:]
    private var theme: Theme?
    private var shown: CellBuffer?
    private var cursor: Point?
    private var line: [cchar_t] = []
    private(set) var size: Size

    private struct Look {
        var pair: Int32
        var attributes: attr_t
    }

    /// - Parameter isDirect: Whether the terminal takes colours of red, green and blue that ncurses cannot name.
    init(_ screen: borrowing TerminalScreen, isUTF8: Bool, isDirect: Bool) {
        window = screen.window
        self.isUTF8 = isUTF8
        let limit = min(cncurses_color_pairs(), 32_767)
        pairs = ColorPairs(colors: Int32(clamping: screen.colors), limit: limit, isDirect: isDirect)
        size = Size(columns: Int(getmaxx(window)), rows: Int(getmaxy(window)))
    }

    /// What the numbers of colours stand for in what ncurses has written, if for anything but themselves.
    var directColors: DirectColors? { pairs.direct }

    mutating func resize(to size: Size) {
        self.size = size
        shown = nil
        resizeterm(Int32(size.rows), Int32(size.columns))
        werase(window)
    }

    mutating func redraw() {
        shown = nil
        clearok(window, true)
    }

    mutating func show(_ cells: CellBuffer, cursor: Point?, theme: Theme) {
        if theme != self.theme {
            // The numbers stand for other colours from now on, which ncurses does not know.
            if pairs.direct != nil, self.theme != nil {
                pairs.removeAll()
                clearok(window, true)
            }
            self.theme = theme
            looks = [:]
            shown = nil
        }
        for row in 0..<min(size.rows, cells.size.rows) {
            for run in cells.changes(since: shown, row: row, columns: size.columns) {
                draw(run, of: cells, theme: theme)
            }
        }
        shown = cells
        place(cursor)
        wrefresh(window)
    }

    private mutating func draw(_ run: CellBuffer.Run, of cells: CellBuffer, theme: Theme) {
        line.removeAll(keepingCapacity: true)
        var role: Role?
        var look = Look(pair: 0, attributes: 0)
        cells.forEachGlyph(in: run) { glyph in
            if glyph.role != role {
                role = glyph.role
                look = self.look(of: glyph.role, in: theme)
            }
            line.append(cell(glyph, look))
        }
        // The strings of ncurses are of glyphs: a wide one takes its second cell with it.
        mvwadd_wchnstr(window, Int32(run.row), Int32(run.columns.lowerBound), line, Int32(line.count))
    }

    private mutating func look(of role: Role, in theme: Theme) -> Look {
        if let look = looks[role] { return look }
        let (pair, attributes) = pairs.look(of: theme[role])
        let look = Look(pair: pair, attributes: attributes)
        looks[role] = look
        return look
    }

    private func cell(_ glyph: CellBuffer.DrawnGlyph, _ look: Look) -> cchar_t {
        var cell = cchar_t()
        var text: (wchar_t, wchar_t, wchar_t, wchar_t, wchar_t, wchar_t) = (0, 0, 0, 0, 0, 0)
        text.0 = wchar_t(glyph.scalar)
        if isUTF8 {
            text.1 = wchar_t(glyph.marks[0])
            text.2 = wchar_t(glyph.marks[1])
            text.3 = wchar_t(glyph.marks[2])
            text.4 = wchar_t(glyph.marks[3])
        } else if glyph.scalar >= 0x7F {
            text.0 = wchar_t(UInt8(ascii: "?"))
        }
        withUnsafePointer(to: &text.0) { _ = cncurses_set_cell(&cell, $0, look.attributes, look.pair) }
        return cell
    }

    private mutating func place(_ cursor: Point?) {
        if (cursor == nil) != (self.cursor == nil) {
            curs_set(cursor == nil ? 0 : 1)
            leaveok(window, cursor == nil)
        }
        self.cursor = cursor
        if let cursor { wmove(window, Int32(cursor.row), Int32(cursor.column)) }
    }
}
