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
            guard panes[side].listing.id == id else { return [] }
            panes[side].isArranging = false
            if panes[side].arrangementID == arrangement { panes[side].setRows(rows, covering: covered) }
            return arrange(side)
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
            // A long listing takes the place of the old one as soon as it fills the view.
            if let count = incoming[side]?.listing.count, count >= 2000 { return showIncoming(side) }
            return []
        }
        guard panes[side].listing.id == id, panes[side].listing.state == .loading else { return [] }
        panes[side].listing.append(batch)
        return arrange(side)
    }

    private mutating func endListing(_ side: Side, listing id: Int, _ state: Listing.State) -> [Effect] {
        if incoming[side]?.listing.id == id {
            incoming[side]?.listing.state = state
            return showIncoming(side)
        }
        guard panes[side].listing.id == id else { return [] }
        panes[side].listing.state = state
        panes[side].takeWantedName()
        if case .failed(let error) = state { report(error) }
        return arrange(side)
    }

    /// Puts a refreshed listing in the place of the old one: cursor, view and marks stay where they were.
    private mutating func showIncoming(_ side: Side) -> [Effect] {
        guard let next = incoming[side] else { return [] }
        incoming[side] = nil
        let pane = panes[side]
        let (name, cursor, top, filter) = (cursorName(side), pane.cursor, pane.top, pane.arrangement.filter)
        let state = next.listing.state
        panes[side].show(next.listing)
        panes[side].arrangement.filter = filter
        panes[side].listing.state = state
        etagRows[side] = []
        isAwaitingView[side] = false
        let effects = arrange(side)
        (panes[side].cursor, panes[side].top) = (cursor, top)
        panes[side].clamp()
        panes[side].wantedName = panes[side].wantedName ?? name
        panes[side].takeWantedName()
        if !next.marked.isEmpty {
            let listing = panes[side].listing
            panes[side].markAll(where: { next.marked.contains(Array(listing.nameBytes($0))) })
            panes[side].countMarks()
        }
        if case .failed(let error) = state { report(error) }
        return effects
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
        switch pane.arrangement.sort.column {
        case .size, .modified:
            guard !pane.isArranging else { return [] }
            return rearrange(side)
        case .name, .etag, .type: return []
        }
    }
}
