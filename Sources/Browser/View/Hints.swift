import TerminalUI

/// The keys that are worth knowing now; each can be clicked. While a sequence is being typed, what may follow.
func drawHints(_ model: Model, _ area: Rect, _ frame: inout Frame<Target>) {
    if let drag = model.drag, drag.isMoving {
        frame.draw(
            StyledLine(" Dragging: release to copy · Shift moves · Esc or the right button gives up", .info), in: area)
        return
    }
    var column = area.column + 1
    func draw(_ key: ShownText, _ label: ShownText, _ target: Target?, _ role: Role) -> Bool {
        guard column + key.columns + label.columns + 1 < area.endColumn else { return false }
        let start = column
        column += frame.cells.draw(key, at: Point(column: column, row: area.row), role: .key)
        column += frame.cells.draw(" \(label)", at: Point(column: column, row: area.row), role: role)
        if let target {
            frame.respond(in: Rect(column: start, row: area.row, columns: column - start, rows: 1), as: target)
        }
        column += area.columns >= 100 ? 2 : 1
        return true
    }
    if !model.pending.isEmpty, case .pending(let continuations) = model.settings.keymap.match(model.pending) {
        for next in continuations where !draw(next.key.shown, next.action.title, .hint(next.action), .text) { break }
        return
    }
    for (action, label) in hints(model) {
        guard let keys = model.settings.keymap.keys(for: action).first else { continue }
        let role: Role = model.refusal(of: action) == nil ? .textDim : .inputGhost
        let key = keys.map(\.shown).joined(separator: " ")
        if !draw(key, label, .hint(action), role) { continue }
    }
}

/// In order of worth: what does not fit is left out from the end, help never.
private func hints(_ model: Model) -> [(Action, ShownText)] {
    let there = model.panes[model.focus.other].place.store
    let arrow = model.settings.glyphs.arrow
    let target = model.storeName(there).cutMiddle(to: 14)
    var hints: [(Action, ShownText)] = [(.help, "help"), (.copyToOther, "copy\(arrow)\(target)")]
    if model.register != nil { hints.append((.paste, "paste")) }
    hints += [
        (.mark, "mark"), (.inspect, "info"), (.view, "view"), (.moveToOther, "move"), (.delete, "delete"),
        (.find, "find"), (.transfers, "transfers"), (.otherPane, "pane"), (.rename, "rename"), (.newFolder, "folder"),
        (.theme, "theme"), (.quit, "quit"),
    ]
    return hints
}
