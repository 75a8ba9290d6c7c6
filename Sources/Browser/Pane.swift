import PersistyData

/// One of the two panes: a place, its rows as arranged, a cursor and marks.
package struct Pane: Sendable {
    package var listing: Listing
    package var arrangement = Arrangement()
    /// The rows shown, in order.
    package private(set) var rows: [Row] = []
    /// Counts the changes of ``rows``.
    package private(set) var rowsVersion = 0
    /// How many rows of the listing ``rows`` covers.
    package private(set) var covered = 0
    /// Tells the present arrangement from earlier ones, so that a late answer is dropped.
    package private(set) var arrangementID = 0
    /// Whether an arrangement is being made elsewhere.
    package var isArranging = false
    /// In how many rows sizes and times had become known when all were last put in order.
    package private(set) var filledWhenArranged = 0

    /// Where the cursor is among the lines: ``rows``, and before them `..` where there is a folder above.
    package var cursor = 0
    /// The first line in view.
    package var top = 0
    /// How many lines the pane can show; set by the layout.
    package var height = 20
    package var marks = Marks()
    package var markTotal = RowTotal()
    /// Where a range of marks began.
    package var anchor: Int?
    /// The name that the cursor goes to as soon as its row is there.
    package var wantedName: String? { didSet { searched = 0 } }
    /// How many rows of the listing have been searched for the wanted name.
    private var searched = 0
    /// Whether the cursor was put where it is. Until then it stays on the first line while rows find their order.
    private var isCursorPlaced = false
    package var history = History()
    /// The batches whose attributes are asked for.
    package var batchesUnderWay: Set<Int> = []

    package init(place: Place, id: Int = 0) { listing = Listing(id: id, place: place) }

    package var place: Place { listing.place }

    /// Whether the first line is `..`.
    package var hasParentLine: Bool { !place.prefix.isRoot }

    private var offset: Int { hasParentLine ? 1 : 0 }

    /// How many lines there are.
    package var lineCount: Int { rows.count + offset }

    /// The row on a line; `nil` for `..` and beyond the end.
    package func row(at line: Int) -> Row? {
        rows.indices.contains(line - offset) ? rows[line - offset] : nil
    }

    /// The row under the cursor; `nil` on `..` and in an empty pane.
    package var cursorRow: Row? { row(at: cursor) }

    package var isOnParentLine: Bool { hasParentLine && cursor == 0 }

    /// The lines in view.
    package var visibleLines: Range<Int> {
        let first = min(top, lineCount)
        return first..<min(lineCount, first + max(0, height))
    }
}

extension Pane {
    /// Shows another listing from its start.
    package mutating func show(_ listing: Listing, cursorAt name: String? = nil) {
        self.listing = listing
        (rows, covered, cursor, top, anchor) = ([], 0, 0, 0, nil)
        isCursorPlaced = false
        marks.removeAll()
        markTotal = RowTotal()
        batchesUnderWay = []
        arrangement.filter = ""
        filledWhenArranged = 0
        wantedName = name
        arrangementID += 1
        isArranging = false
    }

    /// Shows a later listing of the same place, in order: cursor, view and marks stay on their names.
    package mutating func renew(_ listing: Listing, rows: [Row]) {
        let name = cursorRow.map { Array(self.listing.nameBytes($0)) }
        let marked = Set(marks.rows.map { Array(self.listing.nameBytes($0)) })
        let distance = cursor - top
        self.listing = listing
        (self.rows, covered, anchor, isArranging, batchesUnderWay) = (rows, listing.count, nil, false, [])
        filledWhenArranged = listing.filledCount
        arrangementID += 1
        marks.removeAll()
        if !marked.isEmpty {
            for row in 0..<Row(listing.count) where marked.contains(Array(listing.nameBytes(row))) {
                marks.set(row, true)
            }
        }
        countMarks()
        if isCursorPlaced, let name, let index = rows.firstIndex(where: { listing.nameBytes($0).elementsEqual(name) }) {
            cursor = index + offset
            top = max(0, cursor - distance)
        }
        takeWantedName()
        clamp()
    }

    /// Takes rows in their order, keeping the cursor on its row and the view where it is.
    package mutating func setRows(_ rows: [Row], covering covered: Int) {
        let kept = isCursorPlaced ? cursorRow : nil
        let distance = cursor - top
        self.rows = rows
        rowsVersion += 1
        self.covered = covered
        if let kept, let index = index(of: kept) {
            cursor = index + offset
            top = max(0, cursor - distance)
        }
        takeWantedName()
        clamp()
    }

    /// The rows must be arranged anew: another order or filter.
    package mutating func invalidateRows() {
        covered = 0
        filledWhenArranged = listing.filledCount
        arrangementID += 1
    }

    private func index(of row: Row) -> Int? {
        // The row is mostly where it was, or near: look there first.
        let near = cursor - offset
        if rows.indices.contains(near), rows[near] == row { return near }
        return rows.firstIndex(of: row)
    }

    /// Puts the cursor on the name it waits for, once the name is there.
    package mutating func takeWantedName() {
        guard let name = wantedName else { return }
        // Each row is looked at once, however many batches come.
        let found = (Row(searched)..<Row(covered)).first { listing.nameBytes($0).elementsEqual(name.utf8) }
        guard let found else {
            searched = covered
            if listing.state != .loading, covered == listing.count { wantedName = nil }
            return
        }
        wantedName = nil
        guard let index = rows.firstIndex(of: found) else { return }
        isCursorPlaced = true
        cursor = index + offset
        centre()
    }

    package mutating func centre() {
        if !visibleLines.contains(cursor) { top = max(0, cursor - height / 2) }
        clamp()
    }

    /// Keeps cursor and view within the lines.
    package mutating func clamp() {
        cursor = min(max(0, cursor), max(0, lineCount - 1))
        top = min(max(0, top), max(0, lineCount - height))
        if cursor < top { top = cursor }
        if cursor >= top + max(1, height) { top = cursor - max(1, height) + 1 }
    }

    /// Moves the cursor; at the edge the view jumps by half its height, as mc's does, so that a held key costs a few
    /// bytes a step on a slow line and a whole screen only now and then.
    package mutating func moveCursor(to line: Int) {
        let former = cursor
        isCursorPlaced = true
        cursor = min(max(0, line), max(0, lineCount - 1))
        wantedName = nil
        if cursor < top || cursor >= top + height {
            let isStep = abs(cursor - former) == 1
            if isStep { top = cursor < top ? cursor - height / 2 : cursor - height + height / 2 + 1 }
        }
        clamp()
    }

    /// Scrolls the view; the cursor stays on screen.
    package mutating func scroll(by lines: Int) {
        isCursorPlaced = true
        top = min(max(0, top + lines), max(0, lineCount - height))
        cursor = min(max(cursor, top), max(top, min(lineCount, top + height) - 1))
        wantedName = nil
    }

    /// Scrolls a page and takes the cursor along.
    package mutating func page(by lines: Int) {
        let distance = cursor - top
        isCursorPlaced = true
        top = min(max(0, top + lines), max(0, lineCount - height))
        cursor = top + distance == cursor ? cursor + lines : top + distance
        wantedName = nil
        clamp()
    }
}
