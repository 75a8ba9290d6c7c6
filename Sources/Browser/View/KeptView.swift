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
    let lines = footLines(sheet, model, area.columns)
    let (foot, list) = area.cutBottom(max(2, min(lines.count, area.rows / 2)))
    let top = max(0, sheet.cursor - max(1, list.rows) + 1)
    let rows = Array(sheet.rows.dropFirst(top).prefix(list.rows))
    let nameColumns = uploadNameColumns(rows, place, list.columns)
    for (index, row) in rows.enumerated() {
        let isCursor = top + index == sheet.cursor
        let bar: ShownText = isCursor ? model.settings.glyphs.cursor : " "
        var spans: [(ShownText, Role)] = [(bar, .borderFocus)]
        switch row {
        case .version(let version): spans += versionSpans(version, isCursor, model)
        case .upload(let upload): spans += uploadSpans(upload, isCursor, place, nameColumns, model)
        }
        frame.draw(StyledLine(spans, target: .sheetLine(top + index)), in: list.line(index))
    }
    for (index, line) in lines.prefix(foot.rows).enumerated() { frame.draw(line, in: foot.line(index)) }
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

/// The columns of the widest name in view, as far as there is room beside what is known of an upload.
private func uploadNameColumns(_ rows: [KeptSheet.Row], _ place: Place, _ columns: Int) -> Int {
    let widest = rows.map { if case .upload(let upload) = $0 { uploadName(upload, place).columns } else { 0 } }.max()
    return min(widest ?? 0, max(12, columns - 58))
}

private func uploadName(_ upload: UnfinishedUpload, _ place: Place) -> ShownText {
    ShownText(String(Substring(upload.key.text.utf8.dropFirst(place.prefix.text.utf8.count))))
}

private func uploadSpans(
    _ upload: UnfinishedUpload, _ isCursor: Bool, _ place: Place, _ columns: Int, _ model: Model
) -> [(ShownText, Role)] {
    let unknown = model.settings.glyphs.unknown
    let parts = upload.parts.map { counted($0, "part") } ?? unknown
    let name = uploadName(upload, place).cutMiddle(to: columns).padded(to: columns)
    return [
        (" \(name)  ", isCursor ? .rowCursor : .row),
        ((upload.size.map(ByteCount.text) ?? unknown).padded(to: 11), .cellSize), (parts.padded(to: 14), .text),
        (upload.startedAt.map { "begun \(model.dates.full($0))" } ?? "", .cellTime),
    ]
}

private func footLines(_ sheet: KeptSheet, _ model: Model, _ columns: Int) -> [StyledLine] {
    switch sheet.question {
    case .restore?:
        return [
            StyledLine(" The service copies this version over the newest; all versions stay.", .warning),
            yes("restores it"),
        ]
    case .delete(.upload)?:
        return [
            StyledLine(" What was sent of this upload will be deleted, and whoever sends it fails.", .warning),
            yes("ends it"),
        ]
    case .delete(.version(let version))?:
        return [StyledLine(" \(lossText(of: version, among: sheet.rows))", .warning), yes("deletes it")]
    case nil: break
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
    case .loading: return [StyledLine(" \(sheet.areRowsOld ? 0 : sheet.rows.count) so far; asking…", .busy)]
    default:
        let noun = if case .uploads = sheet.subject { "unfinished upload" } else { "version" }
        return [StyledLine(" \(counted(sheet.rows.count, noun))", .textDim)]
    }
}

/// What is there after a version, or the mark of a deletion, is deleted.
private func lossText(of version: StoredVersion, among rows: [KeptSheet.Row]) -> ShownText {
    guard version.isLatest else {
        return version.isDeletion
            ? "The mark goes; what is there now stays." : "This version will be gone for good; there is no undo."
    }
    var older: StoredVersion?
    if let index = rows.firstIndex(of: .version(version)), rows.indices.contains(index + 1),
        case .version(let next) = rows[index + 1]
    {
        older = next
    }
    return switch (version.isDeletion, older?.isDeletion) {
    case (true, false?): "The mark goes, and the version before it is there again."
    case (true, _): "The mark goes; there is no version before it."
    case (false, nil): "This is the only version: the item will be gone for good; there is no undo."
    case (false, true?): "This version will be gone for good, and the item is deleted, as it was before it."
    case (false, false?): "This version will be gone for good; the one before it is the newest then."
    }
}

private func yes(_ act: ShownText) -> StyledLine {
    StyledLine([(" y", .key), (" \(act); any other key leaves all as it is", .text)])
}
