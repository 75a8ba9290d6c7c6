import PersistyData
import PersistyTransfer
import TerminalUI

extension Model {
    mutating func handleSheet(_ key: Key) -> [Effect] {
        guard let sheet else { return [] }
        if case .attributes(let attributes) = sheet { return handle(key, attributes) }
        if case .link(let link) = sheet { return handle(key, link) }
        if case .kept(let kept) = sheet, kept.question != nil { return answer(key, kept) }
        if key.code == .escape || key == Key(.character("c"), .control) { return closeSheet() }
        switch sheet {
        case .prompt(let prompt): return handle(key, prompt)
        case .plan(let plan): return handle(key, plan)
        case .deletion(let deletion): return handle(key, deletion)
        case .stores(let cursor): return handleStores(key, cursor)
        case .quit: return handleQuit(key)
        case .problem: return [.enter, .character("q"), .character("!")].contains(key.code) ? closeSheet() : []
        case .help(let help): return handle(key, help)
        case .viewer(let viewer): return handle(key, viewer)
        case .transfers(let transfers): return handle(key, transfers)
        case .attributes, .link: return []
        case .measure: return [.enter, .character("q"), .character("=")].contains(key.code) ? closeSheet() : []
        case .kept(let kept): return handle(key, kept)
        }
    }

    mutating func closeSheet() -> [Effect] {
        defer { sheet = nil }
        if case .plan = sheet { return [.cancelPlan] }
        if case .deletion = sheet { return [.cancelPlan] }
        if case .attributes = sheet { return [.cancelAttributes] }
        if case .measure = sheet { return [.cancelMeasure] }
        if case .kept = sheet { return [.cancelKept] }
        if case .link = sheet { return [.cancelLinks] }
        return []
    }

    private mutating func handle(_ key: Key, _ prompt: Prompt) -> [Effect] {
        var prompt = prompt
        guard key.code == .enter else {
            prompt.complaint = nil
            prompt.handle(key)
            sheet = .prompt(prompt)
            return []
        }
        let text = prompt.field.text
        sheet = nil
        focus = prompt.side
        let place = pane.place
        switch prompt.purpose {
        case .goTo:
            guard !text.isEmpty else { return [] }
            placeHistory.type(text)
            return [.openText(focus, text, base: place), .keepHistory(placeHistory)]
        case .transfer(let kind): return text.isEmpty ? [] : order(kind, to: .text(text))
        case .markPattern(let isMarked):
            let pattern = Wildcard(text)
            let listing = pane.listing
            pane.markAll(where: { pattern.matches(listing.nameBytes($0)) }, as: isMarked)
            pane.countMarks()
            return []
        case .newFolder:
            return named(text, prompt) { name in
                (.createFolder(place, name), "\(name.prefix { $0 != "/" })/")
            }
        case .rename(let selected):
            return named(text, prompt) { name in
                (.rename(place, from: selected, to: name), selected.isFolder ? name + "/" : name)
            }
        }
    }

    /// Goes on with a name that was typed, or says in the prompt why it cannot be one.
    private mutating func named(
        _ text: String, _ prompt: Prompt, _ act: (String) -> (effect: Effect, cursor: String)
    ) -> [Effect] {
        var prompt = prompt
        var name = text[...]
        if prompt.purpose == .newFolder { while name.utf8.last == UInt8(ascii: "/") { name.removeLast() } }
        guard !name.isEmpty else {
            prompt.complaint = "A name has at least one letter."
            sheet = .prompt(prompt)
            return []
        }
        if prompt.purpose != .newFolder, name.utf8.contains(UInt8(ascii: "/")) {
            prompt.complaint = "A name holds no “/”; use F6 to move it elsewhere."
            sheet = .prompt(prompt)
            return []
        }
        if case .rename(let selected) = prompt.purpose, selected.name == name { return [] }
        let (effect, cursor) = act(String(name))
        expectedName[prompt.side] = cursor
        return [effect]
    }

    private mutating func handle(_ key: Key, _ plan: PlanSheet) -> [Effect] {
        guard case .ready(let ready) = plan.state else {
            if case .failed = plan.state, key.code == .enter { return closeSheet() }
            return []
        }
        var plan = plan
        if let conflict = plan.conflict { return decide(key, conflict, plan, ready) }
        if key.code == .enter {
            sheet = nil
            guard !ready.isEmpty else {
                say(.info, "There was nothing to \(plan.order.kind == .copy ? "copy" : "move").")
                return []
            }
            if plan.order.kind == .move, register?.isSameSource(as: plan.order) == true { register = nil }
            clearMarks(at: plan.order.from)
            return [.start(ready, plan.resolution)]
        }
        if ready.conflictCount > 0 {
            if let choice = PlanSheet.choices.first(where: { $0.key == key }) { plan.policy = choice.policy }
            if key == .character("e"), !ready.conflicts.isEmpty { plan.conflict = 0 }
            sheet = .plan(plan)
        }
        return []
    }

    /// One conflict by itself: an answer goes on to the next; a capital answers for all that are left.
    private mutating func decide(_ key: Key, _ conflict: Int, _ plan: PlanSheet, _ ready: TransferPlan) -> [Effect] {
        var plan = plan
        if key.code == .backspace || key.code == .left {
            plan.conflict = conflict > 0 ? conflict - 1 : nil
        } else if key.code == .enter {
            plan.conflict = nil
        } else if let choice = PlanSheet.choices.first(where: { $0.key == key }) {
            plan.answers[ready.conflicts[conflict].index] = choice.policy
            plan.conflict = conflict + 1 < ready.conflicts.count ? conflict + 1 : nil
        } else if let choice = PlanSheet.choices.first(where: { $0.key.capital == key }) {
            plan.policy = choice.policy
            for left in ready.conflicts[conflict...] { plan.answers[left.index] = nil }
            plan.conflict = nil
        }
        sheet = .plan(plan)
        return []
    }

    private mutating func handle(_ key: Key, _ deletion: DeletionSheet) -> [Effect] {
        switch deletion.state {
        case .planning: return []
        case .failed: return key.code == .enter ? closeSheet() : []
        case .ready(let plan):
            guard key == .character("y"), !plan.isEmpty else { return [] }
            sheet = nil
            clearMarks(at: deletion.place)
            return [.startDeletion(plan)]
        }
    }

    /// What was marked is under way.
    private mutating func clearMarks(at place: Place) {
        for side in Side.allCases where panes[side].place == place {
            panes[side].marks.removeAll()
            panes[side].countMarks()
        }
    }

    private mutating func handleStores(_ key: Key, _ cursor: Int) -> [Effect] {
        switch key.code {
        case .down, .character("j"): sheet = .stores(cursor: min(cursor + 1, listedStores.count - 1))
        case .up, .character("k"): sheet = .stores(cursor: max(cursor - 1, 0))
        case .enter:
            sheet = nil
            return goToListedStore(cursor)
        case .character("q"): sheet = nil
        case .character(let digit):
            guard let number = Int(String(digit)), number > 0 else { return [] }
            sheet = nil
            return goToListedStore(number - 1)
        default: break
        }
        return []
    }

    private mutating func handleQuit(_ key: Key) -> [Effect] {
        switch key.code {
        case .character("f"):
            sheet = nil
            quitsWhenIdle = true
            say(.info, "persisty ends when the transfers are done; Esc keeps it open.")
            return []
        case .character("q"), .character("c"):
            return transfers.transfers.filter { !$0.state.isEnded }.map { .cancelTransfer($0.id) } + [.quit]
        default: return []
        }
    }

    private mutating func handle(_ key: Key, _ help: HelpSheet) -> [Effect] {
        var help = help
        switch scrolling(key) {
        case .lines(let lines): help.top = max(0, help.top + lines)
        case .start: help.top = 0
        case .end: help.top = .max / 2
        case .close: return closeSheet()
        case nil: break
        }
        help.top = min(help.top, max(0, HelpText(self).lines(columns: size.columns).count - (size.rows - 2)))
        sheet = .help(help)
        return []
    }

    private mutating func handle(_ key: Key, _ transfers: TransfersSheet) -> [Effect] {
        var sheet = transfers
        let list = self.transfers.transfers
        if key == .character("x"), list.indices.contains(sheet.cursor), !list[sheet.cursor].state.isEnded {
            return [.cancelTransfer(list[sheet.cursor].id)]
        }
        switch scrolling(key) {
        case .lines(let lines): sheet.cursor = min(max(0, sheet.cursor + lines), max(0, list.count - 1))
        case .start: sheet.cursor = 0
        case .end: sheet.cursor = max(0, list.count - 1)
        case .close: return closeSheet()
        case nil: break
        }
        self.sheet = .transfers(sheet)
        return []
    }

    enum Scrolling { case lines(Int), start, end, close }

    /// What a key means in a sheet that scrolls, by the same keymap as in a pane.
    func scrolling(_ key: Key) -> Scrolling? {
        if key == .character("g") { return .start }
        guard case .action(let action) = settings.keymap.match([key]) else { return nil }
        let page = max(1, size.rows - 3)
        switch action {
        case .moveDown: return .lines(1)
        case .moveUp: return .lines(-1)
        case .halfPageDown: return .lines(page / 2)
        case .halfPageUp: return .lines(-(page / 2))
        case .pageDown, .mark: return .lines(page)
        case .pageUp: return .lines(-page)
        case .moveTop: return .start
        case .moveBottom: return .end
        case .quit, .cancel, .parent, .help, .transfers: return .close
        default: return nil
        }
    }
}

extension Key {
    /// The same letter as a capital.
    var capital: Key? {
        guard case .character(let scalar) = code, let capital = scalar.properties.uppercaseMapping.unicodeScalars.first
        else { return nil }
        return Key(.character(capital), modifiers)
    }
}
