import PersistyData
package import TerminalUI

extension Model {
    /// Does what an action stands for, or says why it cannot be done.
    mutating func perform(_ action: Action) -> [Effect] {
        if let refusal = refusal(of: action) {
            say(.warning, refusal)
            return []
        }
        if notice?.kind != .error || action == .cancel { notice = nil }
        switch action.group {
        case .move: return performMove(action)
        case .panes: return performPane(action)
        case .mark: return performMark(action)
        case .act: return performAct(action)
        case .look: return performLook(action)
        case .program: return performProgram(action)
        }
    }

    /// Why an action cannot be done now; `nil` when it can. Hints and help show it.
    package func refusal(of action: Action) -> ShownText? {
        let here = store(pane.place.store)
        let there = store(panes[focus.other].place.store)
        switch action {
        case .copyToOther where isWriteRefused(there), .moveToOther where isWriteRefused(there):
            return "“\(storeName(panes[focus.other].place.store))” takes no items: \(whyNoWrites(there))."
        case .moveToOther where isDeleteRefused(here), .cut where isDeleteRefused(here),
            .moveTo where isDeleteRefused(here):
            return "Nothing can be moved out of “\(storeName(pane.place.store))”: it is set up without deleting."
        case .delete where isDeleteRefused(here):
            return "“\(storeName(pane.place.store))” is set up without deleting."
        case .rename where here?.capabilities.contains(.rename) != true:
            return "“\(storeName(pane.place.store))” cannot rename."
        case .newFolder where here?.capabilities.contains(.folders) != true:
            return "“\(storeName(pane.place.store))” takes no new folders."
        case .attributes where here?.capabilities.contains(.attributes) != true:
            return "“\(storeName(pane.place.store))” keeps no attributes beside the type, which follows from the name."
        case .attributes where here?.capabilities.contains(.update) != true:
            return "“\(storeName(pane.place.store))” is set up without changing what is there."
        case .versions where here?.capabilities.contains(.versions) != true:
            return "“\(storeName(pane.place.store))” keeps no former versions."
        case .uploads where here?.capabilities.contains(.uploads) != true:
            return "“\(storeName(pane.place.store))” keeps no unfinished uploads."
        case .link where here?.isAvailable != true:
            return "“\(storeName(pane.place.store))” is not available."
        case .incoming where isWriteRefused(here):
            return "“\(storeName(pane.place.store))” takes no items: \(whyNoWrites(here))."
        case .paste where register == nil: return "Nothing was yanked or cut; y yanks, x cuts."
        case .paste where isWriteRefused(here):
            return "“\(storeName(pane.place.store))” takes no items: \(whyNoWrites(here))."
        default: return nil
        }
    }

    private func isWriteRefused(_ store: StoreEntry?) -> Bool {
        store?.isAvailable != true || store?.isReadOnly == true
    }

    private func isDeleteRefused(_ store: StoreEntry?) -> Bool { store?.capabilities.contains(.delete) != true }

    private func whyNoWrites(_ store: StoreEntry?) -> ShownText {
        store?.isAvailable == true ? "it is read-only" : "it is not available"
    }

    private mutating func performMove(_ action: Action) -> [Effect] {
        let height = max(1, pane.height)
        switch action {
        case .moveDown: pane.moveCursor(to: pane.cursor + 1)
        case .moveUp: pane.moveCursor(to: pane.cursor - 1)
        case .halfPageDown: pane.page(by: height / 2)
        case .halfPageUp: pane.page(by: -(height / 2))
        case .pageDown: pane.page(by: height)
        case .pageUp: pane.page(by: -height)
        case .moveTop: pane.moveCursor(to: 0)
        case .moveBottom: pane.moveCursor(to: pane.lineCount - 1)
        case .open: return openCursor()
        case .parent: return goToParent(focus)
        case .back:
            guard let entry = pane.history.goBack(from: historyEntry(focus)) else { return nowhere("back") }
            return go(focus, to: entry.place, cursor: entry.name, remembering: false)
        case .forward:
            guard let entry = pane.history.goForward(from: historyEntry(focus)) else { return nowhere("forward") }
            return go(focus, to: entry.place, cursor: entry.name, remembering: false)
        case .goTo: sheet = .prompt(Prompt(.goTo, side: focus, offering: placeHistory.offered))
        default: break
        }
        return extendRange()
    }

    private mutating func nowhere(_ direction: String) -> [Effect] {
        say(.info, "There is nowhere to go \(direction) to.")
        return []
    }

    /// While a range is being marked, the marks follow the cursor.
    private mutating func extendRange() -> [Effect] {
        guard let anchor = pane.anchor else { return [] }
        pane.markRange(from: anchor)
        pane.countMarks()
        return []
    }

    mutating func openCursor() -> [Effect] {
        if pane.isOnParentLine { return goToParent(focus) }
        guard let row = pane.cursorRow else { return [] }
        if let folder = pane.listing.folder(row) {
            return go(focus, to: Place(store: pane.place.store, prefix: folder))
        }
        return viewCursor()
    }

    mutating func goToParent(_ side: Side) -> [Effect] {
        let place = panes[side].place
        guard let parent = place.parent else {
            guard store(place.store)?.kind == "directory" else {
                say(.info, "This is the root of “\(storeName(place.store))”.")
                return []
            }
            return [.openAbove(side, place.store)]
        }
        return go(side, to: parent, cursor: place.prefix.name + "/")
    }

    private mutating func performPane(_ action: Action) -> [Effect] {
        if let index = action.storeIndex { return goToListedStore(index) }
        switch action {
        case .otherPane:
            focus = focus.other
            inspector = nil
        case .samePlace: return go(focus.other, to: pane.place, cursor: cursorName(focus))
        case .swapPanes: return swapPanes()
        case .onePane: isSinglePane.toggle()
        case .chooseStore: sheet = .stores(cursor: listedStores.firstIndex { $0.id == pane.place.store } ?? 0)
        default: break
        }
        return []
    }

    mutating func goToListedStore(_ index: Int) -> [Effect] {
        let stores = listedStores
        guard stores.indices.contains(index) else {
            say(.info, "There is no store \(index + 1).")
            return []
        }
        return goToStore(stores[index].id)
    }

    /// Goes to where the pane was last in a store; from inside it, and the first time, to its root.
    mutating func goToStore(_ id: StoreID) -> [Effect] {
        guard pane.place.store != id, let last = pane.history.last(in: id) else {
            return go(focus, to: Place(store: id))
        }
        return go(focus, to: last.place, cursor: last.name)
    }

    private mutating func swapPanes() -> [Effect] {
        let (left, right) = (panes.left.place, panes.right.place)
        let (leftName, rightName) = (cursorName(.left), cursorName(.right))
        return go(.left, to: right, cursor: rightName) + go(.right, to: left, cursor: leftName)
    }

    private mutating func performMark(_ action: Action) -> [Effect] {
        switch action {
        case .mark, .markUp:
            if let row = pane.cursorRow { pane.marks.toggle(row) }
            pane.moveCursor(to: pane.cursor + (action == .mark ? 1 : -1))
        case .markRange:
            if let anchor = pane.anchor {
                pane.markRange(from: anchor)
                pane.anchor = nil
            } else {
                pane.anchor = pane.cursor
                pane.setMark(pane.cursor, true)
                say(.info, "Range begun: move to its other end, then press v again.")
            }
        case .markAll: pane.markAll()
        case .markInvert: pane.invertMarks()
        case .markPattern: sheet = .prompt(Prompt(.markPattern(true), side: focus, text: "*"))
        case .unmarkPattern: sheet = .prompt(Prompt(.markPattern(false), side: focus, text: "*"))
        default: break
        }
        pane.countMarks()
        return []
    }

    private mutating func performProgram(_ action: Action) -> [Effect] {
        switch action {
        case .transfers: sheet = .transfers(TransfersSheet())
        case .problems:
            if let problem {
                sheet = .problem(problem)
            } else {
                say(.info, "There was no problem so far.")
            }
        case .theme:
            guard let index = settings.themes.firstIndex(of: settings.theme) else {
                return settings.themes.first.map { [.chooseTheme(name: $0)] } ?? []
            }
            return [.chooseTheme(name: settings.themes[(index + 1) % settings.themes.count])]
        case .refresh: return refresh(focus)
        case .redraw: return [.redraw]
        case .help: sheet = .help(HelpSheet())
        case .suspend: return [.suspend]
        case .quit: return quit()
        case .cancel: return cancel()
        default: break
        }
        return []
    }

    private mutating func quit() -> [Effect] {
        guard transfers.isRunning else { return [.quit] }
        sheet = .quit
        return []
    }

    /// One level back: a listing stops, a range ends, a filter or marks are cleared. Never touches a transfer.
    private mutating func cancel() -> [Effect] {
        if pane.listing.state == .loading {
            pane.listing.state = .stopped
            incoming[focus] = nil
            return [.stopListing(focus)] + arrange(focus)
        }
        if pane.anchor != nil {
            pane.anchor = nil
        } else if inspector != nil {
            inspector = nil
            return [.cancelDigest]
        } else if !pane.arrangement.filter.isEmpty {
            pane.arrangement.filter = ""
            return rearrange(focus)
        } else if !pane.marks.isEmpty {
            pane.marks.removeAll()
            pane.countMarks()
        } else if register != nil {
            register = nil
        } else if quitsWhenIdle {
            quitsWhenIdle = false
            say(.info, "persisty stays open.")
        }
        return []
    }
}
