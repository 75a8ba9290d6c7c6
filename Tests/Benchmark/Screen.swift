/// What a terminal shows, as far as file browsers need it: characters without their colours.
struct Screen: CustomStringConvertible {
    let columns: Int
    let rows: Int
    private(set) var cells: [[Unicode.Scalar]]
    var column = 0
    var row = 0
    private var saved = (column: 0, row: 0)
    /// The rows that scroll.
    private var region: Range<Int>
    private var last: Unicode.Scalar = " "

    init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        cells = Array(repeating: Self.blank(columns), count: rows)
        region = 0..<rows
    }

    private static func blank(_ columns: Int) -> [Unicode.Scalar] { Array(repeating: " ", count: columns) }

    /// The lines as text.
    var lines: [String] {
        cells.map { line in
            var text = String.UnicodeScalarView()
            text.append(contentsOf: line)
            return String(text)
        }
    }

    var description: String { lines.joined(separator: "\n") }

    mutating func draw(_ scalar: Unicode.Scalar) {
        last = scalar
        if column == columns {
            column = 0
            feed()
        }
        cells[row][column] = scalar
        column += 1
    }

    mutating func move(column: Int? = nil, row: Int? = nil) {
        self.column = min(columns - 1, max(0, column ?? min(self.column, columns - 1)))
        self.row = min(rows - 1, max(0, row ?? self.row))
    }

    /// A line down; the region scrolls at its end.
    mutating func feed() {
        if row == region.upperBound - 1 { deleteLines(1, at: region.lowerBound) } else { move(row: row + 1) }
    }

    /// A line up; the region scrolls at its start.
    mutating func feedBack() {
        if row == region.lowerBound { insertLines(1, at: region.lowerBound) } else { move(row: row - 1) }
    }

    mutating func clear() { cells = Array(repeating: Self.blank(columns), count: rows) }

    private mutating func insertLines(_ count: Int, at row: Int) {
        guard region.contains(row) else { return }
        let count = min(count, region.upperBound - row)
        cells.removeSubrange((region.upperBound - count)..<region.upperBound)
        cells.insert(contentsOf: Array(repeating: Self.blank(columns), count: count), at: row)
    }

    private mutating func deleteLines(_ count: Int, at row: Int) {
        guard region.contains(row) else { return }
        let count = min(count, region.upperBound - row)
        cells.removeSubrange(row..<(row + count))
        cells.insert(
            contentsOf: Array(repeating: Self.blank(columns), count: count), at: region.upperBound - count)
    }

    private mutating func erase(_ range: Range<Int>) {
        for column in range.clamped(to: 0..<columns) { cells[row][column] = " " }
    }

    /// Does what a control sequence says: ECMA-48, and xterm's additions that ncurses uses.
    mutating func control(_ final: UInt8, _ parameters: [Int]) {
        let first = parameters.first ?? 0
        let count = min(max(1, first), 10_000)
        switch final {
        case UInt8(ascii: "H"), UInt8(ascii: "f"):
            move(column: max(1, parameters.dropFirst().first ?? 1) - 1, row: count - 1)
        case UInt8(ascii: "A"): move(row: row - count)
        case UInt8(ascii: "B"): move(row: row + count)
        case UInt8(ascii: "C"): move(column: column + count)
        case UInt8(ascii: "D"): move(column: column - count)
        case UInt8(ascii: "G"): move(column: count - 1)
        case UInt8(ascii: "d"): move(row: count - 1)
        case UInt8(ascii: "Z"): move(column: max(0, (column - 1) / 8 * 8))
        case UInt8(ascii: "J"): eraseDisplay(first)
        case UInt8(ascii: "K"): eraseLine(first)
        case UInt8(ascii: "X"): erase(min(column, columns - 1)..<(column + count))
        case UInt8(ascii: "@"): shift(by: count)
        case UInt8(ascii: "P"): shift(by: -count)
        case UInt8(ascii: "L"): insertLines(count, at: row)
        case UInt8(ascii: "M"): deleteLines(count, at: row)
        case UInt8(ascii: "S"): deleteLines(count, at: region.lowerBound)
        case UInt8(ascii: "T"): insertLines(count, at: region.lowerBound)
        case UInt8(ascii: "b"): for _ in 0..<count { draw(last) }
        case UInt8(ascii: "r"): setRegion(count - 1, parameters.dropFirst().first ?? 0)
        case UInt8(ascii: "s"): save()
        case UInt8(ascii: "u"): restore()
        default: break
        }
    }

    mutating func save() { saved = (column, row) }
    mutating func restore() { (column, row) = saved }

    private mutating func setRegion(_ top: Int, _ bottom: Int) {
        let bottom = bottom == 0 ? rows : min(bottom, rows)
        region = top < bottom ? top..<bottom : 0..<rows
        (column, row) = (0, 0)
    }

    private mutating func eraseLine(_ what: Int) {
        let place = min(column, columns - 1)
        erase(what == 0 ? place..<columns : 0..<(what == 1 ? place + 1 : columns))
    }

    private mutating func eraseDisplay(_ what: Int) {
        switch what {
        case 0:
            eraseLine(0)
            for row in (row + 1)..<max(row + 1, rows) { cells[row] = Self.blank(columns) }
        case 1:
            eraseLine(1)
            for row in 0..<row { cells[row] = Self.blank(columns) }
        default: clear()
        }
    }

    /// Makes room in the line, or takes characters out of it.
    private mutating func shift(by count: Int) {
        let place = min(column, columns - 1)
        let moved = min(abs(count), columns - place)
        let blank = Self.blank(moved)
        if count > 0 {
            cells[row].removeLast(moved)
            cells[row].insert(contentsOf: blank, at: place)
        } else {
            cells[row].removeSubrange(place..<(place + moved))
            cells[row].append(contentsOf: blank)
        }
    }
}
