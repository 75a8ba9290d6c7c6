extension CellBuffer {
    /// Draws text on one line and answers how many columns it took. What lies outside is not drawn.
    @discardableResult
    package mutating func draw(_ text: ShownText, at point: Point, columns: Int = .max, role: Role) -> Int {
        guard point.row >= 0, point.row < size.rows, columns > 0, point.column < size.columns else { return 0 }
        let limit = min(columns, size.columns - point.column)
        return text.isASCII && point.column >= 0
            ? drawASCII(text, at: point, limit: limit, role: role)
            : drawGlyphs(text, at: point, limit: limit, role: role)
    }

    private mutating func drawASCII(_ text: ShownText, at point: Point, limit: Int, role: Role) -> Int {
        let start = index(of: point)
        let count = min(limit, text.columns)
        guard count > 0 else { return 0 }
        clearHalves(from: start, to: start + count)
        var index = start
        for byte in text.text.utf8.prefix(count) {
            let isControl = byte < 0x20 || byte == 0x7F
            cells[index] = PackedCell(scalar: isControl ? Glyph.replacement.value : UInt32(byte), role: role)
            index += 1
        }
        return count
    }

    private mutating func drawGlyphs(_ text: ShownText, at point: Point, limit: Int, role: Role) -> Int {
        var used = 0
        for glyph in GlyphSequence(text.text) {
            guard used + glyph.columns <= limit else { break }
            if point.column + used >= 0 {
                put(glyph, at: index(of: Point(column: point.column + used, row: point.row)), role: role)
            }
            used += glyph.columns
        }
        return used
    }

    private mutating func put(_ glyph: Glyph, at index: Int, role: Role) {
        clearHalves(from: index, to: index + glyph.columns)
        var cell = PackedCell(scalar: glyph.base.value, role: role)
        cell.columns = UInt8(glyph.columns)
        if glyph.marks != .zero { cell.marks = reference(to: glyph.marks) }
        cells[index] = cell
        if glyph.columns == 2 {
            cells[index + 1] = PackedCell(role: role, columns: 0)
        }
    }

    private mutating func reference(to wanted: SIMD4<UInt32>) -> UInt16 {
        if let index = marks.lastIndex(of: wanted) { return UInt16(index) }
        guard marks.count <= Int(UInt16.max) else { return 0 }
        marks.append(wanted)
        return UInt16(marks.count - 1)
    }

    /// Blanks the halves that wide glyphs at the edges of a stretch would leave outside of it.
    mutating func clearHalves(from start: Int, to end: Int) {
        if cells[start].columns == 0, start > 0 { cells[start - 1] = PackedCell(role: cells[start - 1].role) }
        if end < cells.count, cells[end].columns == 0 { cells[end] = PackedCell(role: cells[end].role) }
    }
}

extension CellBuffer {
    package enum Alignment: Sendable {
        case leading, trailing, center
    }

    /// Draws one line of text in the first line of an area, cut with `…`, and fills the rest of that line.
    package mutating func draw(_ text: ShownText, in area: Rect, role: Role, alignment: Alignment = .leading) {
        let line = area.line(0)
        guard !line.isEmpty else { return }
        fill(line, role: role)
        let text = text.cut(to: line.columns)
        let blank = line.columns - text.columns
        let start =
            switch alignment {
            case .leading: 0
            case .trailing: blank
            case .center: blank / 2
            }
        draw(text, at: Point(column: line.column + start, row: line.row), columns: line.columns - start, role: role)
    }

    /// Blanks an area.
    package mutating func fill(_ rect: Rect, role: Role) {
        forEachLine(in: rect) { buffer, range in
            buffer.clearHalves(from: range.lowerBound, to: range.upperBound)
            for index in range { buffer.cells[index] = PackedCell(role: role) }
        }
    }

    /// Changes what an area is for, and keeps its text.
    package mutating func paint(_ rect: Rect, role: Role) {
        forEachLine(in: rect) { buffer, range in
            for index in range { buffer.cells[index].role = role }
        }
    }

    private mutating func forEachLine(in rect: Rect, _ body: (inout CellBuffer, Range<Int>) -> Void) {
        let visible = rect.intersection(area)
        guard !visible.isEmpty else { return }
        for row in visible.row..<visible.endRow {
            let start = index(of: Point(column: visible.column, row: row))
            body(&self, start..<start + visible.columns)
        }
    }
}
