import PersistyData
import TerminalUI

/// One pane: its breadcrumb, headers, rows and footer.
struct PaneView {
    let model: Model
    let side: Side
    let area: Layout.PaneArea

    private var pane: Pane { model.panes[side] }
    private var isFocused: Bool { model.focus == side }
    private var glyphs: Glyphs { model.settings.glyphs }
    private var border: Role { isFocused ? .borderFocus : .border }

    func draw(_ frame: inout Frame<Target>) {
        frame.respond(in: area.whole, as: .pane(side))
        drawTitle(&frame)
        drawFooter(&frame)
        let columns = ColumnLayout(model.settings.columns, width: area.whole.columns)
        if !area.header.isEmpty { drawHeader(columns, &frame) }
        let pane = self.pane
        for (index, line) in pane.visibleLines.enumerated() where index < area.list.rows {
            drawLine(line, columns, area.list.line(index), &frame)
        }
        if pane.lineCount == (pane.hasParentLine ? 1 : 0) { drawEmpty(&frame) }
        drawSeparator(&frame)
    }

    /// Draws the line that the cursor has left, the one that it is on, and the footer.
    func redrawCursor(from former: Int, _ frame: inout Frame<Target>) {
        let columns = ColumnLayout(model.settings.columns, width: area.whole.columns)
        let visible = pane.visibleLines
        for line in [former, pane.cursor] {
            guard visible.contains(line), line - visible.lowerBound < area.list.rows else { continue }
            let rect = area.list.line(line - visible.lowerBound)
            frame.cells.fill(
                Rect(column: rect.column, row: rect.row, columns: rect.columns - 1, rows: 1), role: .background)
            drawLine(line, columns, rect, answering: false, &frame)
        }
        drawFooter(&frame)
    }

    /// Between the panes stands a line, in the left pane's last column.
    private func drawSeparator(_ frame: inout Frame<Target>) {
        guard area.whole.endColumn < model.size.columns else { return }
        frame.cells.rule(
            from: Point(column: area.whole.endColumn - 1, row: area.header.isEmpty ? area.list.row : area.header.row),
            rows: area.footer.row - (area.header.isEmpty ? area.list.row : area.header.row), role: .border,
            glyphs: glyphs)
    }

    private func drawTitle(_ frame: inout Frame<Target>) {
        frame.cells.rule(from: area.title.origin, columns: area.title.columns, role: border, glyphs: glyphs)
        let place = pane.place
        let names = [model.store(place.store)?.name ?? "?"] + place.prefix.components
        let separator: ShownText = " \(glyphs.crumb) "
        var shown = names.map { ShownText($0).cutMiddle(to: 40) }
        var first = 0
        let room = area.title.columns - 6
        // The root and the last folders stay; what is between leaves first.
        while shown.dropFirst(first).reduce(0, { $0 + $1.columns + separator.columns }) > room, first < shown.count - 1
        {
            first += 1
        }
        if first > 0 { shown[first - 1] = glyphs.ellipsis }
        var column = area.title.column + 1
        let row = area.title.row
        column += frame.cells.draw(" ", at: Point(column: column, row: row), role: border)
        for depth in max(0, first - 1)..<shown.count {
            let isLast = depth == shown.count - 1
            let text = shown[depth].cut(to: max(1, area.title.endColumn - column - 2))
            let width = frame.cells.draw(
                text, at: Point(column: column, row: row), role: isLast ? (isFocused ? .titleFocus : .title) : .crumb)
            frame.respond(in: Rect(column: column, row: row, columns: width, rows: 1), as: .crumb(side, depth: depth))
            column += width
            let tail = isLast ? " " : separator
            guard column + tail.columns < area.title.endColumn else { break }
            column += frame.cells.draw(tail, at: Point(column: column, row: row), role: border)
        }
        drawTitleNote(from: column, &frame)
    }

    /// At the right of the title: that the store is read-only, the filter, or on one pane what Tab leads to.
    private func drawTitleNote(from column: Int, _ frame: inout Frame<Target>) {
        var notes: [ShownText] = []
        if !pane.arrangement.filter.isEmpty { notes.append("filter: \(pane.arrangement.filter)") }
        if !pane.arrangement.showsHidden { notes.append("dot names hidden") }
        if model.store(pane.place.store)?.isReadOnly == true { notes.append("read-only") }
        if model.layout.panes[side.other] == nil {
            notes.append("Tab\(glyphs.arrow)\(model.storeName(model.panes[side.other].place.store))")
        }
        let text: ShownText = " \(notes.joined(separator: " \(glyphs.dot) ")) "
        guard !notes.isEmpty, column + text.columns + 2 < area.title.endColumn else { return }
        _ = frame.cells.draw(
            text, at: Point(column: area.title.endColumn - text.columns - 2, row: area.title.row), role: .textDim)
    }

    private func drawHeader(_ columns: ColumnLayout, _ frame: inout Frame<Target>) {
        let sort = pane.arrangement.sort
        for place in columns.places {
            let isSorted = sort.column == place.column
            let arrow: ShownText = sort.isDescending ? glyphs.descending : glyphs.ascending
            let name = place.column.title(columns: place.width)
            let title: ShownText = isSorted ? "\(name) \(arrow)" : name
            let rect = cell(place, area.header)
            frame.cells.draw(
                title, in: rect, role: isSorted ? .headSorted : .head,
                alignment: place.column.isTrailing ? .trailing : .leading)
            frame.respond(in: rect, as: .header(side, place.column))
        }
    }

    private func cell(_ place: ColumnLayout.Place, _ line: Rect) -> Rect {
        Rect(column: line.column + place.start, row: line.row, columns: place.width, rows: 1)
    }

    private func drawLine(
        _ line: Int, _ columns: ColumnLayout, _ rect: Rect, answering: Bool = true, _ frame: inout Frame<Target>
    ) {
        let content = Rect(column: rect.column, row: rect.row, columns: rect.columns - 1, rows: 1)
        if answering { frame.respond(in: content, as: .line(side, line)) }
        let isCursor = line == pane.cursor
        if isCursor {
            let glyph = isFocused ? glyphs.cursor : glyphs.cursorIdle
            _ = frame.cells.draw(glyph, at: content.origin, role: isFocused ? .borderFocus : .border)
        }
        guard let row = pane.row(at: line) else {
            guard let place = columns.place(of: .name) else { return }
            draw("..", in: cell(place, content), role: isCursor ? cursorRole(false) : .kindFolder, &frame)
            return
        }
        let isMarked = pane.marks.contains(row)
        if isMarked {
            _ = frame.cells.draw(
                glyphs.mark, at: Point(column: content.column + 1, row: content.row), role: .rowMarked)
        }
        let text = RowText(listing: pane.listing, row: row, dates: model.dates)
        for place in columns.places {
            let role: Role =
                place.column == .name
                ? (isCursor ? cursorRole(isMarked) : isMarked ? .rowMarked : text.kindRole) : place.column.role
            let cell = cell(place, content)
            frame.cells.draw(
                text.cell(place.column, width: place.width, glyphs), in: cell, role: role,
                alignment: place.column.isTrailing ? .trailing : .leading)
            if place.column == .name { drawMatch(row, cell, &frame) }
        }
        if isTarget(line) { frame.cells.paint(content, role: .rowDrop) }
        if let drag = model.drag, drag.isMoving, drag.from == side, isDragged(drag, line, isMarked) {
            frame.cells.paint(content, role: .rowDrag)
        }
    }

    private func cursorRole(_ isMarked: Bool) -> Role {
        isFocused ? (isMarked ? .rowMarkedCursor : .rowCursor) : isMarked ? .rowMarked : .rowCursorIdle
    }

    private func draw(_ text: ShownText, in rect: Rect, role: Role, _ frame: inout Frame<Target>) {
        frame.cells.draw(text, in: rect, role: role)
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

    /// An empty pane says why it is empty.
    private func drawEmpty(_ frame: inout Frame<Target>) {
        guard area.list.rows > 1 else { return }
        let text: ShownText
        var role = Role.textDim
        switch pane.listing.state {
        case .loading: text = "Listing…"
        case .failed(let error):
            text = model.sentence(of: error)
            role = .error
        case .complete, .stopped:
            text = pane.arrangement.filter.isEmpty ? emptyText : "No name here holds “\(pane.arrangement.filter)”."
        }
        let lines = text.wrapped(to: max(8, area.list.columns - 5))
        for (index, line) in lines.enumerated() where index + 1 < area.list.rows {
            let target = area.list.line(index + 1)
            _ = frame.cells.draw(line, at: Point(column: target.column + 2, row: target.row), role: role)
        }
    }

    private var emptyText: ShownText {
        let isWritable = model.store(pane.place.store)?.isReadOnly == false
        return isWritable ? "Nothing here yet. F5 or a drag from the other pane copies here." : "Nothing here."
    }

    private func drawFooter(_ frame: inout Frame<Target>) {
        frame.cells.rule(from: area.footer.origin, columns: area.footer.columns, role: border, glyphs: glyphs)
        let position = PaneFooter(pane: pane).position
        let width = position.columns + 2
        let text: ShownText = " \(PaneFooter(pane: pane).text(glyphs)) "
        let room = area.footer.columns - width - 4
        _ = frame.cells.draw(
            text.cut(to: max(1, room)), at: Point(column: area.footer.column + 1, row: area.footer.row),
            role: pane.marks.isEmpty ? .textDim : .rowMarked)
        guard room > 4 else { return }
        _ = frame.cells.draw(
            " \(position) ", at: Point(column: area.footer.endColumn - width - 1, row: area.footer.row), role: .textDim)
    }
}
