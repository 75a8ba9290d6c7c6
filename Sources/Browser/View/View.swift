package import TerminalUI

/// Draws the model. The same model always gives the same frame.
package func view(_ model: Model) -> Frame<Target> {
    var frame = Frame<Target>(size: model.size)
    let layout = model.layout
    guard !layout.isTooSmall else {
        let text: ShownText = "persisty needs 20×5"
        frame.cells.draw(text, in: Rect(model.size), role: .text, alignment: .center)
        return frame
    }
    if let sheet = model.sheet, sheet.fillsScreen {
        drawFullSheet(sheet, model, &frame)
        return frame
    }
    if let area = layout.storeBar { drawStoreBar(model, area, &frame) }
    for side in Side.allCases {
        guard let area = layout.panes[side] else { continue }
        if model.inspector != nil, side != model.focus { continue }
        PaneView(model: model, side: side, area: area).draw(&frame)
    }
    drawInspector(model, layout, &frame)
    if let area = layout.progress { drawProgress(model, area, &frame) }
    if let area = layout.message, isMessageShown(model, layout) { drawMessage(model, area, &frame) }
    if let area = layout.hints { drawHints(model, area, &frame) }
    if let sheet = model.sheet { drawSheet(sheet, model, &frame) }
    if let drag = model.drag, drag.isMoving { drawDrag(drag, model, &frame) }
    return frame
}

/// On a low screen the message shares its line with the progress or the list, and is shown only when it says something.
private func isMessageShown(_ model: Model, _ layout: Layout) -> Bool {
    guard layout.message == layout.progress || layout.hints == nil else { return true }
    return model.notice != nil || model.lineInput != nil
}

private func drawFullSheet(_ sheet: Sheet, _ model: Model, _ frame: inout Frame<Target>) {
    switch sheet {
    case .help(let help): drawHelp(help, model, &frame)
    case .viewer(let viewer): drawViewer(viewer, model, &frame)
    case .transfers(let transfers): drawTransfers(transfers, model, &frame)
    case .kept(let kept): drawKept(kept, model, &frame)
    case .attributes, .measure, .link: break
    case .prompt, .plan, .deletion, .stores, .quit, .problem: break
    }
}
