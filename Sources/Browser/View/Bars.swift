import PersistyData
import PersistyTransfer
import TerminalUI

/// The stores in a row, each with its digit; at the right how much is under way.
func drawStoreBar(_ model: Model, _ area: Rect, _ frame: inout Frame<Target>) {
    let right = transferSummary(model)
    let end = area.endColumn - right.columns - (right.isEmpty ? 0 : 2)
    var column = area.column + 1
    let stores = model.listedStores
    for (index, store) in stores.enumerated() {
        let isActive = store.id == model.pane.place.store
        var text: ShownText = index < 9 ? "\(index + 1) \(store.name)" : "\(store.name)"
        if !store.isAvailable { text += " !" } else if store.isReadOnly { text += " ro" }
        text = text.cutMiddle(to: 24)
        // Before the last there is room left to say that there are more.
        guard column + text.columns + (index + 1 < stores.count ? 3 : 0) < end else {
            let point = Point(column: min(column, end - 2), row: area.row)
            _ = frame.cells.draw(model.settings.glyphs.ellipsis, at: point, role: .store)
            break
        }
        let role: Role =
            !store.isAvailable ? .storeOffline : isActive ? .storeActive : store.isReadOnly ? .storeReadonly : .store
        let width = frame.cells.draw(text, at: Point(column: column, row: area.row), role: role)
        frame.respond(in: Rect(column: column, row: area.row, columns: width, rows: 1), as: .store(store.id))
        column += width + (area.columns >= 100 ? 3 : 2)
    }
    guard !right.isEmpty else { return }
    let rect = Rect(column: area.endColumn - right.columns - 1, row: area.row, columns: right.columns, rows: 1)
    frame.cells.draw(right, in: rect, role: .busy)
    frame.respond(in: rect, as: .progress)
}

private func transferSummary(_ model: Model) -> ShownText {
    let snapshot = model.transfers
    guard snapshot.isRunning else { return "" }
    var text: ShownText = "\(snapshot.activeCount) running"
    if let rate = snapshot.bytesPerSecond { text += "  \(ByteCount.text(Int64(rate)))/s" }
    if model.size.columns >= 100, let left = snapshot.timeLeft { text += "  \(clockText(left)) left" }
    return text
}

/// The oldest transfer under way: what, where to, how far, how fast, how long.
func drawProgress(_ model: Model, _ area: Rect, _ frame: inout Frame<Target>) {
    guard let status = model.transfers.transfers.first(where: { !$0.state.isEnded }) else { return }
    let others = model.transfers.activeCount - 1
    var tail: ShownText = " \(percent(status))%"
    if let rate = status.bytesPerSecond { tail += "  \(ByteCount.text(Int64(rate)))/s" }
    if let left = status.timeLeft { tail += "  \(clockText(left)) left" }
    if others > 0 { tail += "  +\(others)" }
    let barColumns = max(4, min(26, area.columns / 4))
    let room = area.columns - tail.columns - barColumns - 5
    let head = transferTitle(status, model).cutMiddle(to: max(4, room))
    frame.draw(StyledLine([(" \(head)  ", .info)]), in: area)
    let column = area.column + min(room, head.columns) + 3
    drawBar(
        Rect(column: column, row: area.row, columns: barColumns, rows: 1), done: fraction(status), model, &frame)
    let rest = Rect(column: column + barColumns, row: area.row, columns: area.endColumn - column - barColumns, rows: 1)
    frame.draw(StyledLine(tail, .busy), in: rest)
    frame.respond(in: area, as: .progress)
}

/// `copy report.pdf → vault:2026/`, or with a number of items.
func transferTitle(_ status: TransferStatus, _ model: Model) -> ShownText {
    let what = status.current.first.map { ShownText($0.key) } ?? ShownText(status.first)
    let route: ShownText =
        status.destinationStore.map {
            " \(model.settings.glyphs.arrow) \($0):\(ShownText(status.destinationFolder?.text ?? ""))"
        } ?? " in \(status.sourceStore)"
    let count: ShownText =
        status.itemsTotal > 1 ? " (\(status.itemsDone) of \(ByteCount.exact(Int64(status.itemsTotal))))" : ""
    return "\(status.kind.rawValue) \(what)\(count)\(route)"
}

func fraction(_ status: TransferStatus) -> Double {
    let (done, total) =
        status.bytesTotal > 0
        ? (Double(status.bytesDone + status.bytesSpared), Double(status.bytesTotal))
        : (Double(status.itemsTotal - status.itemsLeft), Double(max(1, status.itemsTotal)))
    return min(1, max(0, done / total))
}

func percent(_ status: TransferStatus) -> Int { Int(fraction(status) * 100) }

/// A bar of eighths.
func drawBar(_ area: Rect, done: Double, _ model: Model, _ frame: inout Frame<Target>) {
    let glyphs = model.settings.glyphs
    let eighths = Int(done * Double(area.columns * glyphs.bar.count))
    guard let full = glyphs.bar.last else { return }
    for column in 0..<area.columns {
        let level = min(glyphs.bar.count, max(0, eighths - column * glyphs.bar.count))
        let glyph = level == glyphs.bar.count ? full : level == 0 ? glyphs.barEmpty : glyphs.bar[level - 1]
        _ = frame.cells.draw(
            glyph, at: Point(column: area.column + column, row: area.row), role: level == 0 ? .barEmpty : .barFill)
    }
}

/// What was said last, or the line that is being typed; at the right that there were problems.
func drawMessage(_ model: Model, _ area: Rect, _ frame: inout Frame<Target>) {
    frame.cells.fill(area, role: .text)
    if let input = model.lineInput {
        let label: ShownText = input.kind == .find ? " Find: " : " Filter: "
        let start = frame.cells.draw(label, at: area.origin, role: .key)
        let room = max(1, area.columns - start - min(42, area.columns / 2))
        let (text, cursor) = input.field.visible(columns: room)
        _ = frame.cells.draw(text, at: Point(column: area.column + start, row: area.row), role: .input)
        frame.cursor = Point(column: area.column + start + cursor, row: area.row)
        drawInputHints(input, area, &frame)
        return
    }
    let problems: ShownText = model.problemCount > 0 ? "! \(counted(model.problemCount, "problem")) — press ! " : ""
    let room = area.columns - problems.columns - 2
    if let notice = model.notice {
        let text = notice.text.columns > room ? notice.text.cut(to: max(1, room)) : notice.text
        frame.draw(StyledLine(" \(text)", notice.kind.role), in: area)
    }
    guard !problems.isEmpty, area.columns >= 60 else { return }
    let rect = Rect(column: area.endColumn - problems.columns, row: area.row, columns: problems.columns, rows: 1)
    frame.cells.draw(problems, in: rect, role: .error)
    frame.respond(in: rect, as: .problems)
}

/// At the right of the line that is being typed: that nothing is found, and the keys that end it.
private func drawInputHints(_ input: LineInput, _ area: Rect, _ frame: inout Frame<Target>) {
    var column = area.endColumn - 1
    func draw(_ key: Key?, _ label: ShownText, _ role: Role) {
        let text: ShownText = key.map { "\($0.shown) \(label)" } ?? label
        guard column - text.columns > area.column + area.columns / 3 else { return }
        column -= text.columns
        let width = frame.cells.draw(text, at: Point(column: column, row: area.row), role: role)
        if let key {
            frame.respond(in: Rect(column: column, row: area.row, columns: width, rows: 1), as: .choice(key))
        }
        column -= 2
    }
    draw(Key(.escape), "back", .textDim)
    draw(Key(.tab), input.kind == .find ? "filters" : "finds", .textDim)
    draw(Key(.enter), "stays", .textDim)
    if input.isMissing { draw(nil, "no such name", .warning) }
}

extension Notice.Kind {
    var role: Role {
        switch self {
        case .info: .info
        case .success: .success
        case .warning: .warning
        case .error: .error
        }
    }
}
