package import TerminalUI

/// A QR code (ISO/IEC 18004): dark and light modules in a square.
package struct QRCode: Sendable, Equatable {
    package var side: Int
    /// Whether each module is dark, line by line.
    package var isDark: [Bool]

    package init(side: Int, isDark: [Bool]) {
        self.side = side
        self.isDark = isDark
    }

    /// The light edge that readers are to find it by, and the least that they do with.
    private static let margins = [4, 2]

    /// How many columns and lines it takes with an edge of so many modules.
    private func size(_ margin: Int, _ glyphs: Glyphs) -> Size {
        let whole = side + 2 * margin
        return glyphs.halfBlocks.count == 3
            ? Size(columns: whole, rows: (whole + 1) / 2) : Size(columns: 2 * whole, rows: whole)
    }

    /// The least room that it can be read in.
    package func leastSize(_ glyphs: Glyphs) -> Size { size(Self.margins.last ?? 0, glyphs) }

    /// Its lines, with the widest edge that there is room for; `nil` where it does not fit.
    package func lines(in room: Size, _ glyphs: Glyphs) -> [ShownText]? {
        let margin = Self.margins.first { margin in
            let size = size(margin, glyphs)
            return size.columns <= room.columns && size.rows <= room.rows
        }
        guard let margin else { return nil }
        let reach = -margin..<side + margin
        guard glyphs.halfBlocks.count == 3 else {
            // Two columns are about as wide as a line is high.
            let dark = glyphs.halfBlocks.first ?? "#"
            return reach.map { row in reach.map { self[row, $0] ? dark + dark : "  " }.joined() }
        }
        let (upper, lower, full) = (glyphs.halfBlocks[0], glyphs.halfBlocks[1], glyphs.halfBlocks[2])
        return stride(from: reach.lowerBound, to: reach.upperBound, by: 2).map { row in
            reach.map { column in
                switch (self[row, column], self[row + 1, column]) {
                case (true, true): full
                case (true, false): upper
                case (false, true): lower
                case (false, false): " "
                }
            }.joined()
        }
    }

    private subscript(row: Int, column: Int) -> Bool {
        guard (0..<side).contains(row), (0..<side).contains(column) else { return false }
        return isDark[row * side + column]
    }
}
