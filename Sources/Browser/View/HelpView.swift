package import TerminalUI

/// The help, made from the live keymap, so that it cannot lie.
package struct HelpText {
    private let model: Model

    package init(_ model: Model) { self.model = model }

    package enum Line: Sendable, Equatable {
        case blank
        case heading(ShownText)
        case entry(keys: ShownText, title: ShownText, refusal: ShownText?, action: Action?)
    }

    package func lines(columns: Int) -> [Line] {
        var lines: [Line] = []
        for group in Action.Group.allCases {
            lines.append(.heading(ShownText(group.rawValue)))
            for entry in KeyTable.entries(group, model.settings.keymap) {
                let action = entry.actions.count == 1 ? entry.actions[0] : nil
                lines.append(
                    .entry(
                        keys: entry.keys, title: entry.title, refusal: action.flatMap { model.refusal(of: $0) },
                        action: action))
            }
            lines.append(.blank)
        }
        lines.append(.heading("Mouse"))
        for (gesture, title) in Self.gestures {
            lines.append(.entry(keys: gesture, title: title, refusal: nil, action: nil))
        }
        return lines
    }

    /// What the mouse does.
    package static let gestures: [(ShownText, ShownText)] = [
        ("click", "put the cursor there"),
        ("double click", "open the folder, view the item"),
        ("wheel", "scroll the pane under the pointer"),
        ("Ctrl-click", "mark or unmark"),
        ("Shift-click", "mark from the cursor to there"),
        ("drag", "copy to the other pane, a folder, a breadcrumb or a store"),
        ("Shift-drag", "move there"),
        ("right button, Esc", "give up a drag"),
        ("middle button", "paste what was yanked"),
        ("a column's title", "sort by it, again reverses"),
        ("a breadcrumb, a store, a key hint", "go there, do that"),
    ]
}

func drawHelp(_ help: HelpSheet, _ model: Model, _ frame: inout Frame<Target>) {
    let lines = HelpText(model).lines(columns: model.size.columns)
    let area = drawFullFrame(
        "Help", "", [(.character("j"), "down"), (.character("k"), "up"), (Key(.escape), "close")], model, &frame)
    let keyColumns = min(30, max(12, area.columns * 2 / 5))
    for index in 0..<area.rows where help.top + index < lines.count {
        let rect = area.line(index)
        switch lines[help.top + index] {
        case .blank: break
        case .heading(let title): frame.draw(StyledLine(title, .head), in: rect)
        case .entry(let keys, let title, let refusal, let action):
            let (left, right) = rect.cutLeft(keyColumns)
            let shown: ShownText = "  \(keys)"
            frame.draw(StyledLine(shown.cut(to: keyColumns - 1), .key), in: left)
            let text: ShownText = refusal.map { "\(title) — \($0)" } ?? title
            frame.draw(StyledLine(text, refusal == nil ? .text : .inputGhost), in: right)
            if let action { frame.respond(in: rect, as: .hint(action)) }
        }
    }
}

/// A title line and a footer line round what fills the screen; gives the area between.
func drawFullFrame(
    _ title: ShownText, _ facts: ShownText, _ choices: [(key: Key, label: ShownText)], _ model: Model,
    _ frame: inout Frame<Target>
) -> Rect {
    let glyphs = model.settings.glyphs
    let (top, rest) = Rect(model.size).cutTop(1)
    let (bottom, inside) = rest.cutBottom(1)
    frame.cells.rule(from: top.origin, columns: top.columns, role: .borderFocus, glyphs: glyphs)
    _ = frame.cells.draw(
        " \(title.cutMiddle(to: max(1, top.columns - 6))) ", at: Point(column: 1, row: 0), role: .titleFocus)
    var column = bottom.column + 1
    func draw(_ text: ShownText, _ role: Role) {
        column += frame.cells.draw(text, at: Point(column: column, row: bottom.row), role: role)
    }
    if !facts.isEmpty { draw("\(facts)  ", .text) }
    for choice in choices {
        let start = column
        draw(choice.key.shown, .key)
        draw(" \(choice.label)", .textDim)
        frame.respond(
            in: Rect(column: start, row: bottom.row, columns: column - start, rows: 1), as: .choice(choice.key))
        column += 2
    }
    return inside
}
