import PersistyData
import TerminalUI

extension Model {
    /// Within this time a second click on the same row opens it.
    private static let doubleClick = Duration.milliseconds(400)
    private static let wheelLines = 3

    mutating func handle(_ mouse: Mouse, over target: Target?) -> [Effect] {
        switch mouse.action {
        case .pressed(.left): return press(mouse, target)
        case .pressed(.right):
            if drag?.isMoving == true {
                drag = nil
                say(.info, "The drag was given up; nothing was done.")
            }
            return []
        case .pressed(.middle):
            guard let side = target?.side, register != nil else { return [] }
            focus = side
            return perform(.paste)
        case .dragged(.left):
            guard var drag else { return [] }
            let distance = abs(mouse.point.column - drag.start.column) + abs(mouse.point.row - drag.start.row)
            drag.isMoving = drag.isMoving || distance >= Drag.threshold
            drag.position = mouse.point
            drag.target = target
            drag.moves = mouse.modifiers.contains(.shift)
            self.drag = drag
            return []
        case .released: return release(mouse, target)
        case .scrolled(let direction): return scroll(direction, target)
        case .dragged, .moved: return []
        }
    }

    private mutating func press(_ mouse: Mouse, _ target: Target?) -> [Effect] {
        pending = []
        if sheet != nil { return pressInSheet(target) }
        guard let target else { return [] }
        if lineInput != nil {
            if case .choice(let key) = target { return handleLineInput(key) }
            // A click anywhere else ends the typing; what it found or filtered stays.
            lineInput = nil
        }
        switch target {
        case .line(let side, let line): return press(side, line, mouse, target)
        case .pane(let side): focusOn(side)
        case .crumb(let side, let depth):
            focusOn(side)
            let place = panes[side].place
            guard let prefix = place.prefix.ancestor(depth: depth), prefix != place.prefix else { return [] }
            return go(side, to: Place(store: place.store, prefix: prefix), cursor: place.prefix.components[depth] + "/")
        case .header(let side, let column):
            focusOn(side)
            return sort(by: column, side: side)
        case .store(let id): return goToStore(id)
        case .progress: sheet = .transfers(TransfersSheet())
        case .problems: return perform(.problems)
        case .hint(let action): return perform(action)
        case .choice, .sheetLine, .sheetChoice, .sheet: break
        }
        return []
    }

    private mutating func focusOn(_ side: Side) {
        guard focus != side else { return }
        focus = side
        inspector = nil
    }

    private mutating func press(_ side: Side, _ line: Int, _ mouse: Mouse, _ target: Target) -> [Effect] {
        focusOn(side)
        if mouse.modifiers.contains(.control) {
            if let row = panes[side].row(at: line) { panes[side].marks.toggle(row) }
            panes[side].moveCursor(to: line)
            panes[side].countMarks()
            return []
        }
        if mouse.modifiers.contains(.shift) {
            // Shift marks a range on a click and moves on a drag: which it is shows when the button comes up.
            drag = held(side, line, mouse)
            drag?.moves = true
            return []
        }
        panes[side].moveCursor(to: line)
        let click = Click(target: target, row: panes[side].row(at: line), listing: panes[side].listing.id, at: now)
        if let last = lastClick, last.target == target, last.row == click.row, last.listing == click.listing,
            now.duration(since: last.at) <= Self.doubleClick
        {
            lastClick = nil
            drag = nil
            return openCursor()
        }
        lastClick = click
        drag = held(side, line, mouse)
        return []
    }

    private func held(_ side: Side, _ line: Int, _ mouse: Mouse) -> Drag {
        Drag(
            start: mouse.point, position: mouse.point, from: side, line: line, row: panes[side].row(at: line),
            listing: panes[side].listing.id)
    }

    private mutating func release(_ mouse: Mouse, _ target: Target?) -> [Effect] {
        guard var drag else { return [] }
        self.drag = nil
        guard drag.isMoving else {
            if drag.moves {
                let from = panes[drag.from].cursor
                panes[drag.from].moveCursor(to: drag.line)
                panes[drag.from].markRange(from: from)
                panes[drag.from].countMarks()
            }
            return []
        }
        lastClick = nil
        drag.target = target
        drag.moves = drag.moves || mouse.modifiers.contains(.shift)
        switch drop(drag) {
        case .refused(let reason):
            say(.warning, reason)
            return []
        case .copy(let place): return order(drag, .copy, place)
        case .move(let place): return order(drag, .move, place)
        }
    }

    private mutating func order(_ drag: Drag, _ kind: TransferOrder.Kind, _ place: Place) -> [Effect] {
        focus = drag.from
        let pane = panes[drag.from]
        let rows = drag.row.map(pane.marks.contains) == true ? pane.markedRows : dragged(drag)
        return order(kind, rows, from: drag.from, to: .place(place))
    }

    private mutating func scroll(_ direction: Mouse.Direction, _ target: Target?) -> [Effect] {
        let lines =
            switch direction {
            case .up: -Self.wheelLines
            case .down: Self.wheelLines
            case .left, .right: 0
            }
        guard lines != 0 else { return [] }
        if sheet != nil {
            let key = Key(lines < 0 ? .up : .down)
            return (0..<Self.wheelLines).flatMap { _ in handleSheet(key) }
        }
        guard let side = target?.side else { return [] }
        panes[side].scroll(by: lines)
        return []
    }

    private mutating func pressInSheet(_ target: Target?) -> [Effect] {
        switch target {
        case .choice(let key): return handleSheet(key)
        case .sheetChoice(let line, let index): return choose(index, line: line)
        case .sheetLine(let line):
            if case .stores = sheet {
                sheet = nil
                return goToListedStore(line)
            }
            if case .transfers(var transfers) = sheet {
                transfers.cursor = line
                sheet = .transfers(transfers)
            }
            if case .kept(var kept) = sheet, kept.question == nil {
                kept.cursor = line
                sheet = .kept(kept)
            }
            if case .attributes(var attributes) = sheet {
                attributes.go(to: line)
                sheet = .attributes(attributes)
            }
            if case .link(var link) = sheet, link.path == nil {
                link.go(to: line)
                sheet = .link(link)
            }
            return []
        case .hint(let action):
            let effects = closeSheet()
            return action == .cancel ? effects : effects + perform(action)
        default: return []
        }
    }
}

extension Model {
    /// The rows that a drag holds: the marked ones when it began on one of them, else the one it began on.
    package func dragged(_ drag: Drag) -> [Row] {
        let pane = panes[drag.from]
        guard let row = drag.row, pane.listing.id == drag.listing else { return [] }
        return pane.marks.contains(row) ? pane.marks.rows : [row]
    }

    /// What releasing the mouse now would do.
    package func drop(_ drag: Drag) -> Drop {
        let source = panes[drag.from]
        let rows = dragged(drag)
        guard source.listing.id == drag.listing else { return .refused("The pane shows another folder now.") }
        guard !rows.isEmpty else { return .refused("“..” cannot be dragged.") }
        guard let place = place(under: drag.target) else {
            return .refused("Release over a pane, a folder, a breadcrumb or a store; here nothing is done.")
        }
        let mayStay = drag.moves && place.store == source.place.store
        guard canChoose(among: rows, in: source.listing, takingSpecialFiles: mayStay) else {
            return .refused(refusal(of: rows[0], in: source.listing))
        }
        guard place != source.place else { return .refused("They are here already; nothing is done.") }
        guard let store = store(place.store), store.isAvailable else {
            return .refused("“\(storeName(place.store))” is not available.")
        }
        guard !store.isReadOnly else { return .refused("“\(storeName(place.store))” is read-only.") }
        let folders = rows.compactMap { source.listing.folder($0) }
        if place.store == source.place.store, folders.contains(where: { $0.contains(place.prefix) }) {
            return .refused("A folder cannot go into itself.")
        }
        guard drag.moves else { return .copy(to: place) }
        guard self.store(source.place.store)?.capabilities.contains(.delete) == true else {
            return .refused(
                "Nothing can be moved out of “\(storeName(source.place.store))”; without Shift it is copied.")
        }
        return .move(to: place)
    }

    private func place(under target: Target?) -> Place? {
        switch target {
        case .line(let side, let line):
            let pane = panes[side]
            if pane.hasParentLine, line == 0 { return pane.place.parent }
            if let row = pane.row(at: line), let folder = pane.listing.folder(row) {
                return Place(store: pane.place.store, prefix: folder)
            }
            return pane.place
        case .pane(let side), .header(let side, _): return panes[side].place
        case .crumb(let side, let depth):
            let place = panes[side].place
            return place.prefix.ancestor(depth: depth).map { Place(store: place.store, prefix: $0) }
        case .store(let id): return Place(store: id)
        case .progress, .problems, .hint, .sheetLine, .sheetChoice, .choice, .sheet, nil: return nil
        }
    }
}

extension DataPrefix {
    /// The folder `depth` steps below the root on the way here; `nil` beyond this one.
    func ancestor(depth: Int) -> DataPrefix? {
        let components = self.components
        guard depth <= components.count else { return nil }
        return depth == 0 ? .root : try? DataPrefix(components.prefix(depth).joined(separator: "/") + "/")
    }
}
