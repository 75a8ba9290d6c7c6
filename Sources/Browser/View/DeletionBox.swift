import PersistyData
import PersistyTransfer
import TerminalUI

/// The sheet that says what a deletion will take, and asks.
func deletionBox(_ deletion: DeletionSheet, _ model: Model) -> SheetBox {
    let from: ShownText = "from \(model.title(of: deletion.place).cutMiddle(to: 60))"
    switch deletion.state {
    case .planning(let items, let bytes):
        return SheetBox(
            title: "Delete",
            lines: [
                StyledLine("Counting \(from):"),
                StyledLine("\(counted(items, "item")), \(ByteCount.text(bytes)) so far…", .busy),
            ], choices: [(Key(.escape), "give up", .button)])
    case .failed(let error):
        return SheetBox(
            title: "Delete", lines: model.sentence(of: error).wrapped(to: 76).map { StyledLine($0, .error) },
            choices: [(Key(.escape), "close", .button)])
    case .ready(let plan):
        var lines = selectionLines(deletion.selection)
        lines += [
            StyledLine(from, .textDim), .empty,
            StyledLine(countText(plan), .warning),
            StyledLine("Deleted is what was counted here and nothing else; there is no undo.", .textDim),
        ]
        if plan.specialFiles.kinds[.link] != nil {
            lines.append(StyledLine("Of links the name goes; what they lead to stays.", .textDim))
        }
        lines += refusalLines(plan.refused, "cannot be deleted and")
        return SheetBox(
            title: "Delete", lines: lines,
            choices: [(.character("y"), "delete", .buttonDanger), (Key(.escape), "keep all", .button)])
    }
}

/// What will be deleted: `3 items, 8 B, 1 folder, 2 links`.
private func countText(_ plan: DeletionPlan) -> ShownText {
    var parts: [ShownText] = []
    if !plan.items.isEmpty || plan.specialFiles.isEmpty {
        parts += [counted(plan.items.count, "item"), ByteCount.text(plan.byteCount)]
    }
    if !plan.folders.isEmpty { parts.append(counted(plan.folders.count, "folder")) }
    if !plan.specialFiles.isEmpty { parts.append(countedSpecialFiles(plan.specialFiles.kinds)) }
    return parts.joined(separator: ", ")
}

/// How many rows are left alone, and why the first of them are; nothing where there are none.
func refusalLines(_ refused: Refusals, _ verdict: ShownText, most: Int = 3) -> [StyledLine] {
    guard refused.count > 0 else { return [] }
    let stay: ShownText = refused.count == 1 ? "stays as it is" : "stay as they are"
    var lines = [StyledLine("\(counted(refused.count, "row")) \(verdict) \(stay):", .warning)]
    lines += refused.first.prefix(most).map { refusal in
        StyledLine(
            "  “\(ShownText(bytes: refusal.name).cutMiddle(to: 30))” \(ShownText(refusal.error.message).cut(to: 60))",
            .textDim)
    }
    if refused.count > most { lines.append(StyledLine("  and \(refused.count - most) more", .textDim)) }
    return lines
}
