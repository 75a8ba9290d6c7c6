import PersistyData
import PersistyTransfer
import TerminalUI

/// The sheet that says what a copy or a move will do: how, how many, how much, and what stands in the way.
struct PlanBox {
    let model: Model
    let sheet: PlanSheet

    private static let escape = Key(.escape)
    private static let enter = Key(.enter)
    /// Rows beside the lines and the conflicts: border, keys, blanks, and what is said of the conflicts together.
    private static let frameRows = 13

    private var title: ShownText { sheet.order.kind == .copy ? "Copy" : "Move" }

    var box: SheetBox {
        switch sheet.state {
        case .planning(let items, let bytes):
            return SheetBox(
                title: title,
                lines: selectionLines(sheet.order.selection) + [
                    route, .empty,
                    StyledLine("Counting: \(counted(items, "item")), \(ByteCount.text(bytes)) so far…", .busy),
                ], choices: [(Self.escape, "give up", .button)])
        case .failed(let error):
            return SheetBox(
                title: title, lines: model.sentence(of: error).wrapped(to: 76).map { StyledLine($0, .error) },
                choices: [(Self.escape, "close", .button)])
        case .ready(let plan):
            if let conflict = sheet.conflict, plan.conflicts.indices.contains(conflict) {
                return conflictBox(plan.conflicts[conflict], number: conflict, of: plan.conflicts.count)
            }
            return readyBox(plan)
        }
    }

    private var route: StyledLine {
        let to: ShownText =
            switch sheet.order.to {
            case .place(let place): model.title(of: place)
            case .text(let text): ShownText(text)
            }
        let from = model.title(of: sheet.order.from).cutMiddle(to: 40)
        return StyledLine([
            ("from ", .textDim), (from, .text), (" to ", .textDim), (to.cutMiddle(to: 40), .text),
        ])
    }

    private func readyBox(_ plan: TransferPlan) -> SheetBox {
        // On a low screen what is decided is seen before what is only told.
        let isLow = model.size.rows < 20
        var lines = isLow ? [] : selectionLines(sheet.order.selection)
        lines += isLow ? [route] : [route, .empty]
        if plan.isEmpty {
            lines.append(StyledLine("There is nothing to \(sheet.order.kind == .copy ? "copy" : "move").", .warning))
        } else {
            lines.append(row("What", what(plan)))
            if isLow, plan.conflictCount > 0 { lines += conflicts(plan, shown: 0) }
            lines.append(row("How", how(plan)))
            lines.append(row("Proof", proof(plan)))
        }
        for loss in plan.losses { lines.append(row("Lost", loss.title, .warning)) }
        lines += refusalLines(plan.refused, "cannot be taken along and", most: isLow ? 1 : 3)
        var choices: [(key: Key, label: ShownText, role: Role)] = []
        if !plan.isEmpty { choices.append((Self.enter, sheet.order.kind == .copy ? "copy" : "move", .button)) }
        choices.append((Self.escape, "close, nothing is done", .textDim))
        if plan.conflictCount > 0 {
            if !isLow { lines += conflicts(plan, shown: max(3, model.size.rows - lines.count - Self.frameRows)) }
            choices += PlanSheet.choices.map {
                ($0.key, $0.policy.word, $0.policy == sheet.policy ? .buttonFocus : .text)
            }
            if !plan.conflicts.isEmpty { choices.append((.character("e"), "each by itself", .text)) }
        }
        return SheetBox(title: title, lines: lines, choices: choices)
    }

    private func row(_ name: ShownText, _ text: ShownText, _ role: Role = .text) -> StyledLine {
        StyledLine([(name.padded(to: 7), .textDim), (text, role)])
    }

    private func what(_ plan: TransferPlan) -> ShownText {
        var parts: [ShownText] = []
        if plan.items.count > 0 {
            parts.append("\(counted(plan.items.count, "item")), \(ByteCount.text(plan.byteCount))")
        }
        if !plan.specialFiles.isEmpty { parts.append(countedSpecialFiles(plan.specialFiles.kinds)) }
        if !plan.folderRenames.isEmpty { parts.append("\(counted(plan.folderRenames.count, "folder")) whole") }
        if !plan.emptyFolders.isEmpty { parts.append(counted(plan.emptyFolders.count, "empty folder")) }
        return parts.joined(separator: " and ")
    }

    private func how(_ plan: TransferPlan) -> ShownText {
        if plan.isRename { return "renamed in place; no bytes are moved" }
        let methods = plan.methods.sorted { $0.value > $1.value }
        let parts = methods.map { method, count in methods.count == 1 ? method.title : "\(count) \(method.title)" }
        return parts.joined(separator: "; ")
    }

    private func proof(_ plan: TransferPlan) -> ShownText {
        guard !plan.isRename else { return "none is needed: the bytes stay where they are" }
        guard plan.request.verifies else { return "only sizes are compared" }
        return sheet.order.kind == .copy
            ? "each copy is checked by a digest; the result says which"
            : "each copy is checked by a digest before its source is deleted"
    }

    private func conflicts(_ plan: TransferPlan, shown: Int) -> [StyledLine] {
        var lines = shown == 0 ? [] : [StyledLine.empty]
        lines.append(
            StyledLine(
                "\(counted(plan.conflictCount, "item")) of that name \(plan.conflictCount == 1 ? "is" : "are") there already\(shown == 0 ? "." : ":")",
                .warning))
        lines += plan.conflicts.prefix(shown).map { conflict in
            StyledLine([
                ("  “\(ShownText(conflict.there.key.lastComponent).cutMiddle(to: 34))”  ", .text),
                (comparison(conflict), .textDim),
            ])
        }
        if shown > 0, plan.conflictCount > shown {
            lines.append(StyledLine("  and \(ByteCount.exact(Int64(plan.conflictCount - shown))) more", .textDim))
        }
        let decided: ShownText = sheet.answers.isEmpty ? "" : " · \(sheet.answers.count) by themselves"
        lines.append(row("Then", "\(sheet.policy.title)\(decided)", .textStrong))
        return lines
    }

    /// In a few words: `same MD5`, `newer by 1 day, 3.1 KiB against 2.9 KiB`.
    private func comparison(_ conflict: PlannedConflict) -> ShownText {
        switch Sameness(conflict.source, conflict.there) {
        case .same(.digest(let algorithm)): return "the same bytes, by \(algorithm.title)"
        case .different(.digest(let algorithm)): return "same size, other \(algorithm.title)\(age(conflict))"
        case .different(.size), .same(.size):
            return
                "\(ByteCount.text(conflict.source.size)) against \(ByteCount.text(conflict.there.size))\(age(conflict))"
        case .unknown: return "same size; whether the bytes differ is not known\(age(conflict))"
        }
    }

    private func age(_ conflict: PlannedConflict) -> ShownText {
        guard let ours = conflict.source.updatedAt, let theirs = conflict.there.updatedAt else { return "" }
        return ours > theirs ? ", newer" : ours < theirs ? ", older" : ""
    }

    private func conflictBox(_ conflict: PlannedConflict, number: Int, of count: Int) -> SheetBox {
        let name = ShownText(conflict.there.key.lastComponent).cutMiddle(to: 50)
        func facts(_ title: ShownText, _ item: DataItem) -> [StyledLine] {
            [
                StyledLine([
                    (title.padded(to: 7), .head), (ByteCount.text(item.size).padded(to: 12), .cellSize),
                    (item.updatedAt.map { model.dates.full($0) } ?? "time not known", .cellTime),
                ]),
                StyledLine([
                    ("       ", .text),
                    (item.etag.map { "ETag \(ShownText($0.value).cut(to: 40))" } ?? "ETag not known", .cellEtag),
                ]),
            ]
        }
        let lines =
            facts("New", conflict.source) + facts("There", conflict.there) + [
                StyledLine([("       ", .text), (comparison(conflict), .text)]), .empty,
                StyledLine("A capital letter answers for all that are left.", .textDim),
            ]
        let chosen = sheet.answers[conflict.index] ?? sheet.policy
        var choices = PlanSheet.choices.map { choice in
            (key: choice.key, label: choice.policy.word, role: choice.policy == chosen ? Role.buttonFocus : .text)
        }
        choices.append((Self.enter, "done", .textDim))
        choices.append((Key(.backspace), "back", .textDim))
        choices.append((Self.escape, "close, nothing is done", .textDim))
        return SheetBox(title: "“\(name)” is there already (\(number + 1) of \(count))", lines: lines, choices: choices)
    }
}

extension ConflictPolicy {
    /// One or two words, for a key hint.
    var word: ShownText {
        switch self {
        case .fail: "stop"
        case .skip: "skip"
        case .replace: "overwrite"
        case .keepBoth: "keep both"
        case .newer: "if newer"
        case .different: "if different"
        }
    }
}
