import PersistyData
import TerminalUI

func drawViewer(_ viewer: Viewer, _ model: Model, _ frame: inout Frame<Target>) {
    let mode: ShownText = viewer.mode == .text ? "text" : "hex"
    let place = viewer.size > 0 ? "\(viewer.top * 100 / viewer.size) %" : "" as ShownText
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
    let lines = viewer.lines(columns: area.columns, rows: area.rows)
    for (index, line) in lines.enumerated() { frame.draw(StyledLine(line.text), in: area.line(index)) }
    if lines.isEmpty, area.rows > 0 {
        frame.draw(StyledLine(viewer.isReading ? "Reading…" : "The item is empty.", .textDim), in: area.line(0))
    }
}
