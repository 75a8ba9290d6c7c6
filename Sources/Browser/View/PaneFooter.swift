import PersistyData
import TerminalUI

/// What stands below a pane's rows: marks, number of rows, how far the listing has come.
struct PaneFooter {
    let pane: Pane

    func text(_ glyphs: Glyphs) -> ShownText {
        var parts: [ShownText] = []
        if !pane.marks.isEmpty {
            let total = pane.markTotal
            let bytes: ShownText = "\(ByteCount.text(total.bytes))\(total.isPartial ? "+" : "")"
            parts.append("\(ByteCount.exact(Int64(pane.marks.count))) marked \(glyphs.dot) \(bytes)")
        }
        if pane.anchor != nil { parts.append("range") }
        let listing = pane.listing
        switch listing.state {
        case .loading: parts.append("\(ByteCount.exact(Int64(listing.count)))+ listing… Esc stops")
        case .stopped: parts.append("\(ByteCount.exact(Int64(listing.count)))+ stopped; ^R lists again")
        case .failed: parts.append("could not be listed whole")
        case .complete:
            let isFiltered = pane.rows.count != listing.count
            let count = counted(listing.count, "row")
            parts.append(isFiltered ? "\(ByteCount.exact(Int64(pane.rows.count))) of \(count)" : count)
        }
        if let known { parts.append(known) }
        return parts.joined(separator: " \(glyphs.dot) ")
    }

    /// In an order by size or time: of how many rows it is known yet.
    private var known: ShownText? {
        let listing = pane.listing
        guard [.size, .modified].contains(pane.arrangement.sort.column), !listing.areAttributesComplete,
            listing.count > 0
        else { return nil }
        return "\(pane.arrangement.sort.column.title) known of \(listing.attributedCount * 100 / listing.count) %"
    }

    /// Where the cursor is, once all rows are there: `12/1000000`.
    var position: ShownText { position(at: pane.cursor) }

    /// What would stand there if the cursor were on that line.
    func position(at cursor: Int) -> ShownText {
        let count = pane.rows.count
        let line = min(count, cursor + (pane.hasParentLine ? 0 : 1))
        switch pane.listing.state {
        case .complete where !pane.isArranging: return "\(line)/\(count)"
        case .complete: return "sorting"
        case .loading, .stopped, .failed: return "\(line)"
        }
    }
}
