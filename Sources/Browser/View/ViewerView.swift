import PersistyData
import TerminalUI

func drawViewer(_ viewer: Viewer, _ model: Model, _ frame: inout Frame<Target>) {
    let mode: ShownText = viewer.mode == .text ? "text" : "hex"
    let (columns, rows) = (model.size.columns, max(0, model.size.rows - 2))
    let lines = viewer.lines(columns: columns, rows: rows)
    // As less says it: how much of the item lies before the end of the screen.
    let seen = lines.last?.next ?? viewer.top
    let place = viewer.size > 0 ? "\(seen * 100 / viewer.size) %" : "" as ShownText
    let title: ShownText = "\(model.storeName(viewer.store)):\(ShownText(viewer.key.text))"
    let area = drawFullFrame(
        title, "\(mode)  \(ByteCount.text(viewer.size))  \(place)",
        [
            (Key(.tab), viewer.mode == .text ? "hex" : "text"), (.character("g"), "start"), (.character("G"), "end"),
            (Key(.escape), "close"),
        ], model, &frame)
    if let failure = viewer.failure {
        for (index, line) in model.sentence(of: failure).wrapped(to: max(8, area.columns - 2)).enumerated()
        where index < area.rows {
            frame.draw(StyledLine(line, .error), in: area.line(index))
        }
        return
    }
    for (index, line) in lines.enumerated() { frame.draw(StyledLine(line.text), in: area.line(index)) }
    if lines.isEmpty, area.rows > 0 {
        frame.draw(StyledLine(viewer.isReading ? "Reading…" : "The item is empty.", .textDim), in: area.line(0))
    }
}
