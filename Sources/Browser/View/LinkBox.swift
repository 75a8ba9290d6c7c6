import PersistyData
import TerminalUI

/// The sheet for links: what they allow, the address as it is now, and what can be done with it.
struct LinkBox {
    let link: LinkSheet
    let model: Model

    static let labelColumns = 11

    /// How many columns there are for a line.
    var columns: Int { max(1, min(84, model.size.columns - 4)) }

    var box: SheetBox {
        var box = SheetBox(title: title, lines: [], choices: choices)
        box.leastColumns = columns
        box.lines += left
        for (index, row) in link.rows.enumerated() where row != .uses {
            add(row, index, &box)
            if row == .life { box.lines += moment }
        }
        // Two edges, the keys and a line before them.
        let notes = notes
        let room = model.size.rows - 4 - box.lines.count - notes.count - 1
        let isRoomy = room > address.count + 3
        if isRoomy { box.lines.append(.empty) }
        box.lines += shownAddress(lines: max(1, room - (isRoomy ? 2 : 0)))
        box.lines += notes
        if isRoomy { box.lines.append(.empty) }
        add(.uses, link.rows.count - 1, &box)
        if box.field == nil { box.cursor = link.row == .uses ? box.lines.count - 1 : 0 }
        return box
    }

    private var title: ShownText {
        if link.awaitsItem { return "Incoming to \(model.title(of: link.place))" }
        switch link.subject {
        case .folder(let folder): return "Upload link to \(model.storeName(link.place.store)):\(ShownText(folder.text))"
        case .items(let keys):
            return keys.count == 1
                ? "Link to “\(ShownText(keys[0].lastComponent).cutMiddle(to: 60))”"
                : "Links to \(counted(keys.count, "item"))"
        }
    }

    private var left: [StyledLine] {
        guard link.left > 0 else { return [] }
        return [StyledLine("\(counted(link.left, "row")) beside \(link.left == 1 ? "has" : "have") none.", .warning)]
    }

    private var choices: [(key: Key, label: ShownText, role: Role)] {
        let first: ShownText = link.method == .form ? "copies the form" : "copies"
        let back: ShownText = link.watch == .waiting ? "stops waiting" : "closes"
        let enter = link.row == .uses ? "does it" : link.awaitsItem ? first : "\(first) and closes"
        let next: [(Key, ShownText, Role)] = [(Key(.tab), "next", .text)]
        let use: [(Key, ShownText, Role)] = isRefused ? [] : [(Key(.enter), enter, .button)]
        return (next + use + [(Key(.escape), back, .textDim)]).map { (key: $0.0, label: $0.1, role: $0.2) }
    }

    /// Whether there is nothing that could be copied.
    private var isRefused: Bool { if case .failure? = link.answer { true } else { false } }

    /// A line of choices or of text, and what its parts answer to.
    private func add(_ row: LinkSheet.Row, _ index: Int, _ box: inout SheetBox) {
        let isCursor = index == min(link.cursor, link.rows.count - 1)
        let bar: ShownText = isCursor ? model.settings.glyphs.cursor : " "
        let name: ShownText = "\(bar) \(row.title(link))"
        let label = name.cut(to: Self.labelColumns).padded(to: Self.labelColumns)
        var spans: [(ShownText, Role)] = [(label, isCursor ? .rowCursor : .textDim)]
        var column = Self.labelColumns
        for (choice, title) in titles(row).enumerated() {
            let isChosen = choice == chosen(row)
            let text: ShownText =
                row == .uses ? "[ \(title) ]" : isChosen ? "(\(title))" : ShownText.blanks(1) + title + .blanks(1)
            spans.append((text, role(row, isChosen: isChosen, isCursor: isCursor)))
            box.spots.append((box.lines.count, column, text.columns, .sheetChoice(line: index, choice)))
            column += text.columns
            if row == .uses {
                spans.append((.blanks(1), .text))
                column += 1
            }
        }
        if let field = link.text(row) {
            if isCursor {
                box.field = (line: box.lines.count, field: field)
                box.fieldColumn = column
                box.cursor = box.lines.count
            }
            let ghost = row.ghost(link)
            spans.append(
                field.isEmpty ? (ghost, .inputGhost) : (ShownText(field.text).cut(to: max(1, columns - column)), .text))
        }
        box.lines.append(StyledLine(spans, target: .sheetLine(index)))
    }

    private func role(_ row: LinkSheet.Row, isChosen: Bool, isCursor: Bool) -> Role {
        guard row == .uses else { return isChosen ? .textStrong : .text }
        if isRefused { return .inputGhost }
        return isCursor && isChosen ? .buttonFocus : .button
    }

    private func titles(_ row: LinkSheet.Row) -> [ShownText] {
        switch row {
        case .method: link.methods.map(\.title)
        case .life: LinkLife.choices.map { ShownText($0) } + ["other"]
        case .existing: ["stays", "is replaced"]
        case .shown: ["saves it", "shows it"]
        case .uses: link.uses.map(\.title)
        case .name, .fileName, .contentType, .sizeLimit: []
        }
    }

    private func chosen(_ row: LinkSheet.Row) -> Int? {
        switch row {
        case .method: link.methods.firstIndex(of: link.method)
        case .life: link.lifeChoice
        case .existing: link.replaces ? 1 : 0
        case .shown: link.isInline ? 1 : 0
        case .uses: link.use
        case .name, .fileName, .contentType, .sizeLimit: nil
        }
    }

    /// How long it is good for, and until when: as signed, or as it will be.
    private var moment: [StyledLine] {
        guard let life = try? link.duration() else { return [] }
        let signed = link.request == nil ? try? link.answer?.get() : nil
        let end = signed?.expiresAt ?? Timestamp(seconds: model.now.seconds + life.components.seconds)
        let indent = ShownText.blanks(Self.labelColumns + 1)
        guard signed?.endsEarly == true else {
            return [StyledLine("\(indent)\(LinkLife.text(life)), until \(model.dates.full(end))", .textDim)]
        }
        let left = Duration.seconds(max(0, end.seconds - model.now.seconds))
        let why: ShownText =
            link.isSignedByService
            ? "the credentials that sign it end then." : "what signs it allows no more."
        let text: ShownText =
            "Only \(LinkLife.text(left)), until \(model.dates.full(end)), and not \(LinkLife.text(life)): \(why)"
        return text.wrapped(to: columns - indent.columns).map { StyledLine(indent + $0, .warning) }
    }
}

extension LinkSheet.Method {
    var title: ShownText {
        switch self {
        case .open: "plain"
        case .get: "read"
        case .put: "upload PUT"
        case .form: "form POST"
        case .head: "HEAD"
        case .delete: "DELETE"
        }
    }
}

extension LinkSheet.Row {
    fileprivate func title(_ link: LinkSheet) -> ShownText {
        switch self {
        case .method: "Method"
        case .life: "Expires"
        case .name: "Name"
        case .fileName: "Save as"
        case .contentType: "Type"
        case .existing: link.isForFolder ? "If there" : "The item"
        case .sizeLimit: "At most"
        case .shown: "Browser"
        case .uses: ""
        }
    }

    /// What stands where nothing is typed.
    fileprivate func ghost(_ link: LinkSheet) -> ShownText {
        switch self {
        case .life: "90s, 15m, 2h30m, 3d"
        case .name: "the name of the item that is uploaded"
        case .fileName: "its own name"
        case .contentType: link.isUpload ? (link.method == .form ? "any; image/* for a family" : "any") : "its own"
        case .sizeLimit: "as much as is taken; 10M, 1.5G"
        case .method, .existing, .shown, .uses: ""
        }
    }
}
