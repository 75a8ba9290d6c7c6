import PersistyData
import PersistyTransfer
import TerminalUI

extension Model {
    mutating func performAct(_ action: Action) -> [Effect] {
        switch action {
        case .copyToOther: return order(.copy, to: .place(panes[focus.other].place))
        case .moveToOther: return order(.move, to: .place(panes[focus.other].place))
        case .copyTo, .moveTo:
            let target = panes[focus.other].place
            let text = store(target.store)?.address(target.prefix.text) ?? ""
            sheet = .prompt(Prompt(.transfer(action == .copyTo ? .copy : .move), side: focus, text: text))
        case .yank, .cut: return remember(action == .yank ? .copy : .move)
        case .paste:
            guard var order = register else { return [] }
            order.to = .place(pane.place)
            return plan(order)
        case .forget: register = nil
        case .rename: return askForName()
        case .newFolder: sheet = .prompt(Prompt(.newFolder, side: focus))
        case .delete: return askToDelete()
        case .attributes: return askForAttributes()
        case .link: return openLinks()
        case .incoming: return openIncoming()
        default: break
        }
        return []
    }

    /// Plans a transfer of what is selected in the focused pane.
    mutating func order(_ kind: TransferOrder.Kind, to destination: TransferOrder.Destination) -> [Effect] {
        order(kind, pane.selection, from: focus, to: destination)
    }

    /// Plans a transfer of rows. What cannot be transferred stays, and the plan says so.
    mutating func order(
        _ kind: TransferOrder.Kind, _ rows: [Row], from side: Side, to destination: TransferOrder.Destination
    ) -> [Effect] {
        let from = panes[side].place
        // In its store a link gets another name; nowhere is it copied.
        var mayStay = kind == .move
        if case .place(let place) = destination, place.store != from.store { mayStay = false }
        switch choice(of: rows, side, takingSpecialFiles: mayStay) {
        case .failure(let notice):
            self.notice = notice
            return []
        case .success(let choice):
            return plan(
                TransferOrder(
                    kind: kind, from: from, selection: choice.selected, to: destination, refusals: choice.refusals))
        }
    }

    /// Opens the sheet on a plan, which is being made.
    mutating func plan(_ order: TransferOrder) -> [Effect] {
        let id = newID()
        sheet = .plan(PlanSheet(id: id, order: order))
        return [.plan(id, order)]
    }

    private mutating func remember(_ kind: TransferOrder.Kind) -> [Effect] {
        switch choice(focus, takingSpecialFiles: kind == .move) {
        case .failure(let notice): self.notice = notice
        case .success(let choice):
            register = TransferOrder(
                kind: kind, from: pane.place, selection: choice.selected, to: .place(pane.place),
                refusals: choice.refusals)
            let verb: ShownText = kind == .copy ? "Yanked" : "Cut"
            let left: ShownText =
                choice.refusals.count > 0 ? " (\(counted(choice.refusals.count, "row")) cannot be)" : ""
            say(.info, "\(verb) \(counted(choice.selected.count, "row"))\(left); go where they belong and press p.")
        }
        return []
    }

    private mutating func askForName() -> [Effect] {
        guard let row = pane.cursorRow else {
            say(.warning, nothingSelected(focus))
            return []
        }
        guard let selected = selected(row, in: pane.listing) else {
            say(.warning, refusal(of: row, in: pane.listing))
            return []
        }
        sheet = .prompt(Prompt(.rename(selected), side: focus, text: selected.name))
        return []
    }

    private mutating func askToDelete() -> [Effect] {
        switch choice(focus, takingSpecialFiles: true) {
        case .failure(let notice):
            self.notice = notice
            return []
        case .success(let choice):
            let id = newID()
            sheet = .deletion(DeletionSheet(id: id, place: pane.place, selection: choice.selected))
            return [.planDeletion(id, pane.place, choice.selected, refusing: choice.refusals)]
        }
    }

    mutating func performLook(_ action: Action) -> [Effect] {
        switch action {
        case .view: return viewCursor()
        case .inspect:
            guard inspector == nil else {
                inspector = nil
                return [.cancelDigest]
            }
            guard pane.cursorRow != nil else {
                say(.warning, nothingSelected(focus))
                return []
            }
            return inspectCursor()
        case .digests: return digestCursor()
        case .copyKey, .copyAddress, .copyName, .copyETag: return copyText(action)
        case .find: lineInput = LineInput(.find, pane)
        case .filter:
            var input = LineInput(.filter, pane)
            input.field = TextField(pane.arrangement.filter)
            lineInput = input
        case .findNext: find(forward: true)
        case .findPrevious: find(forward: false)
        case .sortName: return sort(by: .name)
        case .sortSize: return sort(by: .size)
        case .sortModified: return sort(by: .modified)
        case .sortETag: return sort(by: .etag)
        case .sortType: return sort(by: .type)
        case .sortClass: return sort(by: .storageClass)
        case .measure: return measureSelection()
        case .versions: return openVersions()
        case .uploads: return openUploads()
        case .hidden:
            pane.arrangement.showsHidden.toggle()
            return rearrange(focus)
        default: break
        }
        return []
    }

    mutating func sort(by column: Column, side: Side? = nil) -> [Effect] {
        let side = side ?? focus
        panes[side].arrangement.sort = panes[side].arrangement.sort.choosing(column)
        return rearrange(side)
    }

    mutating func viewCursor() -> [Effect] {
        guard let row = pane.cursorRow else {
            say(.warning, nothingSelected(focus))
            return []
        }
        guard let key = pane.listing.key(row) else {
            say(
                .warning,
                pane.listing.kind(row) == .folder
                    ? "A folder has no content; Enter opens it." : refusal(of: row, in: pane.listing))
            return []
        }
        let id = newID()
        sheet = .viewer(Viewer(id: id, store: pane.place.store, key: key))
        return [.view(id, pane.place.store, key, item: nil, offset: 0, count: Viewer.stretch)]
    }

    private mutating func copyText(_ action: Action) -> [Effect] {
        guard let row = pane.cursorRow else {
            say(.warning, nothingSelected(focus))
            return []
        }
        guard let selected = selected(row, in: pane.listing) else {
            say(.warning, refusal(of: row, in: pane.listing))
            return []
        }
        let (key, name) =
            switch selected {
            case .item(let key), .special(let key, _): (key.text, key.lastComponent)
            case .folder(let folder): (folder.text, folder.name)
            }
        switch action {
        case .copyAddress: return [.copyText(store(pane.place.store)?.address(key) ?? key, what: "the address")]
        case .copyName: return [.copyText(name, what: "the name")]
        case .copyETag:
            guard let etag = pane.listing.etag(row) else {
                say(.warning, "The ETag of this row is not known.")
                return []
            }
            return [.copyText(etag.value, what: "the ETag")]
        default: return [.copyText(key, what: "the key")]
        }
    }
}
