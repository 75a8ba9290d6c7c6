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
        // What is said of a folder that could not be listed is not said of the next one.
        if case .failed = panes[side].listing.state, notice?.kind == .error { notice = nil }
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
}
