import PersistyData
import TerminalUI

/// One pane: its breadcrumb, headers, rows and footer.
struct PaneView {
    let model: Model
    let side: Side
    let area: Layout.PaneArea

    var pane: Pane { model.panes[side] }
    var isFocused: Bool { model.focus == side }
    var glyphs: Glyphs { model.settings.glyphs }
    var border: Role { isFocused ? .borderFocus : .border }

    private var layout: ColumnLayout {
        ColumnLayout(
            model.settings.columns, model.store(pane.place.store)?.capabilities, width: area.whole.columns)
    }

    func draw(_ frame: inout Frame<Target>) {
        frame.respond(in: area.whole, as: .pane(side))
        drawTitle(&frame)
        drawFooter(&frame)
        let columns = layout
        if !area.header.isEmpty { drawHeader(columns, &frame) }
        let pane = self.pane
        for (index, line) in pane.visibleLines.enumerated() where index < area.list.rows {
            drawLine(line, columns, area.list.line(index), &frame)
        }
        if pane.lineCount == (pane.hasParentLine ? 1 : 0) { drawEmpty(&frame) }
        drawSeparator(&frame)
    }

    /// Moves the cursor's bar and colour from the line that it has left to the one that it is on. No text changes but
    /// the position.
    func redrawCursor(from former: Int, _ frame: inout Frame<Target>) {
        let columns = layout
        let visible = pane.visibleLines
        for line in [former, pane.cursor] {
            guard visible.contains(line), line - visible.lowerBound < area.list.rows else { continue }
            let content = content(of: area.list.line(line - visible.lowerBound))
            if line != pane.cursor {
                frame.cells.fill(
                    Rect(column: content.column, row: content.row, columns: 1, rows: 1), role: .background)
            }
            drawCursorBar(line, content, &frame)
            guard let place = columns.place(of: .name) else { continue }
            frame.cells.paint(cell(place, content), role: nameRole(line))
        }
        let footer = PaneFooter(pane: pane)
        if footer.position.columns == footer.position(at: former).columns {
            drawPosition(footer.position, &frame)
        } else {
            drawFooter(&frame)
        }
    }

    func cell(_ place: ColumnLayout.Place, _ line: Rect) -> Rect {
        Rect(column: line.column + place.start, row: line.row, columns: place.width, rows: 1)
    }

    /// A line without the column in which the separator or the edge stands.
    private func content(of line: Rect) -> Rect {
        Rect(column: line.column, row: line.row, columns: line.columns - 1, rows: 1)
    }

    private func drawLine(_ line: Int, _ columns: ColumnLayout, _ rect: Rect, _ frame: inout Frame<Target>) {
        let content = content(of: rect)
        frame.respond(in: content, as: .line(side, line))
        drawCursorBar(line, content, &frame)
        guard let row = pane.row(at: line) else {
            guard let place = columns.place(of: .name) else { return }
            frame.cells.draw("..", in: cell(place, content), role: nameRole(line))
            return
        }
        let isMarked = pane.marks.contains(row)
        if isMarked {
            _ = frame.cells.draw(
                glyphs.mark, at: Point(column: content.column + 1, row: content.row), role: .rowMarked)
        }
        let text = RowText(listing: pane.listing, row: row, dates: model.dates)
        for place in columns.places {
            let cell = cell(place, content)
            frame.cells.draw(
                text.cell(place.column, width: place.width, glyphs), in: cell,
                role: place.column == .name ? nameRole(line) : place.column.role,
                alignment: place.column.isTrailing ? .trailing : .leading)
            if place.column == .name { drawMatch(row, cell, &frame) }
        }
        if isTarget(line) { frame.cells.paint(content, role: .rowDrop) }
        if let drag = model.drag, drag.isMoving, drag.from == side, isDragged(drag, line, isMarked) {
            frame.cells.paint(content, role: .rowDrag)
        }
    }

    private func drawCursorBar(_ line: Int, _ content: Rect, _ frame: inout Frame<Target>) {
        guard line == pane.cursor else { return }
        let glyph = isFocused ? glyphs.cursor : glyphs.cursorIdle
        _ = frame.cells.draw(glyph, at: content.origin, role: isFocused ? .borderFocus : .border)
    }

    private func nameRole(_ line: Int) -> Role {
        guard let row = pane.row(at: line) else { return line == pane.cursor ? cursorRole(false) : .kindFolder }
        let isMarked = pane.marks.contains(row)
        if line == pane.cursor { return cursorRole(isMarked) }
        return isMarked ? .rowMarked : RowText(listing: pane.listing, row: row, dates: model.dates).kindRole
    }

    private func cursorRole(_ isMarked: Bool) -> Role {
        isFocused ? (isMarked ? .rowMarkedCursor : .rowCursor) : isMarked ? .rowMarked : .rowCursorIdle
    }

    /// While a name is being looked for, the letters that match are painted.
    private func drawMatch(_ row: Row, _ cell: Rect, _ frame: inout Frame<Target>) {
        guard isFocused, let input = model.lineInput, !input.field.isEmpty else { return }
        let name = pane.listing.nameBytes(row)
        guard name.count <= cell.columns, name.allSatisfy({ (0x21...0x7e).contains($0) && $0 != 0x5c }) else { return }
        let start = name.withUnsafeBufferPointer { TextFilter(input.field.text).firstMatch(in: $0) }
        guard let start else { return }
        frame.cells.paint(
            Rect(column: cell.column + start, row: cell.row, columns: input.field.text.utf8.count, rows: 1),
            role: .match)
    }

    private func isTarget(_ line: Int) -> Bool {
        guard let drag = model.drag, drag.isMoving, drag.target == .line(side, line) else { return false }
        return model.drop(drag).place.map { $0 != pane.place } ?? false
    }

    private func isDragged(_ drag: Drag, _ line: Int, _ isMarked: Bool) -> Bool {
        guard let row = drag.row else { return false }
        return pane.marks.contains(row) ? isMarked : pane.row(at: line) == row
    }
}
