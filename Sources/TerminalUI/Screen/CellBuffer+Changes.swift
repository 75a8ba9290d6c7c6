extension CellBuffer {
    /// Cells side by side in one row.
    package struct Run: Hashable, Sendable {
        package var row: Int
        package var columns: Range<Int>
    }

    /// A glyph as a terminal is told it; a mark that is not there is 0.
    package struct DrawnGlyph: Sendable {
        package var scalar: UInt32
        package var marks: SIMD4<UInt32>
        package var role: Role
    }

    /// What of a row differs from what is shown, all of it when nothing is. Runs begin and end with whole glyphs.
    package func changes(since shown: CellBuffer?, row: Int, columns: Int) -> [Run] {
        let end = min(columns, size.columns)
        guard row < size.rows, end > 0 else { return [] }
        guard let shown, shown.size == size else { return [Run(row: row, columns: 0..<end)] }
        let start = row * size.columns
        if hasEqualBytes(shown, in: start..<(start + end)) { return [] }
        var runs: [Run] = []
        var column = 0
        while column < end {
            guard !isSame(as: shown, at: start + column) else {
                column += 1
                continue
            }
            var first = column
            while first > 0, cells[start + first].columns == 0 { first -= 1 }
            column += 1
            while column < end, !isSame(as: shown, at: start + column) || cells[start + column].columns == 0 {
                column += 1
            }
            runs.append(Run(row: row, columns: first..<column))
        }
        return runs
    }

    /// Whether these cells are the same to the byte: most rows are, and are not looked at cell by cell. Cells with marks
    /// refer to tables of their own, and equal bytes then prove nothing.
    private func hasEqualBytes(_ other: CellBuffer, in range: Range<Int>) -> Bool {
        guard marks.count == 1, other.marks.count == 1 else { return false }
        return cells.withUnsafeBytes { mine in
            other.cells.withUnsafeBytes { theirs in
                // A cell has eight bytes, none of them padding.
                let (mine, theirs) = (mine.bindMemory(to: UInt64.self), theirs.bindMemory(to: UInt64.self))
                return range.allSatisfy { mine[$0] == theirs[$0] }
            }
        }
    }

    package func forEachGlyph(in run: Run, _ body: (DrawnGlyph) -> Void) {
        for column in run.columns {
            let cell = cells[run.row * size.columns + column]
            guard cell.columns > 0 else { continue }
            // A wide glyph that the edge of the screen would cut.
            let isCut = cell.columns == 2 && column + 1 == run.columns.upperBound
            body(DrawnGlyph(scalar: isCut ? 0x20 : cell.scalar, marks: marks[Int(cell.marks)], role: cell.role))
        }
    }
}
