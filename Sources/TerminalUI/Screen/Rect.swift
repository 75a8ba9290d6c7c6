/// Part of the screen. Every operation is total: what does not fit becomes empty, never negative.
package struct Rect: Hashable, Sendable {
    package let column: Int
    package let row: Int
    package let columns: Int
    package let rows: Int

    package init(column: Int, row: Int, columns: Int, rows: Int) {
        self.column = column
        self.row = row
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }

    package init(_ size: Size) { self.init(column: 0, row: 0, columns: size.columns, rows: size.rows) }

    package var size: Size { Size(columns: columns, rows: rows) }
    package var origin: Point { Point(column: column, row: row) }
    package var isEmpty: Bool { columns == 0 || rows == 0 }
    package var endColumn: Int { column + columns }
    package var endRow: Int { row + rows }

    package func contains(_ point: Point) -> Bool {
        point.column >= column && point.column < endColumn && point.row >= row && point.row < endRow
    }

    /// The line of that index; empty when there is none.
    package func line(_ index: Int) -> Rect {
        Rect(column: column, row: row + index, columns: columns, rows: index >= 0 && index < rows ? 1 : 0)
    }

    package var lines: [Rect] { (0..<rows).map(line) }

    package func intersection(_ other: Rect) -> Rect {
        let left = max(column, other.column)
        let top = max(row, other.row)
        let right = min(endColumn, other.endColumn)
        let bottom = min(endRow, other.endRow)
        return Rect(column: left, row: top, columns: right - left, rows: bottom - top)
    }
}

extension Rect {
    package func inset(by margin: Int) -> Rect { inset(columns: margin, rows: margin) }

    package func inset(columns margin: Int, rows: Int) -> Rect {
        let across = min(max(0, margin), columns / 2 + columns % 2)
        let down = min(max(0, rows), self.rows / 2 + self.rows % 2)
        return Rect(
            column: column + across,
            row: row + down,
            columns: columns - 2 * across,
            rows: self.rows - 2 * down
        )
    }

    /// So many parts side by side, as equal as they can be, the first ones wider.
    package func columns(_ count: Int) -> [Rect] {
        guard count > 0 else { return [] }
        var rest = self
        return (0..<count).map { index in
            let (part, remaining) = rest.cutLeft((rest.columns + count - index - 1) / (count - index))
            rest = remaining
            return part
        }
    }

    package func cutTop(_ height: Int) -> (top: Rect, rest: Rect) {
        let cut = min(max(0, height), rows)
        return (
            Rect(column: column, row: row, columns: columns, rows: cut),
            Rect(column: column, row: row + cut, columns: columns, rows: rows - cut)
        )
    }

    package func cutBottom(_ height: Int) -> (bottom: Rect, rest: Rect) {
        let (rest, bottom) = cutTop(rows - min(max(0, height), rows))
        return (bottom, rest)
    }

    package func cutLeft(_ width: Int) -> (left: Rect, rest: Rect) {
        let cut = min(max(0, width), columns)
        return (
            Rect(column: column, row: row, columns: cut, rows: rows),
            Rect(column: column + cut, row: row, columns: columns - cut, rows: rows)
        )
    }

    package func cutRight(_ width: Int) -> (right: Rect, rest: Rect) {
        let (rest, right) = cutLeft(columns - min(max(0, width), columns))
        return (right, rest)
    }

    /// A part of that size in the middle, no larger than this.
    package func centered(_ size: Size) -> Rect {
        let width = min(size.columns, columns)
        let height = min(size.rows, rows)
        return Rect(
            column: column + (columns - width) / 2,
            row: row + (rows - height) / 2,
            columns: width,
            rows: height
        )
    }
}
