import PersistyData
import TerminalUI

extension Model {
    mutating func openVersions() -> [Effect] {
        guard let row = pane.cursorRow, let key = pane.listing.key(row) else {
            say(.warning, "Only items have former versions.")
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
        guard case .kept(var kept) = sheet else {
            // Closed before it was done.
            guard case .keptChanged(_, let place, let notice) = message else { return [] }
            self.notice = notice
            return refreshPanes(at: place)
        }
        switch message {
        case .kept(let id, let rows):
            guard kept.id == id else { return [] }
            kept.rows += rows
        case .keptEnded(let id, let error):
            guard kept.id == id else { return [] }
            kept.state = error.map { .failed($0) } ?? .complete
            kept.cursor = min(kept.cursor, max(0, kept.rows.count - 1))
        case .keptChanged(let id, let place, let notice):
            guard kept.id == id else { return refreshPanes(at: place) }
            kept.notice = notice
            (kept.rows, kept.state) = ([], .loading)
            sheet = .kept(kept)
            return [.listKept(id, kept.subject)] + refreshPanes(at: place)
        default: return []
        }
        sheet = .kept(kept)
        return []
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
                (kept.question, kept.notice) = (.restore, nil)
            }
        case .character("d"), .delete, .function(8):
            if store(kept.subject.place.store)?.capabilities.contains(.delete) != true {
                kept.notice = Notice(.warning, "The store is set up without deleting.")
            } else if kept.row != nil {
                (kept.question, kept.notice) = (.delete, nil)
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
        switch (kept.subject, kept.row) {
        case (.versions(_, let key), .version(let version)?):
            return question == .restore
                ? [.restore(kept.id, kept.subject, key, version)]
                : [.deleteVersion(kept.id, kept.subject, key, version)]
        case (.uploads, .upload(let upload)?): return [.endUpload(kept.id, kept.subject, upload)]
        default: return []
        }
    }
}
