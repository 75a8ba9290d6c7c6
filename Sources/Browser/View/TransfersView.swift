import PersistyData
package import PersistyTransfer
package import TerminalUI

func drawTransfers(_ sheet: TransfersSheet, _ model: Model, _ frame: inout Frame<Target>) {
    let transfers = model.transfers.transfers
    let active = model.transfers.activeCount
    let area = drawFullFrame(
        "Transfers · \(active) running · \(transfers.count - active) ended", "",
        [
            (.character("j"), "down"), (.character("k"), "up"), (.character("x"), "cancel it"),
            (Key(.escape), "close"),
        ], model, &frame)
    guard !transfers.isEmpty else {
        frame.draw(StyledLine(" Nothing was copied, moved or deleted yet.", .textDim), in: area.line(0))
        return
    }
    let listRows = min(transfers.count, max(1, area.rows / 2))
    let cursor = min(sheet.cursor, transfers.count - 1)
    let top = max(0, cursor - listRows + 1)
    for index in 0..<listRows where top + index < transfers.count {
        let status = transfers[top + index]
        let rect = area.line(index)
        drawStatus(status, isCursor: top + index == cursor, rect, model, &frame)
        frame.respond(in: rect, as: .sheetLine(top + index))
    }
    let (_, rest) = area.cutTop(listRows)
    guard rest.rows > 1 else { return }
    frame.cells.rule(from: rest.origin, columns: rest.columns, role: .border, glyphs: model.settings.glyphs)
    drawDetails(transfers[cursor], rest.cutTop(1).rest, model, &frame)
}

private func drawStatus(
    _ status: TransferStatus, isCursor: Bool, _ rect: Rect, _ model: Model, _ frame: inout Frame<Target>
) {
    let tail = stateText(status)
    let barColumns = rect.columns >= 60 ? min(20, rect.columns / 6) : 0
    let room = max(4, rect.columns - tail.columns - barColumns - 6)
    let title = transferTitle(status, model).cutMiddle(to: room)
    let bar: ShownText = isCursor ? model.settings.glyphs.cursor : " "
    frame.draw(StyledLine([(bar, .borderFocus), (" \(title)", isCursor ? .rowCursor : .text)]), in: rect)
    let right = rect.endColumn - tail.columns - 1
    if barColumns > 0 {
        drawBar(
            Rect(column: right - barColumns - 1, row: rect.row, columns: barColumns, rows: 1), done: fraction(status),
            model, &frame)
    }
    _ = frame.cells.draw(tail, at: Point(column: right, row: rect.row), role: status.state.role)
}

private func stateText(_ status: TransferStatus) -> ShownText {
    switch status.state {
    case .waiting: "waiting"
    case .running: "\(percent(status)) %"
    case .cancelling: "stopping"
    case .finished: "done"
    case .failed:
        status.failureCount > status.refusedCount
            ? "\(status.failureCount - status.refusedCount) failed" : "\(status.refusedCount) stayed"
    case .cancelled: "cancelled"
    }
}

extension TransferState {
    var role: Role {
        switch self {
        case .waiting: .textDim
        case .running, .cancelling: .busy
        case .finished: .success
        case .failed: .error
        case .cancelled: .warning
        }
    }
}

private func drawDetails(_ status: TransferStatus, _ area: Rect, _ model: Model, _ frame: inout Frame<Target>) {
    var lines: [StyledLine] = []
    let bytes: ShownText = "\(ByteCount.text(status.bytesDone)) of \(ByteCount.text(status.bytesTotal))"
    var first: ShownText = " \(status.itemsDone) of \(counted(status.itemsTotal, "item")) · \(bytes)"
    if let rate = status.bytesPerSecond { first += " · \(ByteCount.text(Int64(rate)))/s" }
    if let left = status.timeLeft { first += " · \(clockText(left)) left" }
    lines.append(StyledLine("\(first) · \(clockText(status.elapsed)) so far"))
    let proof = Model.verification(status.verifications)
    if !proof.isEmpty { lines.append(StyledLine(" \(proof)", .success)) }
    if !status.lostAttributes.isEmpty {
        lines.append(StyledLine(" \(Model.lost(status.lostAttributes, atMost: 8))", .warning))
    }
    for (reason, count) in status.skipped.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        lines.append(StyledLine(" \(counted(count, "item")) left out: \(reason.title)", .textDim))
    }
    for item in status.current {
        let part = item.size > 0 ? Int(item.done * 100 / item.size) : 0
        let count: ShownText = item.count > 1 ? " and \(item.count - 1) more" : ""
        lines.append(
            StyledLine([
                ((" \(part) % " as ShownText).padded(to: 7), .busy),
                ("\(ShownText(item.key).cutMiddle(to: max(8, area.columns - 40)))\(count)", .text),
                ("  \(ByteCount.text(item.size))", .cellSize),
            ]))
    }
    for failure in status.failures {
        lines.append(
            StyledLine([
                (" “\(ShownText(bytes: failure.name).cutMiddle(to: 40))” ", .error),
                ("\(ShownText(failure.error.message)) \(ShownText(failure.error.hint ?? ""))", .text),
            ]))
    }
    for (index, line) in lines.prefix(area.rows).enumerated() { frame.draw(line, in: area.line(index)) }
}

extension SkipReason {
    /// Why an item was left out, in a few words.
    package var title: ShownText {
        switch self {
        case .exists: "one of that name is there"
        case .notNewer: "what is there is as new, or newer"
        case .unknownTime: "which is newer is not known"
        case .same: "the same bytes are there"
        case .itself: "it would have been copied onto itself"
        case .gone: "it was gone already"
        case .cancelled: "cancelled by itself"
        }
    }
}
