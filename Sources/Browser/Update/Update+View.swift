import PersistyData
import TerminalUI

extension Model {
    /// How many batches are asked for their attributes at once.
    private static let batchesAtOnce = 2

    /// Asks for what the rows in view still lack, and for the rest in the background.
    mutating func followView() -> [Effect] {
        var effects: [Effect] = []
        let layout = layout
        for side in Side.allCases where layout.panes[side] != nil {
            effects += followAttributes(side)
            effects += followETags(side, layout)
        }
        effects += followCursor()
        return effects
    }

    private mutating func followAttributes(_ side: Side) -> [Effect] {
        let listing = panes[side].listing
        guard !listing.areAttributesComplete, let store = store(listing.place.store),
            !store.capabilities.contains(.listsAttributes)
        else { return [] }
        var effects: [Effect] = []
        if !isAwaitingView[side] {
            let pane = panes[side]
            let rows = pane.visibleLines.compactMap { pane.row(at: $0) }.filter { !listing.hasAttributes($0) }
            for (batch, rows) in Dictionary(grouping: rows, by: { listing.position(of: $0).batch }) {
                isAwaitingView[side] = true
                effects.append(
                    .attributesInView(
                        side, listing: listing.id, listing.place, batch: batch, listing.batches[batch], rows: rows,
                        inside: rows.map { listing.position(of: $0).row }))
            }
        }
        // The names come first: only when all are there do the other rows' attributes take their turn.
        guard listing.state != .loading else { return effects }
        for (index, batch) in listing.batches.enumerated() where !batch.hasAttributes {
            guard panes[side].batchesUnderWay.count < Self.batchesAtOnce else { break }
            guard panes[side].batchesUnderWay.insert(index).inserted else { continue }
            effects.append(.attributesOfBatch(side, listing: listing.id, listing.place, batch: index, batch))
        }
        return effects
    }

    private mutating func followETags(_ side: Side, _ layout: Layout) -> [Effect] {
        let pane = panes[side]
        let listing = pane.listing
        guard let area = layout.panes[side], let store = store(listing.place.store),
            !store.capabilities.contains(.listsETags),
            ColumnLayout(
                settings.columns, store.capabilities, width: area.whole.columns
            ).place(of: .etag) != nil
        else { return [] }
        let rows = pane.visibleLines.compactMap { pane.row(at: $0) }
        guard rows != etagRows[side] else { return [] }
        etagRows[side] = rows
        let after = pane.visibleLines.upperBound
        let ahead = (after..<min(pane.lineCount, after + pane.height)).compactMap { pane.row(at: $0) }
        return [
            .etagsInView(
                side, listing: listing.id, listing.place, unknown(rows, in: listing), ahead: unknown(ahead, in: listing)
            )
        ]
    }

    /// The items among `rows` whose validators are not known.
    private func unknown(_ rows: [Row], in listing: Listing) -> [(row: Row, key: DataKey)] {
        rows.compactMap { row in listing.etag(row) == nil ? listing.key(row).map { (row: row, key: $0) } : nil }
    }

    /// The inspector shows the row under the cursor.
    private mutating func followCursor() -> [Effect] {
        guard let inspector else { return [] }
        let pane = self.pane
        guard let row = pane.cursorRow else { return [] }
        guard inspector.row == row, inspector.listing == pane.listing.id else { return inspectCursor() }
        guard inspector.isStale else { return [] }
        self.inspector?.isStale = false
        return pane.listing.keyOfName(row).map { [.inspect(inspector.id, pane.place.store, $0)] } ?? []
    }

    /// Opens the inspector on the row under the cursor, or lets it follow.
    mutating func inspectCursor() -> [Effect] {
        let pane = self.pane
        guard let row = pane.cursorRow else { return [] }
        let id = newID()
        inspector = Inspector(id: id, place: pane.place, row: row, listing: pane.listing.id)
        guard let key = pane.listing.keyOfName(row) else { return [.cancelDigest] }
        return [.cancelDigest, .inspect(id, pane.place.store, key)]
    }
}
