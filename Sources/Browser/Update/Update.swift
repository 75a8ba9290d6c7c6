import PersistyData
import TerminalUI

extension Model {
    /// Advances by one message; what must happen outside is returned.
    package mutating func update(_ message: Message) -> [Effect] {
        var effects = handle(message)
        relayout()
        effects += followView()
        return effects
    }

    private mutating func handle(_ message: Message) -> [Effect] {
        switch message {
        case .input(let input, let target, let time):
            now = max(now, time)
            return handle(input, over: target)
        case .resized(let size):
            self.size = size
            return []
        case .tick(let time):
            now = time
            return []
        case .listed, .listingEnded, .arranged, .attributed, .etag: return handleListing(message)
        case .storeChanged(let entry):
            if let index = stores.firstIndex(where: { $0.id == entry.id }) {
                stores[index] = entry
            } else {
                stores.append(entry)
            }
            if let text = entry.notice { say(.warning, ShownText(text)) }
            return []
        case .pathOpened(let side, let entry, let prefix, let cursor):
            if !stores.contains(where: { $0.id == entry.id }) { stores.append(entry) }
            return go(side, to: Place(store: entry.id, prefix: prefix), cursor: cursor)
        case .inspected, .digesting, .digested, .viewed: return handleInspection(message)
        case .attributesRead, .attributesChanging, .attributesChanged: return handleAttributes(message)
        case .measured(let id, let total):
            guard case .measure(var measure) = sheet, measure.id == id else { return [] }
            measure.total = total
            sheet = .measure(measure)
            return []
        case .kept, .keptEnded, .keptChanged, .keptFailed: return handleKept(message)
        case .signed, .encoded, .linksSaved, .watched: return handleLinks(message)
        case .planning, .planned, .deletionPlanned, .transfers: return handleTransfers(message)
        case .changed(let places):
            return Side.allCases.filter { side in places.contains { isShown($0, in: side) } }.flatMap { refresh($0) }
        case .said(let notice):
            self.notice = notice
            if case .link(var link) = sheet {
                link.notice = notice
                sheet = .link(link)
            }
            return []
        case .failed(let error):
            expectedName = Pair(nil, nil)
            report(error)
            return []
        case .themeChanged(let name):
            settings.theme = name
            say(.info, "Theme: \(name)")
            return []
        case .terminated: return [.quit]
        case .suspendRequested: return [.suspend]
        }
    }

    /// Whether a change in `place` may show in a pane: the pane is there, or above it.
    private func isShown(_ place: Place, in side: Side) -> Bool {
        panes[side].place.store == place.store && panes[side].place.prefix.contains(place.prefix)
    }

    private mutating func handle(_ input: Input, over target: Target?) -> [Effect] {
        switch input {
        case .key(let key): return handle(key)
        case .mouse(let mouse): return handle(mouse, over: target)
        case .paste(let text):
            if case .link(var link) = sheet {
                if link.insert(text) { return sign(link) }
                sheet = .link(link)
                return []
            }
            paste(text)
            return pasteFollowUp()
        case .focus: return []
        }
    }

    private mutating func paste(_ text: String) {
        if case .prompt(var prompt) = sheet {
            prompt.field.insert(text)
            sheet = .prompt(prompt)
        } else if case .attributes(var attributes) = sheet {
            attributes.insert(text)
            sheet = .attributes(attributes)
        } else if lineInput != nil {
            lineInput?.field.insert(text)
        } else {
            say(.warning, "A paste is taken only where text is asked for; nothing was done.")
        }
    }

    private mutating func pasteFollowUp() -> [Effect] { lineInput == nil ? [] : lineInputChanged() }

    private mutating func handle(_ key: Key) -> [Effect] {
        // A key ends a drag: the release of a button outside the window never comes, and must not be waited for.
        if let held = drag {
            drag = nil
            if held.isMoving, key.code == .escape {
                say(.info, "The drag was given up; nothing was done.")
                return []
            }
        }
        if lineInput != nil { return handleLineInput(key) }
        if sheet != nil { return handleSheet(key) }
        pending.append(key)
        switch settings.keymap.match(pending) {
        case .action(let action):
            pending = []
            return perform(action)
        case .pending: return []
        case .none:
            let wasSequence = pending.count > 1
            pending = []
            if wasSequence, key.code != .escape { say(.info, "No action has these keys; press ? for all keys.") }
            return []
        }
    }
}
