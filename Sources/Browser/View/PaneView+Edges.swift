import PersistyData
import TerminalUI

extension PaneView {
    /// Between the panes stands a line, in the left pane's last column.
    func drawSeparator(_ frame: inout Frame<Target>) {
        guard area.whole.endColumn < model.size.columns else { return }
        frame.cells.rule(
            from: Point(column: area.whole.endColumn - 1, row: area.header.isEmpty ? area.list.row : area.header.row),
            rows: area.footer.row - (area.header.isEmpty ? area.list.row : area.header.row), role: .border,
            glyphs: glyphs)
    }

    func drawTitle(_ frame: inout Frame<Target>) {
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

    func drawHeader(_ columns: ColumnLayout, _ frame: inout Frame<Target>) {
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

    /// An empty pane says why it is empty.
    func drawEmpty(_ frame: inout Frame<Target>) {
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

    func drawFooter(_ frame: inout Frame<Target>) {
        frame.cells.rule(from: area.footer.origin, columns: area.footer.columns, role: border, glyphs: glyphs)
        let position = PaneFooter(pane: pane).position
        let width = position.columns + 2
        let text: ShownText = " \(PaneFooter(pane: pane).text(glyphs)) "
        let room = area.footer.columns - width - 4
        _ = frame.cells.draw(
            text.cut(to: max(1, room)), at: Point(column: area.footer.column + 1, row: area.footer.row),
            role: pane.marks.isEmpty ? .textDim : .rowMarked)
        drawPosition(position, &frame)
    }

    func drawPosition(_ position: ShownText, _ frame: inout Frame<Target>) {
        let width = position.columns + 2
        guard area.footer.columns - width - 4 > 4 else { return }
        _ = frame.cells.draw(
            " \(position) ", at: Point(column: area.footer.endColumn - width - 1, row: area.footer.row), role: .textDim)
    }
}
