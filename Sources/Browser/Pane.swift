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

    /// Where the cursor is among the lines: ``rows``, and before them `..` where there is a folder above.
    package var cursor = 0
    /// The first line in view.
    package var top = 0
    /// How many lines the pane can show; set by the layout.
    package var height = 20
    package var marks = Marks()
    package private(set) var markTotal = RowTotal()
    /// Where a range of marks began.
    package var anchor: Int?
    /// The name that the cursor goes to as soon as its row is there.
    package var wantedName: String?
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

    /// The rows that an action is for: the marked ones, else the one under the cursor.
    package var selection: [Row] {
        marks.isEmpty ? cursorRow.map { [$0] } ?? [] : marks.rows
    }
}

extension Pane {
    /// Shows another listing from its start.
    package mutating func show(_ listing: Listing, cursorAt name: String? = nil) {
        self.listing = listing
        (rows, covered, cursor, top, anchor) = ([], 0, 0, 0, nil)
        marks.removeAll()
        markTotal = RowTotal()
        batchesUnderWay = []
        arrangement.filter = ""
        wantedName = name
        arrangementID += 1
        isArranging = false
    }

    /// Takes rows in their order, keeping the cursor on its row and the view where it is.
    package mutating func setRows(_ rows: [Row], covering covered: Int) {
        let kept = cursor < offset ? nil : cursorRow
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
        guard let index = rows.firstIndex(where: { listing.nameBytes($0).elementsEqual(name.utf8) }) else {
            if listing.state != .loading { wantedName = nil }
            return
        }
        wantedName = nil
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
        top = min(max(0, top + lines), max(0, lineCount - height))
        cursor = min(max(cursor, top), max(top, min(lineCount, top + height) - 1))
        wantedName = nil
    }

    /// Scrolls a page and takes the cursor along.
    package mutating func page(by lines: Int) {
        let distance = cursor - top
        top = min(max(0, top + lines), max(0, lineCount - height))
        cursor = top + distance == cursor ? cursor + lines : top + distance
        wantedName = nil
        clamp()
    }
}

extension Pane {
    package mutating func setMark(_ line: Int, _ isMarked: Bool) {
        guard let row = row(at: line) else { return }
        marks.set(row, isMarked)
    }

    package mutating func markAll(where isWanted: (Row) -> Bool = { _ in true }, as isMarked: Bool = true) {
        for row in rows where isWanted(row) { marks.set(row, isMarked) }
    }

    package mutating func invertMarks() { for row in rows { marks.toggle(row) } }

    /// Marks the lines from where the range began to the cursor.
    package mutating func markRange(from line: Int) {
        for line in min(line, cursor)...max(line, cursor) { setMark(line, true) }
    }

    /// Counts the marked rows and their bytes anew.
    package mutating func countMarks() {
        var total = RowTotal()
        for row in marks.rows { total.add(row, of: listing) }
        markTotal = total
    }
}

/// Where a pane has been.
package struct History: Sendable {
    package struct Entry: Sendable, Equatable {
        package var place: Place
        /// The name under the cursor.
        package var name: String?

        package init(place: Place, name: String?) {
            self.place = place
            self.name = name
        }
    }

    private static let limit = 200

    package private(set) var back: [Entry] = []
    package private(set) var forward: [Entry] = []

    package init() {}

    package mutating func leave(_ entry: Entry) {
        back.append(entry)
        if back.count > Self.limit { back.removeFirst() }
        forward = []
    }

    package mutating func goBack(from entry: Entry) -> Entry? {
        guard let target = back.popLast() else { return nil }
        forward.append(entry)
        return target
    }

    package mutating func goForward(from entry: Entry) -> Entry? {
        guard let target = forward.popLast() else { return nil }
        back.append(entry)
        return target
    }
}
