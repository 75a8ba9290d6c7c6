extension CellBuffer {
    /// Draws a frame along the inside of an area; its inside is left as it is.
    package mutating func box(_ rect: Rect, role: Role, glyphs: Glyphs = .unicode) {
        guard !rect.isEmpty else { return }
        let bottom = rect.endRow - 1
        let right = rect.endColumn - 1
        rule(from: rect.origin, columns: rect.columns, role: role, glyphs: glyphs)
        rule(from: Point(column: rect.column, row: bottom), columns: rect.columns, role: role, glyphs: glyphs)
        rule(from: rect.origin, rows: rect.rows, role: role, glyphs: glyphs)
        rule(from: Point(column: right, row: rect.row), rows: rect.rows, role: role, glyphs: glyphs)
        guard rect.columns > 1, rect.rows > 1 else { return }
        draw(glyphs.topLeft, at: rect.origin, role: role)
        draw(glyphs.topRight, at: Point(column: right, row: rect.row), role: role)
        draw(glyphs.bottomLeft, at: Point(column: rect.column, row: bottom), role: role)
        draw(glyphs.bottomRight, at: Point(column: right, row: bottom), role: role)
    }

    /// A horizontal line.
    package mutating func rule(from point: Point, columns: Int, role: Role, glyphs: Glyphs = .unicode) {
        for column in visible(point.column, columns, of: size.columns) {
            draw(glyphs.horizontal, at: Point(column: column, row: point.row), role: role)
        }
    }

    /// A vertical line.
    package mutating func rule(from point: Point, rows: Int, role: Role, glyphs: Glyphs = .unicode) {
        for row in visible(point.row, rows, of: size.rows) {
            draw(glyphs.vertical, at: Point(column: point.column, row: row), role: role)
        }
    }

    private func visible(_ start: Int, _ count: Int, of limit: Int) -> Range<Int> {
        let lower = min(max(0, start), limit)
        return lower..<max(lower, min(start + max(0, count), limit))
    }
}
