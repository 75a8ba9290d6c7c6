import PersistyData
import TerminalUI

extension Model {
    /// Up to so many rows are put in order at once; more are given to a task.
    private static let inlineRows = 8_000

    mutating func handleListing(_ message: Message) -> [Effect] {
        switch message {
        case .listed(let side, let id, let batch):
            return take(batch, side, listing: id)
        case .listingEnded(let side, let id, let state):
            return endListing(side, listing: id, state)
        case .arranged(let side, let id, let arrangement, let rows, let covered):
            if incoming[side]?.listing.id == id { return takeIncoming(side, rows: rows, arrangement) }
            guard panes[side].listing.id == id else { return [] }
            panes[side].isArranging = false
            if panes[side].arrangementID == arrangement { panes[side].setRows(rows, covering: covered) }
            return arrange(side) + resortIfNeeded(side)
        case .attributed(let side, let id, let batch, let rows, let attributes):
            guard panes[side].listing.id == id else { return [] }
            if let rows {
                isAwaitingView[side] = false
                panes[side].listing.setEarlyAttributes(of: rows, from: attributes, batchIndex: batch)
            } else {
                panes[side].batchesUnderWay.remove(batch)
                panes[side].listing.setAttributes(of: batch, to: attributes)
            }
            if !panes[side].marks.isEmpty { panes[side].countMarks() }
            return resortIfNeeded(side)
        case .etag(let side, let id, let row, let etag):
            guard panes[side].listing.id == id else { return [] }
            panes[side].listing.etags[row] = etag
            return []
        default: return []
        }
    }

    private mutating func take(_ batch: ItemBatch, _ side: Side, listing id: Int) -> [Effect] {
        if incoming[side]?.listing.id == id {
            incoming[side]?.listing.append(batch)
            return []
        }
        guard panes[side].listing.id == id, panes[side].listing.state == .loading else { return [] }
        panes[side].listing.append(batch)
        return arrange(side)
    }

    private mutating func endListing(_ side: Side, listing id: Int, _ state: Listing.State) -> [Effect] {
        if incoming[side]?.listing.id == id {
            incoming[side]?.listing.state = state
            return arrangeIncoming(side)
        }
        // After a stop, batches that were on their way are not taken, and so the listing is not complete either.
        guard panes[side].listing.id == id, panes[side].listing.state == .loading else { return [] }
        panes[side].listing.state = state
        panes[side].takeWantedName()
        if let effects = leaveMissing(side, state) { return effects }
        if case .failed(let error) = state {
            report(error, in: panes[side].place)
        } else if let store = store(panes[side].place.store) {
            placeHistory.visit(store.address(panes[side].place.prefix.text))
        }
        return arrange(side)
    }

    /// Puts a refreshed listing in order before it takes the place of the old one.
    private mutating func arrangeIncoming(_ side: Side) -> [Effect] {
        guard let listing = incoming[side]?.listing else { return [] }
        let pane = panes[side]
        if listing.count <= Self.inlineRows {
            return takeIncoming(side, rows: pane.arrangement.rows(of: listing), pane.arrangementID)
        }
        return [.arrange(side, listing, pane.arrangement, arrangement: pane.arrangementID, former: [], covered: 0)]
    }

    /// Puts a refreshed listing in the place of the old one: cursor, view and marks stay where they were.
    private mutating func takeIncoming(_ side: Side, rows: [Row], _ arrangement: Int) -> [Effect] {
        guard let listing = incoming[side]?.listing else { return [] }
        guard panes[side].arrangementID == arrangement else { return arrangeIncoming(side) }
        incoming[side] = nil
        if let effects = leaveMissing(side, listing.state) { return effects }
        rebindDrag(side, to: listing)
        rebindInspector(side, to: listing)
        panes[side].wantedName = expectedName[side] ?? panes[side].wantedName
        expectedName[side] = nil
        panes[side].renew(listing, rows: rows)
        etagRows[side] = []
        isAwaitingView[side] = false
        if case .failed(let error) = listing.state { report(error, in: panes[side].place) }
        return []
    }

    /// A folder that is not there, or not any more, is left for the one above it; `nil` for what is there.
    private mutating func leaveMissing(_ side: Side, _ state: Listing.State) -> [Effect]? {
        let place = panes[side].place
        guard case .failed(let error) = state, error.code == .notFound, let parent = place.parent else { return nil }
        say(.warning, "“\(title(of: place))” is not there; the pane shows the folder above it.")
        return go(side, to: parent, remembering: false)
    }

    /// What the mouse holds stays what it holds.
    private mutating func rebindDrag(_ side: Side, to listing: Listing) {
        guard let drag, drag.from == side, let row = drag.row else { return }
        guard let same = Self.row(row, of: panes[side].listing, in: listing) else {
            self.drag = nil
            return
        }
        self.drag?.row = same
        self.drag?.listing = listing.id
    }

    /// The inspector goes on showing the same item, with its digests, until the item is found to be another.
    private mutating func rebindInspector(_ side: Side, to listing: Listing) {
        guard let inspector, inspector.listing == panes[side].listing.id else { return }
        guard let same = Self.row(inspector.row, of: panes[side].listing, in: listing) else { return }
        self.inspector?.row = same
        self.inspector?.listing = listing.id
        self.inspector?.isStale = true
    }

    private static func row(_ row: Row, of former: Listing, in listing: Listing) -> Row? {
        let name = former.nameBytes(row)
        return (0..<Row(listing.count)).first { listing.nameBytes($0).elementsEqual(name) }
    }

    /// Puts the rows of a pane in order: here when they are few, elsewhere when they are many.
    mutating func arrange(_ side: Side) -> [Effect] {
        let pane = panes[side]
        let listing = pane.listing
        guard !pane.isArranging, pane.covered < listing.count || listing.count == 0 || pane.covered == 0 else {
            return []
        }
        if listing.count <= Self.inlineRows {
            let rows = pane.arrangement.rows(of: listing, former: former(of: pane))
            panes[side].setRows(rows, covering: listing.count)
            return []
        }
        panes[side].isArranging = true
        return [
            .arrange(
                side, listing, pane.arrangement, arrangement: pane.arrangementID, former: pane.rows,
                covered: pane.covered)
        ]
    }

    private func former(of pane: Pane) -> (rows: [Row], covered: Int)? {
        pane.covered > 0 ? (pane.rows, pane.covered) : nil
    }

    /// Another order or filter: all rows are arranged anew.
    mutating func rearrange(_ side: Side) -> [Effect] {
        panes[side].invalidateRows()
        return arrange(side)
    }

    /// When the order is by what has just become known, the rows are put in order again.
    private mutating func resortIfNeeded(_ side: Side) -> [Effect] {
        let pane = panes[side]
        guard [.size, .modified].contains(pane.arrangement.sort.column), !pane.isArranging else { return [] }
        let listing = pane.listing
        let more = listing.filledCount - pane.filledWhenArranged
        guard more > 0 else { return [] }
        // To sort many rows takes as long as to look at a quarter of them.
        let isMuch = listing.count <= Self.inlineRows || more >= pane.filledWhenArranged / 4
        return isMuch || listing.areAttributesComplete ? rearrange(side) : []
    }
}
