import Browser
import PersistyData
import TerminalUI
import Testing

@Suite struct `Marks` {
    @Test func `are toggled row by row, with their number and bytes in sight`() throws {
        var model = try Sample.filled()
        try model.press("j", "j", "space", "insert")
        #expect(model.markedNames() == ["2026-10-ledger.parquet", "2026-11-ledger.parquet"])
        #expect(model.pane.markTotal.bytes == 432_851_904 + 417_442_201)
        #expect(model.screen.contains("2 marked · 810.9 MiB"))
        try model.press("k", "space")
        #expect(model.markedNames() == ["2026-10-ledger.parquet"])
        try model.press("escape")
        #expect(model.pane.marks.isEmpty && model.pane.markTotal == RowTotal())
    }

    @Test func `go up with Shift`() throws {
        var model = try Sample.filled()
        try model.press("j", "j", "shift-up", "shift-up")
        #expect(model.markedNames() == ["staging/", "2026-10-ledger.parquet"])
        #expect(model.cursorName == "reports/")
    }

    @Test func `take a range, in either direction, and grow with the cursor`() throws {
        var model = try Sample.filled()
        try model.press("j", "j", "j", "v", "k", "k", "v")
        #expect(model.markedNames() == ["staging/", "2026-10-ledger.parquet", "2026-11-ledger.parquet"])
        try model.press("escape", "v", "G")
        #expect(model.pane.marks.count == 11)
        try model.press("v")
        #expect(model.pane.anchor == nil && model.pane.marks.count == 11)
    }

    @Test func `take all, and invert, and count folders as of unknown size`() throws {
        var model = try Sample.filled()
        try model.press("ctrl-a")
        #expect(model.pane.marks.count == 12 && model.pane.markTotal.isPartial)
        #expect(model.screen.contains("12 marked"))
        try model.press("j", "space", "*")
        #expect(model.markedNames() == ["staging/"])
    }

    @Test func `are set and taken away by a pattern, of what is shown only`() throws {
        var model = try Sample.filled()
        try model.press("+")
        try model.press("ctrl-u")
        model.type("*.parquet")
        try model.press("enter")
        #expect(model.pane.marks.count == 2)
        try model.press("f")
        model.type("11")
        try model.press("enter", "-", "enter")
        #expect(model.markedNames() == [])
        try model.press("escape")
        #expect(model.markedNames() == ["2026-10-ledger.parquet"])
    }

    @Test(arguments: [
        ("*", "anything", true), ("?.txt", "日.txt", true), ("??.txt", "日.txt", false), ("*a*b*", "xaybz", true),
        ("a", "a/", true), ("", "", true), ("", "a", false), ("*.csv", "x.csv.gz", false), ("a*b*c", "abbbd", false),
    ])
    func `match a pattern as a shell does`(pattern: String, name: String, matches: Bool) throws {
        var model = try Sample.model()
        _ = model.update(.listed(.left, listing: model.panes.left.listing.id, Sample.names([name])))
        try model.press("+", "ctrl-u")
        model.type(pattern)
        try model.press("enter")
        #expect(model.pane.marks.isEmpty != matches)
    }

    @Test func `are what an action is for, wherever the cursor is`() throws {
        var model = try Sample.filled()
        try model.press("j", "j", "space", "space", "g g")
        let order = try #require(try model.press("f5").orders.first)
        #expect(
            order.selection == [
                .item(try DataKey("2026-10-ledger.parquet")), .item(try DataKey("2026-11-ledger.parquet")),
            ])
        #expect(order.to == .place(Place(store: 1)))
    }
}
