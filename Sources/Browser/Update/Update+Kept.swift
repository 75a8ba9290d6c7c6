import PersistyData
import TerminalUI

extension Model {
    mutating func openVersions() -> [Effect] {
        guard let row = pane.cursorRow, let key = pane.listing.key(row) else {
            say(
                .warning,
                "Only items have versions. Those of deleted ones: persisty s3 versions")
            return []
        }
        return open(.versions(pane.place, key))
    }

    mutating func openUploads() -> [Effect] { open(.uploads(pane.place)) }

    private mutating func open(_ subject: KeptSheet.Subject) -> [Effect] {
        let id = newID()
        sheet = .kept(KeptSheet(id: id, subject: subject))
        return [.listKept(id, subject)]
    }

    mutating func handleKept(_ message: Message) -> [Effect] {
        switch message {
        case .kept(let id, let rows): withKept(id) { $0.take(rows) }
        case .keptEnded(let id, let error): withKept(id) { $0.end(error) }
        case .keptChanged(let id, let place, let notice):
            // When the sheet was closed before it was done, the message line says it.
            guard let subject = listAgain(id, notice) else {
                self.notice = notice
                return refreshPanes(at: place)
            }
            return [.listKept(id, subject)] + refreshPanes(at: place)
        case .keptFailed(let id, let place, let error):
            report(error)
            guard let subject = listAgain(id, Notice(.error, sentence(of: error))) else {
                return refreshPanes(at: place)
            }
            return [.listKept(id, subject)] + refreshPanes(at: place)
        default: break
        }
        return []
    }

    /// Changes the sheet, if it is still the one that is meant.
    private mutating func withKept(_ id: Int, _ change: (inout KeptSheet) -> Void) {
        guard case .kept(var kept) = sheet, kept.id == id else { return }
        change(&kept)
        sheet = .kept(kept)
    }

    /// Says in the sheet what became of it, and what it asks for anew; `nil` when the sheet is closed.
    private mutating func listAgain(_ id: Int, _ notice: Notice) -> KeptSheet.Subject? {
        guard case .kept(var kept) = sheet, kept.id == id else { return nil }
        (kept.notice, kept.state, kept.areRowsOld) = (notice, .loading, true)
        sheet = .kept(kept)
        return kept.subject
    }

    private mutating func refreshPanes(at place: Place) -> [Effect] {
        Side.allCases.filter { panes[$0].place == place }.flatMap { refresh($0) }
    }

    mutating func handle(_ key: Key, _ sheet: KeptSheet) -> [Effect] {
        var kept = sheet
        switch key.code {
        case .enter, .function(3), .character("v"):
            guard case .version(let version)? = kept.row, let item = version.item else { break }
            let id = newID()
            var viewer = Viewer(id: id, store: kept.subject.place.store, key: item.key)
            viewer.item = item
            self.sheet = .viewer(viewer)
            return [
                .cancelKept,
                .view(id, kept.subject.place.store, item.key, item: item, offset: 0, count: Viewer.stretch),
            ]
        case .character("r"):
            guard case .version(let version)? = kept.row else { break }
            if version.isDeletion || version.isLatest {
                kept.notice = Notice(
                    .warning,
                    version.isLatest
                        ? "This is the newest already." : "A mark of deletion has nothing in it; d deletes the mark.")
            } else {
                (kept.question, kept.notice) = (.restore(version), nil)
            }
        case .character("d"), .delete, .function(8):
            if store(kept.subject.place.store)?.capabilities.contains(.delete) != true {
                kept.notice = Notice(.warning, "The store is set up without deleting.")
            } else if let row = kept.row {
                (kept.question, kept.notice) = (.delete(row), nil)
            }
        default:
            switch scrolling(key) {
            case .lines(let lines): kept.cursor = min(max(0, kept.cursor + lines), max(0, kept.rows.count - 1))
            case .start: kept.cursor = 0
            case .end: kept.cursor = max(0, kept.rows.count - 1)
            case .close: return closeSheet()
            case nil: break
            }
        }
        self.sheet = .kept(kept)
        return []
    }

    /// Does what was asked about on `y`; any other key leaves all as it is.
    mutating func answer(_ key: Key, _ sheet: KeptSheet) -> [Effect] {
        var kept = sheet
        let question = kept.question
        kept.question = nil
        self.sheet = .kept(kept)
        guard key == .character("y"), let question else { return [] }
        switch (question, kept.subject) {
        case (.restore(let version), .versions(_, let key)): return [.restore(kept.id, kept.subject, key, version)]
        case (.delete(.version(let version)), .versions(_, let key)):
            return [.deleteVersion(kept.id, kept.subject, key, version)]
        case (.delete(.upload(let upload)), _): return [.endUpload(kept.id, kept.subject, upload)]
        default: return []
        }
    }
}
