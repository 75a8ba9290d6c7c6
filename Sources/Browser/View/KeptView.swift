import PersistyData
import TerminalUI

/// Former versions of an item, or unfinished uploads, on the whole screen.
func drawKept(_ sheet: KeptSheet, _ model: Model, _ frame: inout Frame<Target>) {
    let place = sheet.subject.place
    let title: ShownText
    var choices: [(key: Key, label: ShownText)] = [(.character("j"), "down"), (.character("k"), "up")]
    switch sheet.subject {
    case .versions(_, let key):
        title = "Versions of \(model.storeName(place.store)):\(ShownText(key.text))"
        choices += [(Key(.enter), "view"), (.character("r"), "restore"), (.character("d"), "delete it")]
    case .uploads:
        title = "Unfinished uploads in \(model.title(of: place))"
        choices += [(.character("d"), "end it")]
    }
    choices.append((Key(.escape), "close"))
    let area = drawFullFrame(title, "", choices, model, &frame)
    let (foot, list) = area.cutBottom(2)
    let top = max(0, sheet.cursor - max(1, list.rows) + 1)
    for index in 0..<list.rows where top + index < sheet.rows.count {
        let isCursor = top + index == sheet.cursor
        let bar: ShownText = isCursor ? model.settings.glyphs.cursor : " "
        var spans: [(ShownText, Role)] = [(bar, .borderFocus)]
        switch sheet.rows[top + index] {
        case .version(let version): spans += versionSpans(version, isCursor, model)
        case .upload(let upload): spans += uploadSpans(upload, isCursor, place, list.columns, model)
        }
        frame.draw(StyledLine(spans, target: .sheetLine(top + index)), in: list.line(index))
    }
    for (index, line) in footLines(sheet, model, foot.columns).prefix(foot.rows).enumerated() {
        frame.draw(line, in: foot.line(index))
    }
}

private func versionSpans(_ version: StoredVersion, _ isCursor: Bool, _ model: Model) -> [(ShownText, Role)] {
    let time = version.time.map { model.dates.full($0) } ?? model.settings.glyphs.unknown
    let size: ShownText =
        version.isDeletion ? "deleted" : version.size.map(ByteCount.text) ?? model.settings.glyphs.unknown
    return [
        (" \(time.padded(to: 26))", isCursor ? .rowCursor : .cellTime),
        (size.padded(to: 12), version.isDeletion ? .warning : .cellSize),
        ((version.isLatest ? "newest" : "" as ShownText).padded(to: 8), .success),
        ((version.etag.map { ShownText($0.value).cut(to: 9) } ?? "" as ShownText).padded(to: 11), .cellEtag),
        ((version.storageClass.map { ShownText($0).cut(to: 12) } ?? "" as ShownText).padded(to: 13), .cellType),
        (ShownText(version.id), .textDim),
    ]
}

private func uploadSpans(
    _ upload: UnfinishedUpload, _ isCursor: Bool, _ place: Place, _ columns: Int, _ model: Model
) -> [(ShownText, Role)] {
    let unknown = model.settings.glyphs.unknown
    let parts = upload.parts.map { counted($0, "part") } ?? unknown
    let name = String(Substring(upload.key.text.utf8.dropFirst(place.prefix.text.utf8.count)))
    return [
        (" \(ShownText(name).cutMiddle(to: max(12, columns - 56)))  ", isCursor ? .rowCursor : .row),
        ((upload.size.map(ByteCount.text) ?? unknown).padded(to: 11), .cellSize), (parts.padded(to: 14), .text),
        (upload.startedAt.map { "begun \(model.dates.full($0))" } ?? "", .cellTime),
    ]
}

private func footLines(_ sheet: KeptSheet, _ model: Model, _ columns: Int) -> [StyledLine] {
    switch (sheet.question, sheet.row) {
    case (.restore?, _):
        return [
            StyledLine(" The service copies this version over the newest; all versions stay.", .warning),
            yes("restores it"),
        ]
    case (.delete?, .upload?):
        return [
            StyledLine(" What was sent of this upload will be deleted, and whoever sends it fails.", .warning),
            yes("ends it"),
        ]
    case (.delete?, .version(let version)?):
        let text: ShownText =
            version.isDeletion
            ? " The mark goes, and the version before it is there again."
            : " This version will be gone for good; there is no undo."
        return [StyledLine(text, .warning), yes("deletes it")]
    default: break
    }
    if case .failed(let error) = sheet.state {
        return model.sentence(of: error).wrapped(to: max(10, columns - 2)).map { StyledLine(" \($0)", .error) }
    }
    if let notice = sheet.notice {
        return notice.text.wrapped(to: max(10, columns - 2)).map {
            StyledLine(" \($0)", notice.kind == .error ? .error : .info)
        }
    }
    switch sheet.state {
    case .loading: return [StyledLine(" \(sheet.rows.count) so far; asking…", .busy)]
    default:
        let noun = if case .uploads = sheet.subject { "unfinished upload" } else { "version" }
        return [StyledLine(" \(counted(sheet.rows.count, noun))", .textDim)]
    }
}

private func yes(_ act: ShownText) -> StyledLine {
    StyledLine([(" y", .key), (" \(act); any other key leaves all as it is", .text)])
}
