import PersistyData
import TerminalUI

/// The ghost at the pointer: what releasing will do, or why nothing will be done.
func drawDrag(_ drag: Drag, _ model: Model, _ frame: inout Frame<Target>) {
    let glyphs = model.settings.glyphs
    let text: ShownText
    let role: Role
    switch model.drop(drag) {
    case .refused(let reason): (text, role) = (reason, .warning)
    case .copy(let place): (text, role) = ("Copy \(load(drag, model)) \(glyphs.arrow) \(model.title(of: place))", .info)
    case .move(let place): (text, role) = ("Move \(load(drag, model)) \(glyphs.arrow) \(model.title(of: place))", .info)
    }
    let shown: ShownText = " \(text.cutMiddle(to: max(4, min(70, model.size.columns - 6)))) "
    let width = shown.columns + 2
    let column = max(0, min(drag.position.column + 2, model.size.columns - width))
    let below = drag.position.row + 1
    let row = below + 3 <= model.size.rows ? below : max(0, drag.position.row - 3)
    let area = Rect(column: column, row: row, columns: width, rows: 3)
    frame.cells.fill(area, role: .background)
    frame.cells.box(area, role: role, glyphs: glyphs)
    _ = frame.cells.draw(shown, at: Point(column: column + 1, row: row + 1), role: role)
}

private func load(_ drag: Drag, _ model: Model) -> ShownText {
    let listing = model.panes[drag.from].listing
    var total = RowTotal()
    for row in model.dragged(drag) { total.add(row, of: listing) }
    let bytes: ShownText = total.bytes > 0 ? " · \(ByteCount.text(total.bytes))\(total.isPartial ? "+" : "")" : ""
    return "\(counted(total.count, "row"))\(bytes)"
}
