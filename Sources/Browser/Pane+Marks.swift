extension Pane {
    /// The rows that an action is for, as the pane shows them: the marked ones, else the one under the cursor.
    package var selection: [Row] { marks.isEmpty ? cursorRow.map { [$0] } ?? [] : markedRows }

    /// The marked rows in the order in which the pane shows them; what a filter hides comes last.
    package var markedRows: [Row] {
        let shown = rows.filter(marks.contains)
        guard shown.count < marks.count else { return shown }
        var hidden = marks
        for row in shown { hidden.set(row, false) }
        return shown + hidden.rows
    }

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
