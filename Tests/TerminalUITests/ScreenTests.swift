import Testing

@testable import TerminalUI

@Suite struct `A cell buffer` {
    @Test func `draws, clips and fills`() {
        var cells = CellBuffer(size: Size(columns: 8, rows: 3))
        cells.box(Rect(cells.size), role: .border)
        #expect(cells.draw("hello world", at: Point(column: 1, row: 1), columns: 6, role: .text) == 6)
        #expect(cells.description == "┌──────┐\n│hello │\n└──────┘")
        cells.draw("abc", in: Rect(column: 1, row: 1, columns: 6, rows: 1), role: .row, alignment: .trailing)
        #expect(cells.description.contains("│   abc│"))
        #expect(cells.roleDescription.contains("abbbbbba"))
        cells.paint(Rect(column: 0, row: 1, columns: 8, rows: 1), role: .rowCursor)
        #expect(cells[Point(column: 4, row: 1)].role == .rowCursor)
        #expect(cells.description.contains("│   abc│"))
    }

    @Test func `never leaves half of a wide glyph`() {
        var cells = CellBuffer(size: Size(columns: 6, rows: 1))
        #expect(cells.draw("日本語", at: Point(column: 0, row: 0), columns: 5, role: .text) == 4)
        cells.draw("x", at: Point(column: 1, row: 0), role: .text)
        #expect(cells.description == " x本")
        cells.draw("y", at: Point(column: 2, row: 0), role: .text)
        #expect(cells.description == " xy")
        cells.draw("日", at: Point(column: 5, row: 0), role: .text)
        #expect(cells.description == " xy")
    }

    @Test func `draws clusters as their first scalar, and controls never`() {
        var cells = CellBuffer(size: Size(columns: 12, rows: 1))
        cells.draw("👨\u{200D}👩\u{200D}👧e\u{301}🇩🇪\n", at: Point(column: 0, row: 0), role: .text)
        #expect(cells.description == "👨e\u{301}\u{FFFD}\u{FFFD}")
        #expect(cells[Point(column: 2, row: 0)].marks == ["\u{301}"])
        #expect(cells[Point(column: 1, row: 0)].scalar == nil)
        cells.draw("\n\u{7F}", at: Point(column: 0, row: 0), role: .text)
        #expect(cells[Point(column: 0, row: 0)].scalar == "\u{FFFD}")
    }

    @Test func `takes drawing anywhere, on any size`() {
        var dice = Dice(state: 7)
        for _ in 0..<3000 {
            var cells = CellBuffer(
                size: Size(columns: .random(in: -1...7, using: &dice), rows: .random(in: -1...4, using: &dice)))
            for _ in 0..<4 {
                let point = Point(column: .random(in: -4...9, using: &dice), row: .random(in: -3...6, using: &dice))
                let rect = Rect(
                    column: point.column, row: point.row, columns: .random(in: -2...9, using: &dice),
                    rows: .random(in: -2...6, using: &dice))
                cells.draw("日a本e\u{301}", at: point, columns: .random(in: -1...9, using: &dice), role: .text)
                cells.fill(rect, role: .row)
                cells.box(rect, role: .border)
                cells.draw(
                    "日本語", in: rect, role: .row,
                    alignment: [.leading, .trailing, .center].randomElement(using: &dice) ?? .leading)
                cells.paint(rect.inset(by: 1), role: .info)
            }
            for row in 0..<cells.size.rows {
                var wanted = 0
                for column in 0..<cells.size.columns {
                    let cell = cells[Point(column: column, row: row)]
                    if (cell.columns == 0) != (wanted > 0) { Issue.record("half a glyph in \(cells)") }
                    wanted = max(0, wanted - 1) + (cell.columns == 2 ? 1 : 0)
                }
                if wanted != 0 { Issue.record("a glyph cut at the edge of \(cells)") }
            }
        }
    }

    @Test func `tells what changed in runs of whole glyphs`() {
        var old = CellBuffer(size: Size(columns: 10, rows: 1))
        old.draw("a日本b", at: Point(column: 0, row: 0), role: .text)
        var new = old
        #expect(new.changes(since: old, row: 0, columns: 10).isEmpty && new == old)
        new.draw("x", at: Point(column: 2, row: 0), role: .text)
        #expect(new.changes(since: old, row: 0, columns: 10).map(\.columns) == [1..<3])
        #expect(new.changes(since: nil, row: 0, columns: 10).map(\.columns) == [0..<10])
        #expect(new != old)
    }
}

@Suite struct `A rect` {
    @Test func `splits without losing or inventing cells`() {
        for columns in 0...7 {
            for rows in 0...5 {
                let rect = Rect(column: 2, row: 3, columns: columns, rows: rows)
                for count in 1...3 {
                    let parts = rect.columns(count)
                    #expect(parts.map(\.columns).reduce(0, +) == columns && parts.count == count)
                }
                for cut in -1...8 {
                    let (top, below) = rect.cutTop(cut)
                    let (bottom, above) = rect.cutBottom(cut)
                    let (left, right) = rect.cutLeft(cut)
                    #expect(top.rows + below.rows == rows && below.row == top.endRow)
                    #expect(bottom.rows + above.rows == rows && bottom.row == above.endRow && above.row == rect.row)
                    #expect(left.columns + right.columns == columns && right.column == left.endColumn)
                    let inset = rect.inset(by: cut)
                    #expect(inset.isEmpty || inset.intersection(rect) == inset)
                }
                #expect(rect.lines.count == rows && rect.line(rows).isEmpty && rect.line(-1).isEmpty)
            }
        }
    }
}

@Suite struct `A frame` {
    @Test func `answers with what was drawn last`() {
        var frame = Frame<Int>(size: Size(columns: 10, rows: 4))
        frame.respond(in: Rect(frame.size), as: 1)
        frame.respond(in: Rect(column: 8, row: 2, columns: 5, rows: 5), as: 2)
        #expect(frame.target(at: Point(column: 9, row: 3)) == 2)
        #expect(frame.target(at: Point(column: 0, row: 0)) == 1)
        #expect(frame.target(at: Point(column: 10, row: 0)) == nil)
        #expect(frame.areas(of: 2) == [Rect(column: 8, row: 2, columns: 2, rows: 2)])
    }
}

@Suite struct `Glyph sets` {
    @Test func `are one column wide each, and ASCII where they say so`() {
        for (glyphs, isASCII) in [(Glyphs.unicode, false), (.ascii, true)] {
            for child in Mirror(reflecting: glyphs).children {
                let texts = (child.value as? ShownText).map { [$0] } ?? child.value as? [ShownText] ?? []
                #expect(!texts.isEmpty)
                for text in texts {
                    #expect(text.columns == 1, "\(child.label ?? "")")
                    #expect(
                        text.text.unicodeScalars.allSatisfy {
                            !$0.properties.isEmojiPresentation && (!isASCII || $0.isASCII)
                        })
                }
            }
        }
    }
}
