import PersistyData
import TerminalUI

/// The sheet on what is kept beside items' bytes: first its fields, then what would be changed.
func attributeBox(_ sheet: AttributeSheet, _ model: Model) -> SheetBox {
    let title: ShownText = "Attributes of \(counted(sheet.count, "item"))"
    switch sheet.state {
    case .reading:
        return SheetBox(
            title: title, lines: [StyledLine("Asking what they have…", .busy)],
            choices: [(Key(.escape), "give up", .button)])
    case .failed(let error):
        return SheetBox(
            title: title, lines: model.sentence(of: error).wrapped(to: 76).map { StyledLine($0, .error) },
            choices: [(Key(.escape), "close", .button)])
    case .changing(let done):
        return SheetBox(
            title: title, lines: [StyledLine("Changing them: \(done) of \(sheet.count)…", .busy)],
            choices: [(Key(.escape), "stop; what is changed stays so", .button)])
    case .confirming: return confirmation(sheet, title)
    case .editing: return form(sheet, title, model)
    }
}

private let labelColumns = 16
private let textColumns = 60

private func form(_ sheet: AttributeSheet, _ title: ShownText, _ model: Model) -> SheetBox {
    let selection = sheet.items.prefix(3).map { Selected.item($0.item.key) }
    var lines = selectionLines(selection, most: 2)
    if sheet.count > 2 {
        lines.removeLast()
        lines.append(StyledLine("and \(counted(sheet.count - 2, "more item"))", .textDim))
    }
    if sheet.left > 0 {
        let stay: ShownText =
            sheet.left == 1 ? "1 row beside stays as it is." : "\(sheet.left) rows beside stay as they are."
        lines.append(StyledLine(stay, .warning))
    }
    lines.append(.empty)
    let first = lines.count
    for (index, entry) in sheet.entries.enumerated() {
        let isCursor = index == sheet.cursor
        let bar: ShownText = isCursor ? model.settings.glyphs.cursor : " "
        let label = (bar + " " + entry.field.title).padded(to: labelColumns)
        let text: (ShownText, Role) =
            entry.original == nil && entry.text.isEmpty
            ? ("they differ, and stay so unless you type", .inputGhost)
            : (
                ShownText(entry.text.text).cut(to: textColumns),
                entry.change == nil ? .text : .warning
            )
        lines.append(
            StyledLine(
                [(label, isCursor ? .rowCursor : .textDim), (text.0.padded(to: textColumns), text.1)],
                target: .sheetLine(index)))
    }
    lines += [.empty, StyledLine("Metadata and tags: name=value; name=value. Empty removes it.", .textDim)]
    if let complaint = sheet.complaint { lines += complaint.wrapped(to: 76).map { StyledLine($0, .warning) } }
    var box = SheetBox(
        title: title, lines: lines,
        choices: [(Key(.tab), "next", .text), (Key(.enter), "go on", .button), (Key(.escape), "close", .textDim)])
    if sheet.entries.indices.contains(sheet.cursor) {
        box.field = (line: first + sheet.cursor, field: sheet.entries[sheet.cursor].text)
        box.fieldColumn = labelColumns
    }
    return box
}

private func confirmation(_ sheet: AttributeSheet, _ title: ShownText) -> SheetBox {
    var lines: [StyledLine] = []
    for entry in sheet.entries {
        guard let change = entry.change else { continue }
        let former: ShownText =
            entry.original.map { $0.isEmpty ? "nothing" : "“\(ShownText($0).cut(to: 50))”" } ?? "what each has"
        let latter: ShownText = change.isEmpty ? "nothing" : "“\(ShownText(change).cut(to: 50))”"
        lines.append(StyledLine([(entry.field.title.padded(to: labelColumns), .textDim), (former, .text)]))
        lines.append(StyledLine([(("  becomes" as ShownText).padded(to: labelColumns), .textDim), (latter, .warning)]))
    }
    lines.append(.empty)
    if sheet.edit.changesAttributes {
        lines.append(StyledLine("Each is copied onto itself inside the store; no bytes pass here.", .textDim))
        lines.append(StyledLine("Content, storage class and encryption stay; access lists do not.", .textDim))
    } else {
        lines.append(StyledLine("Only tags are written; content and all else stay.", .textDim))
    }
    return SheetBox(
        title: title, lines: lines,
        choices: [
            (Key(.enter), "change \(counted(sheet.count, "item"))", .button), (Key(.escape), "back", .textDim),
        ])
}

/// The sheet with the sum of what is below some rows.
func measureBox(_ sheet: MeasureSheet, _ model: Model) -> SheetBox {
    var lines = selectionLines(sheet.selection)
    if case .folder(let folder)? = sheet.selection.first, folder.isRoot {
        lines = [StyledLine("all of \(model.storeName(sheet.place.store))", .textStrong)]
    }
    let total = sheet.total
    let items = counted(total.all.items, "item")
    let sum: ShownText = "\(items), \(ByteCount.text(total.all.bytes))"
    lines.append(.empty)
    switch total.state {
    case .counting: lines.append(StyledLine("\(sum) so far…", .busy))
    case .complete: lines.append(StyledLine("\(items), \(ByteCount.full(total.all.bytes))", .success))
    case .failed(let error):
        lines.append(StyledLine("\(sum) until it failed:", .warning))
        lines += model.sentence(of: error).wrapped(to: 76).map { StyledLine($0, .error) }
    }
    if total.classes.count > 1 || total.classes.keys.first.map({ $0 != "STANDARD" }) == true {
        for (name, part) in total.classes.sorted(by: { $0.value.bytes > $1.value.bytes }).prefix(8) {
            lines.append(
                StyledLine([
                    ("  \(ShownText(name).cut(to: 24).padded(to: 25))", .cellType),
                    ("\(counted(part.items, "item")), \(ByteCount.text(part.bytes))", .text),
                ]))
        }
    }
    let isCounting = total.state == .counting
    return SheetBox(
        title: "Total size", lines: lines, choices: [(Key(.escape), isCounting ? "stop" : "close", .button)])
}
