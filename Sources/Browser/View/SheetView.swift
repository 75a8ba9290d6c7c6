import PersistyData
import PersistyTransfer
import TerminalUI

/// A box over the panes: a title, lines, and at its foot the keys that answer it.
struct SheetBox {
    var title: ShownText
    var lines: [StyledLine]
    var choices: [(key: Key, label: ShownText, role: Role)]
    /// A line of input, and the line number at which it stands.
    var field: (line: Int, field: TextField)?
    /// From which column of its line on the input is.
    var fieldColumn = 0
    /// How wide it is at least.
    var leastColumns = 0
    /// What parts of lines answer to.
    var spots: [(line: Int, column: Int, columns: Int, target: Target)] = []
    /// The line that is in view however many there are.
    var cursor = 0

    func draw(_ model: Model, _ frame: inout Frame<Target>) {
        let screen = Rect(model.size)
        let footer = choices.reduce(2) { $0 + $1.key.shown.columns + $1.label.columns + 3 }
        let widest = max(
            lines.map(\.columns).max() ?? 0, title.columns + 4, min(footer, 96), field == nil ? 0 : 60, leastColumns)
        let columns = min(screen.columns, max(20, min(widest + 4, 100)))
        let footerLines = footerRows(columns: columns - 4)
        let rows = min(screen.rows, lines.count + footerLines.count + (footerLines.isEmpty ? 2 : 3))
        let area = screen.centered(Size(columns: columns, rows: rows))
        frame.respond(in: screen, as: .sheet)
        frame.cells.fill(area, role: .background)
        frame.cells.box(area, role: .borderFocus, glyphs: model.settings.glyphs)
        _ = frame.cells.draw(
            " \(title.cutMiddle(to: max(1, columns - 6))) ", at: Point(column: area.column + 2, row: area.row),
            role: .titleFocus)
        let inside = area.inset(columns: 2, rows: 1)
        let shown = max(0, inside.rows - footerLines.count - (footerLines.isEmpty ? 0 : 1))
        let first = max(0, min(cursor - shown / 2, lines.count - shown))
        for (index, line) in lines.dropFirst(first).prefix(shown).enumerated() {
            frame.draw(line, in: inside.line(index))
        }
        for spot in spots where (first..<first + shown).contains(spot.line) {
            let line = inside.line(spot.line - first)
            let rect = Rect(column: line.column + spot.column, row: line.row, columns: spot.columns, rows: 1)
            frame.respond(in: rect.intersection(line), as: spot.target)
        }
        if let field, (first..<first + shown).contains(field.line) {
            let line = inside.line(field.line - first)
            let start = min(fieldColumn, line.columns - 1)
            let rect = Rect(column: line.column + start, row: line.row, columns: line.columns - start, rows: 1)
            let (text, cursor) = field.field.visible(columns: max(1, rect.columns))
            frame.cells.draw(text, in: rect, role: .input)
            frame.cursor = Point(column: rect.column + cursor, row: rect.row)
        }
        for (index, choices) in footerLines.enumerated() {
            drawChoices(choices, inside.line(inside.rows - footerLines.count + index), &frame)
        }
    }

    private func footerRows(columns: Int) -> [[(key: Key, label: ShownText, role: Role)]] {
        var rows: [[(key: Key, label: ShownText, role: Role)]] = []
        var used = columns + 1
        for choice in choices {
            let width = choice.key.shown.columns + choice.label.columns + 3
            if used + width > columns + 2 {
                rows.append([])
                used = 0
            }
            rows[rows.count - 1].append(choice)
            used += width
        }
        return rows
    }

    private func drawChoices(
        _ choices: [(key: Key, label: ShownText, role: Role)], _ area: Rect, _ frame: inout Frame<Target>
    ) {
        var column = area.column
        for choice in choices {
            let start = column
            column += frame.cells.draw(choice.key.shown, at: Point(column: column, row: area.row), role: .key)
            column += frame.cells.draw(" \(choice.label)", at: Point(column: column, row: area.row), role: choice.role)
            frame.respond(
                in: Rect(column: start, row: area.row, columns: column - start, rows: 1), as: .choice(choice.key))
            column += 2
        }
    }
}

private let escape = Key(.escape)
private let enter = Key(.enter)

func drawSheet(_ sheet: Sheet, _ model: Model, _ frame: inout Frame<Target>) {
    switch sheet {
    case .prompt(let prompt): promptBox(prompt).draw(model, &frame)
    case .plan(let plan): PlanBox(model: model, sheet: plan).box.draw(model, &frame)
    case .deletion(let deletion): deletionBox(deletion, model).draw(model, &frame)
    case .stores(let cursor): storesBox(cursor, model).draw(model, &frame)
    case .quit: quitBox(model).draw(model, &frame)
    case .problem(let problem): problemBox(problem, model).draw(model, &frame)
    case .attributes(let attributes): attributeBox(attributes, model).draw(model, &frame)
    case .measure(let measure): measureBox(measure, model).draw(model, &frame)
    case .link(let link): drawLink(link, model, &frame)
    case .help, .viewer, .transfers, .kept: break
    }
}

private func promptBox(_ prompt: Prompt) -> SheetBox {
    var lines = prompt.explanation.wrapped(to: 76).map { StyledLine($0, .textDim) }
    lines.append(.empty)
    let field = (line: lines.count, field: prompt.field)
    lines.append(.empty)
    if let complaint = prompt.complaint { lines += [.empty, StyledLine(complaint, .warning)] }
    return SheetBox(
        title: prompt.title, lines: lines, choices: [(enter, "go on", .button), (escape, "close", .textDim)],
        field: field)
}

private func storesBox(_ cursor: Int, _ model: Model) -> SheetBox {
    let glyphs = model.settings.glyphs
    var lines = model.listedStores.enumerated().map { index, store in
        let isCursor = index == cursor
        let state: ShownText =
            switch store.state {
            case .ready: store.isReadOnly ? "read-only" : ""
            case .unavailable(let error): ShownText(error.message)
            }
        let bar: ShownText = isCursor ? glyphs.cursor : " "
        return StyledLine(
            [
                (bar, .borderFocus), (" \(index + 1) \(store.name)  ", isCursor ? .rowCursor : .store),
                (" \(store.kind)  \(ShownText(store.location).cutMiddle(to: 44))  ", .textDim),
                (state, store.isAvailable ? .storeReadonly : .error),
            ], target: .sheetLine(index))
    }
    if lines.isEmpty { lines = [StyledLine("No stores.", .textDim)] }
    return SheetBox(
        title: "Stores", lines: lines, choices: [(enter, "go there", .button), (escape, "close", .textDim)],
        cursor: cursor)
}

private func quitBox(_ model: Model) -> SheetBox {
    SheetBox(
        title: "Transfers are running",
        lines: [
            StyledLine("\(counted(model.transfers.activeCount, "transfer")) would be cut off. What is copied stays,"),
            StyledLine("what is under way is given up whole: nothing is left half-way."),
        ],
        choices: [
            (escape, "stay", .button), (.character("f"), "finish them, then quit", .text),
            (.character("q"), "cancel them and quit", .buttonDanger),
        ])
}

private func problemBox(_ shown: Problem, _ model: Model) -> SheetBox {
    var lines: [StyledLine] = []
    let problem = shown.error
    if let store = problem.store { lines.append(StyledLine([("Store  ", .textDim), ("\(store)", .text)])) }
    if let name = shown.name {
        for (index, part) in ShownText(bytes: name).wrapped(to: 80).prefix(8).enumerated() {
            lines.append(StyledLine([(index == 0 ? "Item   " : "       ", .textDim), (part, .text)]))
        }
    }
    lines.append(.empty)
    lines += ShownText(problem.message).wrapped(to: 88).map { StyledLine($0, .error) }
    if let hint = problem.hint { lines += ShownText(hint).wrapped(to: 88).map { StyledLine($0) } }
    return SheetBox(title: "Problem", lines: lines, choices: [(escape, "close", .textDim)])
}

/// The first things of a selection, each on a line of its own and quoted, so that no name can pose as another text.
func selectionLines(_ selection: [Selected], most: Int = 4) -> [StyledLine] {
    var lines = selection.prefix(most).map { selected in
        let name: String =
            switch selected {
            case .item(let key), .special(let key, _): key.lastComponent
            case .folder(let folder): folder.name + "/"
            }
        return StyledLine("“\(ShownText(name).cutMiddle(to: 70))”", .textStrong)
    }
    if selection.count > most {
        lines.append(StyledLine("and \(ByteCount.exact(Int64(selection.count - most))) more", .textDim))
    }
    return lines
}
