import PersistyData
import PersistyTransfer
import TerminalUI

extension Model {
    mutating func handleTransfers(_ message: Message) -> [Effect] {
        switch message {
        case .planning(let id, let items, let bytes):
            if case .plan(var plan) = sheet, plan.id == id {
                plan.state = .planning(items: items, bytes: bytes)
                sheet = .plan(plan)
            } else if case .deletion(var deletion) = sheet, deletion.id == id {
                deletion.state = .planning(items: items, bytes: bytes)
                sheet = .deletion(deletion)
            }
        case .planned(let id, let result):
            guard case .plan(var plan) = sheet, plan.id == id else { return [] }
            switch result {
            case .success(let ready): plan.state = .ready(ready)
            case .failure(let error): plan.state = .failed(error)
            }
            sheet = .plan(plan)
        case .deletionPlanned(let id, let result):
            guard case .deletion(var deletion) = sheet, deletion.id == id else { return [] }
            switch result {
            case .success(let ready): deletion.state = .ready(ready)
            case .failure(let error): deletion.state = .failed(error)
            }
            sheet = .deletion(deletion)
        case .transfers(let snapshot): return take(snapshot)
        default: break
        }
        return []
    }

    private mutating func take(_ snapshot: TransferSnapshot) -> [Effect] {
        let former = transfers
        transfers = snapshot
        var effects: [Effect] = []
        for status in snapshot.transfers where status.state.isEnded {
            guard former[status.id]?.state.isEnded != true else { continue }
            notice = outcome(of: status)
            if let failure = status.failures.first {
                problem = Problem(failure.error, name: failure.name)
                problemCount += status.failureCount
            }
            effects += refreshPanes(after: status)
        }
        if snapshot.isIdle, quitsWhenIdle { effects.append(.quit) }
        return effects
    }

    /// Panes that show what a transfer has changed are listed again.
    private mutating func refreshPanes(after status: TransferStatus) -> [Effect] {
        var effects: [Effect] = []
        for side in Side.allCases {
            let place = panes[side].place
            guard let store = store(place.store) else { continue }
            // A store that was gone to by its path has that path for a name.
            let names = [store.name, store.location]
            let isDestination = status.destinationStore.map(names.contains) ?? false
            let isEmptied = names.contains(status.sourceStore) && status.kind != .copy
            guard isDestination || isEmptied else { continue }
            // In the other pane the cursor goes to what has arrived; under the person's hands it stays.
            if isDestination, side != focus, place.prefix == status.destinationFolder, status.itemsDone > 0 {
                expectedName[side] = Self.lastName(status.first)
            }
            effects += refresh(side)
        }
        return effects
    }

    /// The last part of a key or folder, a folder's with its `/`.
    private static func lastName(_ text: String) -> String {
        let end = text.utf8.last == UInt8(ascii: "/") ? text.utf8.index(before: text.endIndex) : text.endIndex
        let slash = text.utf8[..<end].lastIndex(of: UInt8(ascii: "/"))
        return String(text[(slash.map { text.utf8.index(after: $0) } ?? text.startIndex)...])
    }

    /// How a transfer ended, as a sentence that says by what it was verified.
    func outcome(of status: TransferStatus) -> Notice {
        let done = doneText(status)
        var text: ShownText =
            switch status.kind {
            case .copy: "Copied \(done) to \(status.destinationStore ?? "")"
            case .move: "Moved \(done) to \(status.destinationStore ?? "")"
            case .delete: "Deleted \(done) in \(status.sourceStore)"
            }
        if status.kind != .delete, status.bytesDone > 0 { text += " · \(ByteCount.text(status.bytesDone))" }
        let verified = Self.verification(status.verifications)
        if !verified.isEmpty { text += " · \(verified)" }
        if !status.lostAttributes.isEmpty { text += " · \(Self.lost(status.lostAttributes, atMost: 2))" }
        if status.skippedCount > 0 { text += " · \(counted(status.skippedCount, "item")) left out" }
        switch status.state {
        case .cancelled: return Notice(.warning, "Cancelled: \(text); nothing is half-way")
        case .failed:
            let refused = status.refusedCount
            if refused > 0 {
                text += " · \(counted(refused, "row")) stayed as \(refused == 1 ? "it was" : "they were")"
            }
            let failed = status.failureCount - refused
            guard failed > 0 else { return Notice(.warning, "\(text) — press ! or w") }
            return Notice(.error, "\(text) · \(counted(failed, "item")) failed — press ! or w")
        case .waiting, .running, .cancelling, .finished: return Notice(.success, text)
        }
    }

    /// What was done: `3 items`, `1 item, 2 links`.
    private func doneText(_ status: TransferStatus) -> ShownText {
        guard !status.specialFilesDone.isEmpty else { return counted(status.itemsDone, "item") }
        let special = countedSpecialFiles(status.specialFilesDone)
        let items = status.itemsDone - status.specialFilesDone.values.reduce(0, +)
        return items == 0 ? special : "\(counted(items, "item")), \(special)"
    }

    /// What the destination did not keep: `without cache-control, owner and 3 more`.
    static func lost(_ attributes: [String: Int], atMost count: Int) -> ShownText {
        let names = attributes.keys.sorted()
        var text: ShownText = "without "
        text += names.prefix(count).map { ShownText($0).cutMiddle(to: 24) }.joined(separator: ", ")
        if names.count > count { text += " and \(names.count - count) more" }
        return text
    }

    /// By what copies are known to be right: `verified by CRC32C`, `MD5 recorded`.
    static func verification(_ verifications: [Verification: Int]) -> ShownText {
        var parts: [ShownText] = []
        let kinds = verifications.keys.sorted { (verifications[$0] ?? 0) > (verifications[$1] ?? 0) }
        for kind in kinds {
            let text: ShownText =
                switch kind {
                case .compared(let algorithm): "verified by \(algorithm.title)"
                case .recorded(let algorithm): "\(algorithm.title) recorded on the way"
                case .service: "vouched for by the service"
                case .shared: "same blocks"
                case .sizeOnly: "only sizes compared"
                }
            parts.append(verifications.count == 1 ? text : "\(verifications[kind] ?? 0) \(text)")
        }
        return parts.joined(separator: ", ")
    }
}

extension TransferSnapshot {
    var isRunning: Bool { !isIdle }
}
