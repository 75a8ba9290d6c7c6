import PersistyData
import TerminalUI

func drawLink(_ link: LinkSheet, _ model: Model, _ frame: inout Frame<Target>) {
    if let code = link.code {
        drawCode(code, model, &frame)
    } else if let path = link.path {
        pathBox(path, link, columns: min(76, max(8, model.size.columns - 4))).draw(model, &frame)
    } else {
        LinkBox(link: link, model: model).box.draw(model, &frame)
    }
}

/// Asks for the file to save links in.
private func pathBox(_ path: TextField, _ link: LinkSheet, columns: Int) -> SheetBox {
    let kinds: ShownText =
        link.method == .form
        ? "Its name decides: .json and .sh (curl); anything else is the form."
        : "Its name decides: .json and .sh (curl); anything else is the plain address, one a line."
    var lines = ("A new file that only you can read. " + kinds).wrapped(to: columns).map { StyledLine($0, .textDim) }
    lines.append(.empty)
    let field = (line: lines.count, field: path)
    lines.append(.empty)
    if let notice = link.notice {
        lines += [.empty] + notice.text.wrapped(to: columns).map { StyledLine($0, notice.kind.role) }
    }
    return SheetBox(
        title: link.count == 1 ? "Save the link as" : "Save the links as", lines: lines,
        choices: [(Key(.enter), "save", .button), (Key(.escape), "back", .textDim)], field: field)
}

/// The QR code alone on the screen, or how much room it needs.
private func drawCode(_ code: QRCode, _ model: Model, _ frame: inout Frame<Target>) {
    let glyphs = model.settings.glyphs
    let (foot, room) = Rect(model.size).cutBottom(1)
    guard let lines = code.lines(in: room.size, glyphs) else {
        let least = code.leastSize(glyphs)
        let text: ShownText =
            "This code needs a terminal of \(least.columns)×\(least.rows + 1); this one has "
            + "\(model.size.columns)×\(model.size.rows). A shorter link or a smaller font makes it fit."
        SheetBox(
            title: "QR code",
            lines: text.wrapped(to: min(76, max(8, model.size.columns - 4))).map { StyledLine($0, .warning) },
            choices: [(Key(.escape), "back", .button)]
        ).draw(model, &frame)
        return
    }
    frame.respond(in: Rect(model.size), as: .sheet)
    frame.cells.fill(Rect(model.size), role: .background)
    let area = room.centered(Size(columns: lines[0].columns, rows: lines.count))
    for (index, line) in lines.enumerated() { frame.draw(StyledLine(line, .qr), in: area.line(index)) }
    frame.draw(
        StyledLine([(" \(Key(.escape).shown)", .key), (" back", .textDim)], target: .choice(Key(.escape))), in: foot)
}
