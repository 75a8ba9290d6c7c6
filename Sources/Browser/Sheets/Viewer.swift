package import PersistyData
package import TerminalUI

/// An item's content, read in stretches around what is shown; never the whole item.
package struct Viewer: Sendable {
    package enum Mode: Sendable, Equatable { case text, hex }

    /// How much is read at once.
    package static let stretch = 1 << 16
    /// How far back the beginning of a line is looked for.
    private static let lineReach: Int64 = 4096

    package var id: Int
    package var store: StoreID
    package var key: DataKey
    package var item: DataItem?
    package var mode = Mode.text
    /// The offset of the first byte shown.
    package var top: Int64 = 0
    package private(set) var stretchOffset: Int64 = 0
    package private(set) var bytes: [UInt8] = []
    package var failure: DataError?
    package private(set) var isReading = true
    /// What was asked for last: what comes back short is not asked for again.
    private var asked: Range<Int64>?
    /// Whether the top is to be where the last line is the last row, as soon as the bytes there are known.
    private var wantsEnd = false

    package init(id: Int, store: StoreID, key: DataKey) {
        self.id = id
        self.store = store
        self.key = key
    }

    package var size: Int64 { item?.size ?? 0 }

    package mutating func begin(_ range: Range<Int64>) { (asked, isReading) = (range, true) }

    package mutating func take(_ viewed: ViewedBytes) {
        let isFirst = item == nil
        item = viewed.item
        (stretchOffset, bytes, isReading) = (viewed.offset, viewed.bytes, false)
        if isFirst, viewed.bytes.prefix(1024).contains(0) { mode = .hex }
    }

    package mutating func fail(_ error: DataError) { (failure, isReading) = (error, false) }

    /// The stretch that must be read for `rows` lines of `columns` at the top; `nil` when it is at hand.
    package func neededStretch(columns: Int, rows: Int) -> Range<Int64>? {
        let reach = Self.span(columns, rows) + Self.lineReach
        let end = stretchOffset + Int64(bytes.count)
        guard max(0, top - reach) < stretchOffset || min(size, top + reach) > end else { return nil }
        let count = max(Int64(Self.stretch), 2 * reach)
        let offset = max(0, min(top - count / 2, size - count))
        let wanted = offset..<min(size, offset + count)
        return wanted == asked || wanted.isEmpty ? nil : wanted
    }

    /// The most bytes that so many lines show.
    private static func span(_ columns: Int, _ rows: Int) -> Int64 { Int64(max(1, rows) * max(16, columns) * 4) }

    /// The lines to show, each with the offset of its first byte and that of the next line's.
    package func lines(columns: Int, rows: Int) -> [(offset: Int64, next: Int64, text: ShownText)] {
        var lines: [(offset: Int64, next: Int64, text: ShownText)] = []
        var offset = top
        while lines.count < rows, offset < size, let line = line(at: offset, columns: columns) {
            lines.append((offset, line.next, line.text))
            offset = line.next
        }
        return lines
    }

    package mutating func scroll(by lines: Int, columns: Int) {
        wantsEnd = false
        if mode == .hex {
            let width = Int64(Self.hexBytes(columns: columns))
            top = max(0, min(top + Int64(lines) * width, max(0, (size - 1) / width * width)))
            return
        }
        if lines > 0 {
            for _ in 0..<lines {
                guard let line = line(at: top, columns: columns), line.next < size else { return }
                top = line.next
            }
        } else {
            for _ in 0..<(-lines) where top > 0 { top = lineStart(of: top - 1, columns: columns) }
        }
    }

    package mutating func goToStart() { (top, wantsEnd) = (0, false) }

    package mutating func goToEnd(columns: Int, rows: Int) {
        if mode == .hex {
            let width = Int64(Self.hexBytes(columns: columns))
            top = max(0, (size + width - 1) / width - Int64(max(1, rows))) * width
        } else {
            (top, wantsEnd) = (max(0, size - 1), true)
            alignEnd(columns: columns, rows: rows)
        }
    }

    /// Puts the last line into the last row, once the bytes before it are known.
    package mutating func alignEnd(columns: Int, rows: Int) {
        guard wantsEnd, neededStretch(columns: columns, rows: rows) == nil else { return }
        wantsEnd = false
        var offset = paragraphStart(of: max(0, size - Self.span(columns, rows)))
        var starts: [Int64] = []
        while offset < size, let line = line(at: offset, columns: columns) {
            starts.append(offset)
            offset = line.next
        }
        top = starts.suffix(max(1, rows)).first ?? 0
    }

    package mutating func setMode(_ mode: Mode, columns: Int) {
        self.mode = mode
        wantsEnd = false
        switch mode {
        case .hex: top = top / Int64(Self.hexBytes(columns: columns)) * Int64(Self.hexBytes(columns: columns))
        case .text: top = lineStart(of: top, columns: columns)
        }
    }

    /// How many bytes a line of hexadecimal digits shows.
    package static func hexBytes(columns: Int) -> Int { columns >= 76 ? 16 : columns >= 43 ? 8 : 4 }

    private func slice(_ range: Range<Int64>) -> ArraySlice<UInt8> {
        let low = max(0, min(range.lowerBound - stretchOffset, Int64(bytes.count)))
        let high = max(low, min(range.upperBound - stretchOffset, Int64(bytes.count)))
        return bytes[Int(low)..<Int(high)]
    }

    private func line(at offset: Int64, columns: Int) -> (text: ShownText, next: Int64)? {
        switch mode {
        case .hex:
            let width = Int64(Self.hexBytes(columns: columns))
            let part = slice(offset..<min(size, offset + width))
            return part.isEmpty ? nil : (hexLine(offset, part, width: Int(width)), offset + width)
        case .text:
            let part = slice(offset..<min(size, offset + Int64(max(1, columns) * 4)))
            guard !part.isEmpty else { return nil }
            let newline = part.firstIndex(of: UInt8(ascii: "\n"))
            let isCut = newline == nil && offset + Int64(part.count) < size
            let content = isCut ? Self.withoutPart(part) : part[..<(newline ?? part.endIndex)]
            let (text, used) = textLine(content, columns: columns)
            let next = offset + Int64(used)
            let isWhole = used == content.count && slice(next..<(next + 1)).first == UInt8(ascii: "\n")
            return (text, next + (isWhole ? 1 : 0))
        }
    }

    /// Without the beginning of a character at the end.
    private static func withoutPart(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let lead = bytes.suffix(3).lastIndex { $0 & 0xc0 != 0x80 } ?? bytes.startIndex
        let length =
            switch bytes[lead] {
            case 0xc2...0xdf: 2
            case 0xe0...0xef: 3
            case 0xf0...0xf4: 4
            default: 1
            }
        return lead + length > bytes.endIndex && lead > bytes.startIndex ? bytes[..<lead] : bytes
    }

    /// As much of `content` as fits, and how many of its bytes that is.
    private func textLine(_ content: ArraySlice<UInt8>, columns: Int) -> (ShownText, Int) {
        var text: ShownText = ""
        var used = 0
        var start = content.startIndex
        while start < content.endIndex {
            let length = Self.scalarLength(content[start...])
            let piece = content[start..<(start + length)]
            let shown: ShownText =
                switch piece.first {
                case UInt8(ascii: "\t"): .blanks(8 - text.columns % 8)
                case UInt8(ascii: "\r") where start + 1 == content.endIndex: ""
                case .some(0x20...0x7e): .ascii(piece)
                default: ShownText(bytes: piece)
                }
            if text.columns + shown.columns > max(1, columns), used > 0 { break }
            text += shown
            used += length
            start += length
        }
        return (text, used)
    }

    private static func scalarLength(_ bytes: ArraySlice<UInt8>) -> Int {
        guard let first = bytes.first else { return 0 }
        let length =
            switch first {
            case 0xc2...0xdf: 2
            case 0xe0...0xef: 3
            case 0xf0...0xf4: 4
            default: 1
            }
        guard bytes.count >= length, String(validating: bytes.prefix(length), as: UTF8.self) != nil else { return 1 }
        return length
    }

    /// Where the line begins that shows the byte at `offset`.
    private func lineStart(of offset: Int64, columns: Int) -> Int64 {
        var start = paragraphStart(of: offset)
        while let line = line(at: start, columns: columns), line.next <= offset, line.next > start { start = line.next }
        return start
    }

    /// Where the text without line breaks begins that the byte at `offset` is in; so far back as is looked, at most.
    private func paragraphStart(of offset: Int64) -> Int64 {
        let before = slice(max(0, offset - Self.lineReach)..<offset)
        if let newline = before.lastIndex(of: UInt8(ascii: "\n")) { return stretchOffset + Int64(newline) + 1 }
        let first = before.startIndex == 0 && stretchOffset == 0
        let broken = first ? 0 : before.prefix(3).prefix { $0 & 0xc0 == 0x80 }.count
        return stretchOffset + Int64(before.startIndex + broken)
    }

    private func hexLine(_ offset: Int64, _ part: ArraySlice<UInt8>, width: Int) -> ShownText {
        var digits = ""
        var letters = ""
        for index in 0..<width {
            if index == 8 { digits += " " }
            if index < part.count {
                let byte = part[part.startIndex + index]
                digits += (byte < 16 ? "0" : "") + String(byte, radix: 16) + " "
                letters += (0x20..<0x7f).contains(byte) ? String(UnicodeScalar(byte)) : "."
            } else {
                digits += "   "
            }
        }
        let place = String(offset, radix: 16)
        let padded = String(repeating: "0", count: max(0, 8 - place.utf8.count)) + place
        return .ascii("\(padded)  \(digits) \(letters)".utf8)
    }
}
