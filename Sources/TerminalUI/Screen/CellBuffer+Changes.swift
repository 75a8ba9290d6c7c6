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
        var runs: [Run] = []
        var column = 0
        let start = row * size.columns
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
