import PersistyData

extension Model {
    /// The effects that begin the program: both panes list their places.
    package mutating func start(cursors: Pair<String?> = Pair(nil, nil)) -> [Effect] {
        if let welcome = settings.welcome { notice = Notice(.info, welcome) }
        var effects: [Effect] = []
        for side in Side.allCases {
            panes[side].wantedName = cursors[side]
            effects.append(.list(side, listing: panes[side].listing.id, panes[side].place))
        }
        relayout()
        return effects
    }

    /// Shows `place` in a pane and remembers where the pane was.
    mutating func go(_ side: Side, to place: Place, cursor: String? = nil, remembering: Bool = true) -> [Effect] {
        let former = panes[side].place
        if remembering, former != place { panes[side].history.leave(historyEntry(side)) }
        let id = newID()
        panes[side].show(Listing(id: id, place: place), cursorAt: cursor)
        incoming[side] = nil
        expectedName[side] = nil
        etagRows[side] = []
        isAwaitingView[side] = false
        return [.list(side, listing: id, place)]
    }

    /// Lists a pane's place again; what is shown stays until the new rows are there.
    mutating func refresh(_ side: Side) -> [Effect] {
        let id = newID()
        let place = panes[side].place
        incoming[side] = Incoming(listing: Listing(id: id, place: place))
        return [.list(side, listing: id, place)]
    }

    func historyEntry(_ side: Side) -> History.Entry {
        History.Entry(place: panes[side].place, name: cursorName(side))
    }

    /// The name under a pane's cursor.
    func cursorName(_ side: Side) -> String? {
        panes[side].cursorRow.flatMap { panes[side].listing.name($0) }
    }

    /// What a row is, as something to act on; `nil` for what is no item, and for names that cannot be keys.
    func selected(_ row: Row, in listing: Listing) -> Selected? {
        if let folder = listing.folder(row) { return .folder(folder) }
        return listing.key(row).map { .item($0) }
    }

    /// What an action on a pane is for, or why it cannot be.
    func selection(_ side: Side) -> Result<[Selected], Notice> {
        let pane = panes[side]
        let rows = pane.selection
        guard !rows.isEmpty else { return .failure(Notice(.warning, nothingSelected(side))) }
        var selected: [Selected] = []
        selected.reserveCapacity(rows.count)
        for row in rows {
            guard let one = self.selected(row, in: pane.listing) else {
                return .failure(Notice(.warning, refusal(of: row, in: pane.listing)))
            }
            selected.append(one)
        }
        return .success(selected)
    }
}
