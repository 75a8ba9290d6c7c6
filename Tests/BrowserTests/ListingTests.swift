import Browser
import PersistyData
import TerminalUI
import Testing

@Suite struct `A listing` {
    @Test func `is shown sorted while it arrives in any order, with the cursor at the top until it is moved`() throws {
        var model = try Sample.model()
        let id = model.panes.left.listing.id
        for names in [["m", "z"], ["a", "n"], ["b/", "0"]] {
            _ = model.update(.listed(.left, listing: id, Sample.names(names)))
            #expect(model.pane.cursor == 0)
        }
        #expect(model.names() == ["b/", "0", "a", "m", "n", "z"])
        #expect(model.screen.contains("6+ listing… Esc stops"))
        try model.press("j", "j")
        #expect(model.cursorName == "a")
        _ = model.update(.listed(.left, listing: id, Sample.names(["00", "01", "zz"])))
        #expect(model.cursorName == "a" && model.pane.cursor == 4)
    }

    @Test func `stops with Esc, keeps what has come, and takes nothing more`() throws {
        var model = try Sample.model()
        let id = model.panes.left.listing.id
        _ = model.update(.listed(.left, listing: id, Sample.names(["a"])))
        let effects = try model.press("escape")
        guard case .stopListing(.left)? = effects.first else { return #expect(Bool(false), "\(effects)") }
        _ = model.update(.listed(.left, listing: id, Sample.names(["b"])))
        _ = model.update(.listingEnded(.left, listing: id, .complete))
        #expect(model.names() == ["a"])
        #expect(model.panes.left.listing.state == .stopped && model.screen.contains("stopped"))
    }

    @Test func `of a place that was left is dropped, rows, attributes, ETags and order`() throws {
        var model = try Sample.filled()
        let former = model.panes.left.listing.id
        try model.press("enter")
        let late: [Message] = [
            .listed(.left, listing: former, Sample.names(["late"])), .listingEnded(.left, listing: former, .complete),
            .arranged(.left, listing: former, arrangement: 0, rows: [0, 1], covered: 2),
            .attributed(.left, listing: former, batch: 0, rows: nil, Sample.names(["late"])),
            .etag(.left, listing: former, 0, ETag("late")),
        ]
        for message in late { _ = model.update(message) }
        #expect(model.names().isEmpty && model.panes.left.listing.state == .loading)
        #expect(model.panes.left.listing.etags.isEmpty)
    }

    @Test func `that is long is put in order elsewhere, and a late order is dropped`() throws {
        var model = try Sample.model()
        let id = model.panes.left.listing.id
        let names = (0..<9000).map { "f\(($0 * 7919) % 9000)" }
        let effects = model.update(.listed(.left, listing: id, Sample.names(names)))
        let first = try #require(effects.arrangements.first)
        #expect(model.names().isEmpty)
        #expect(try model.press("s n").arrangements.isEmpty)
        // The order was changed meanwhile: what comes of the old one is not shown, and the new one is asked for.
        let second = model.update(first.answer(.left))
        #expect(model.names().isEmpty)
        _ = model.update(try #require(second.arrangements.first).answer(.left))
        #expect(model.names() == names.sorted(by: >))
    }

    @Test func `that is refreshed keeps cursor, view and marks, also on names that are not UTF-8`() throws {
        var model = try Sample.long(120, rows: 24)
        for _ in 0..<60 { try model.press("j") }
        try model.press("space", "space", "k")
        let (cursor, top, name) = (model.pane.cursor, model.pane.top, model.cursorName)
        let id = try #require(try model.press("ctrl-r").listingIDs.first)
        try model.press("space", "k")
        // Ten rows are gone and one has come, all above the cursor.
        let names = ["a new one"] + (10..<120).map { "f" + String(String(1000 + $0).dropFirst()) }
        _ = model.update(.listed(.left, listing: id, Sample.names(names)))
        #expect(model.names().count == 120)
        _ = model.update(.listingEnded(.left, listing: id, .complete))
        #expect(model.cursorName == name)
        #expect((model.pane.cursor, model.pane.top) == (cursor - 9, max(0, top - 9)))
        #expect(model.markedNames() == ["f060"])
    }

    @Test func `that is refreshed and long is put in order before it is shown`() throws {
        var model = try Sample.model()
        let names = (0..<9000).map { "f\($0)" }
        let id = model.panes.left.listing.id
        let effects = model.update(.listed(.left, listing: id, Sample.names(names)))
        _ = model.update(try #require(effects.arrangements.first).answer(.left))
        _ = model.update(.listingEnded(.left, listing: id, .complete))
        try model.press("G", "space")
        let (cursor, top) = (model.pane.cursor, model.pane.top)
        let next = try #require(try model.press("ctrl-r").listingIDs.first)
        _ = model.update(.listed(.left, listing: next, Sample.names(names.reversed())))
        let asked = model.update(.listingEnded(.left, listing: next, .complete))
        #expect(model.names().count == 9000)
        _ = model.update(try #require(asked.arrangements.first).answer(.left))
        #expect(model.pane.listing.id == next && model.markedNames() == ["f999"])
        #expect((model.pane.cursor, model.pane.top) == (cursor, top) && model.cursorName == "f999")
    }

    @Test func `a folder that cannot be listed is named with the problem, and not blamed on the next one`() throws {
        var model = try Sample.filled()
        try model.press("enter")
        let error = DataError(.forbidden, "The service does not allow this.")
        _ = model.update(.listingEnded(.left, listing: model.panes.left.listing.id, .failed(error)))
        #expect(model.notice?.kind == .error)
        try model.press("!")
        #expect(model.screen.contains("Item   reports/"))
        try model.press("escape", "backspace")
        #expect(model.notice == nil)
    }

    @Test func `that fails says why in the pane, and others go on`() throws {
        var model = try Sample.model()
        let error = DataError(.forbidden, "The folder cannot be read: permission denied.", hint: "Ask its owner.")
        _ = model.update(.listingEnded(.left, listing: model.panes.left.listing.id, .failed(error)))
        #expect(model.screen.contains("permission denied"))
        #expect(model.screen.contains("1 problem"))
        _ = model.update(.listed(.right, listing: model.panes.right.listing.id, Sample.names(["a"])))
        #expect(model.names(.right) == ["a"])
    }

    @Test func `asks for the ETags of the rows in view only, and again for others when it is scrolled`() throws {
        var model = try Sample.model(rows: 24)
        let id = model.panes.left.listing.id
        let names = (0..<200).map { "f" + String(String(1000 + $0).dropFirst()) }
        let first = model.update(.listed(.left, listing: id, Sample.names(names))).etagRows(.left)
        #expect(first == Array(0..<Row(model.panes.left.height)))
        let second = try model.press("G").etagRows(.left)
        #expect(second?.last == 199 && second?.count == model.panes.left.height)
        #expect(try model.press("k").etagRows(.left) == nil)
    }

    @Test func `of hostile names draws each on one line, with no control character`() throws {
        let names = [
            "a\nb", "\u{1b}[2J\u{1b}[H", "\u{202e}txt.exe", "tab\there", "\r\roverwritten", "e\u{301}", "nul\u{0}",
            "\u{9b}31m", String(repeating: "\u{300}", count: 90), String(repeating: "長", count: 300), "\u{200b}", " ",
            "\u{1b}]52;c;AAAA\u{7}",
        ]
        var model = try Sample.model()
        _ = model.update(.listed(.left, listing: model.panes.left.listing.id, Sample.names(names)))
        for _ in names {
            for keys in ["i", "d", "escape", "i", "r", "escape", "f5", "escape", "f3", "escape", "j"] {
                try model.press(keys)
                let lines = model.screen.split(separator: "\n", omittingEmptySubsequences: false)
                #expect(lines.count == model.size.rows)
                for line in lines {
                    #expect(ShownText(stringLiteral: String(line)).columns <= model.size.columns)
                    #expect(
                        line.unicodeScalars.allSatisfy {
                            $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) && $0 != "\u{202e}"
                        })
                }
            }
        }
    }
}

/// An order that was asked for.
struct AskedOrder {
    var listing: Listing
    var arrangement: Arrangement
    var id: Int
    var former: [Row]
    var covered: Int

    func answer(_ side: Side) -> Message {
        let rows = arrangement.rows(of: listing, former: covered > 0 ? (former, covered) : nil)
        return .arranged(side, listing: listing.id, arrangement: id, rows: rows, covered: listing.count)
    }
}

extension [Effect] {
    var arrangements: [AskedOrder] {
        compactMap {
            guard case .arrange(_, let listing, let arrangement, let id, let former, let covered) = $0 else {
                return nil
            }
            return AskedOrder(listing: listing, arrangement: arrangement, id: id, former: former, covered: covered)
        }
    }

    var listingIDs: [Int] {
        compactMap { if case .list(_, let id, _) = $0 { id } else { nil } }
    }

    func etagRows(_ wanted: Side) -> [Row]? {
        for case .etagsInView(let side, _, _, let rows, _) in self where side == wanted { return rows.map(\.row) }
        return nil
    }
}
