/// A screen as cells. A cell holds a glyph and what it is for; drawing clips and never cuts a wide glyph in half.
package struct CellBuffer: Sendable {
    package let size: Size
    var cells: [PackedCell]
    /// The marks that cells refer to by index, after one for none.
    var marks: [SIMD4<UInt32>] = [.zero]

    package init(size: Size) {
        self.size = size
        cells = Array(repeating: PackedCell(role: .background), count: size.columns * size.rows)
    }

    package var area: Rect { Rect(size) }

    /// The cell at a point; a blank outside the buffer.
    package subscript(point: Point) -> Cell {
        guard area.contains(point) else { return Cell(scalar: " ", marks: [], role: .background, columns: 1) }
        let cell = cells[index(of: point)]
        let over = marks[Int(cell.marks)]
        return Cell(
            scalar: cell.columns == 0 ? nil : Unicode.Scalar(cell.scalar),
            marks: (0..<4).compactMap { over[$0] == 0 ? nil : Unicode.Scalar(over[$0]) },
            role: cell.role,
            columns: Int(cell.columns)
        )
    }

    func index(of point: Point) -> Int { point.row * size.columns + point.column }
}

extension CellBuffer: Equatable {
    package static func == (one: Self, other: Self) -> Bool {
        guard one.size == other.size else { return false }
        if one.marks.count == 1, other.marks.count == 1 { return one.cells == other.cells }
        return one.cells.indices.allSatisfy { one.isSame(as: other, at: $0) }
    }

    func isSame(as other: CellBuffer, at index: Int) -> Bool {
        var mine = cells[index]
        var theirs = other.cells[index]
        guard marks[Int(mine.marks)] == other.marks[Int(theirs.marks)] else { return false }
        mine.marks = 0
        theirs.marks = 0
        return mine == theirs
    }
}
