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
    package var isReading = true

    package init(id: Int, store: StoreID, key: DataKey) {
        self.id = id
        self.store = store
        self.key = key
    }

    package var size: Int64 { item?.size ?? 0 }

    package mutating func take(_ viewed: ViewedBytes) {
        let isFirst = item == nil
        item = viewed.item
        (stretchOffset, bytes, isReading) = (viewed.offset, viewed.bytes, false)
        if isFirst, viewed.bytes.prefix(1024).contains(0) { mode = .hex }
    }

    /// The stretch that must be read for `rows` lines of `columns` at the top; `nil` when it is at hand.
    package func neededStretch(columns: Int, rows: Int) -> Int64? {
        let span = Int64(max(1, rows) * max(16, columns) * 4)
        let end = stretchOffset + Int64(bytes.count)
        let low = max(0, top - Self.lineReach)
        let high = min(size, top + span)
        guard low < stretchOffset || high > end else { return nil }
        return max(0, min(top - Int64(Self.stretch / 2), size - Int64(Self.stretch)))
    }

    /// The lines to show, each with the offset of its first byte.
    package func lines(columns: Int, rows: Int) -> [(offset: Int64, text: ShownText)] {
        var lines: [(offset: Int64, text: ShownText)] = []
        var offset = top
        while lines.count < rows, offset < size, let line = line(at: offset, columns: columns) {
            lines.append((offset, line.text))
            offset = line.next
        }
        return lines
    }

    package mutating func scroll(by lines: Int, columns: Int) {
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
            for _ in 0..<(-lines) { top = previousLine(columns: columns) }
        }
    }

    package mutating func goToEnd(columns: Int, rows: Int) {
        let width = Int64(Self.hexBytes(columns: columns))
        let back = Int64(max(1, rows - 1)) * (mode == .hex ? width : Int64(columns) / 2 + 1)
        top = max(0, size - back)
        if mode == .hex { top = top / width * width }
    }

    package mutating func setMode(_ mode: Mode, columns: Int) {
        self.mode = mode
        if mode == .hex { top = top / Int64(Self.hexBytes(columns: columns)) * Int64(Self.hexBytes(columns: columns)) }
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
            let part = slice(offset..<min(size, offset + Int64(columns * 4)))
            guard !part.isEmpty else { return nil }
            let newline = part.firstIndex(of: UInt8(ascii: "\n"))
            let content = part[..<(newline ?? part.endIndex)]
            let (text, used) = textLine(content, columns: columns)
            let isWhole = used == content.count && newline != nil
            return (text, offset + Int64(used) + (isWhole ? 1 : 0))
        }
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

    private func previousLine(columns: Int) -> Int64 {
        guard top > 0 else { return 0 }
        let before = slice(max(0, top - Self.lineReach)..<top)
        let beforeNewline = before.last == UInt8(ascii: "\n") ? before.dropLast() : before
        let start = beforeNewline.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? before.startIndex
        // The paragraph before may be wrapped: walk its lines to the last that begins before the top.
        var offset = stretchOffset + Int64(start)
        while let line = line(at: offset, columns: columns), line.next < top, line.next > offset { offset = line.next }
        return min(offset, top)
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
