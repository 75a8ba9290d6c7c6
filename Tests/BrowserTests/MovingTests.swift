import Browser
import PersistyData
import TerminalUI
import Testing

@Suite struct `Moving` {
    @Test func `goes up and down, to the ends, and not beyond`() throws {
        var model = try Sample.filled()
        try model.press("k")
        #expect(model.cursorName == "reports/")
        try model.press("j", "down", "ctrl-n")
        #expect(model.cursorName == "2026-11-ledger.parquet")
        try model.press("G", "j")
        #expect(model.cursorName == "日本語のファイル.txt")
        try model.press("g g")
        #expect(model.cursorName == "reports/")
    }

    @Test func `jumps half a view at the edge, and pages take the cursor along`() throws {
        var model = try Sample.long(100, rows: 24)
        let height = model.pane.height
        for _ in 1..<height { try model.press("j") }
        #expect(model.pane.top == 0 && model.pane.cursor == height - 1)
        try model.press("j")
        #expect(model.pane.cursor == height && model.pane.visibleLines.contains(height))
        #expect(abs(model.pane.top - height / 2) <= 1)
        let (top, cursor) = (model.pane.top, model.pane.cursor)
        try model.press("pagedown")
        #expect(model.pane.top == top + height && model.pane.cursor == cursor + height)
        try model.press("pageup", "ctrl-d", "ctrl-u")
        #expect(model.pane.top == top && model.pane.cursor == cursor)
        for _ in 0..<50 { try model.press("pagedown") }
        #expect(model.pane.cursor == 99 && model.pane.top == 100 - height)
        for _ in 0..<50 { try model.press("pageup") }
        #expect(model.pane.cursor == 0 && model.pane.top == 0)
    }

    @Test(arguments: ["enter", "l", "right"])
    func `opens a folder, and comes back to it`(key: String) throws {
        var model = try Sample.filled()
        let effects = try model.press("j", key)
        #expect(effects.lists == [Place(store: 0, prefix: try DataPrefix("staging/"))])
        #expect(try model.press("backspace").lists == [Place(store: 0)])
        Sample.list(files: Sample.files, folders: ["reports", "staging"], .left, in: &model)
        #expect(model.cursorName == "staging/")
    }

    @Test func `comes back to where it was in a store, and from inside it goes to its root`() throws {
        var model = try Sample.filled()
        try model.press("j", "enter")
        Sample.list(files: [("a", 1, 1), ("b", 1, 1)], .left, in: &model)
        try model.press("G", "2")
        Sample.list(files: [], .left, in: &model)
        #expect(try model.press("1").lists == [Place(store: 0, prefix: try DataPrefix("staging/"))])
        Sample.list(files: [("a", 1, 1), ("b", 1, 1)], .left, in: &model)
        #expect(model.cursorName == "b")
        #expect(try model.press("1").lists == [Place(store: 0)])
    }

    @Test func `a store that was gone to by its path is listed for as long as a pane shows it`() throws {
        var model = try Sample.filled()
        let tmp = StoreEntry(
            id: 9, name: "tmp", kind: "directory", location: "/tmp", capabilities: .everyOperation, origin: .path)
        _ = model.update(.pathOpened(.left, tmp, .root, cursor: nil))
        Sample.list(files: [], .left, in: &model)
        #expect(model.listedStores.map(\.name) == ["here", "vault", "backup", "nas", "tmp"])
        #expect(model.screen.contains("5 tmp"))
        #expect(try model.press("1").lists == [Place(store: 0)])
        #expect(model.listedStores.map(\.name) == ["here", "vault", "backup", "nas"])
        #expect(try model.press("5").isEmpty)
        #expect(try model.press("H").lists == [Place(store: 9)])
        #expect(model.screen.contains("5 tmp"))
    }

    @Test func `leaves a folder that is not there any more for the one above it`() throws {
        var model = try Sample.filled()
        try model.press("j", "enter")
        Sample.list(files: [("a", 1, 1)], .left, in: &model)
        let gone = Listing.State.failed(DataError(.notFound, "There is no such folder."))
        let id = try #require(model.press("ctrl-r").listingIDs.first)
        #expect(model.update(.listingEnded(.left, listing: id, gone)).lists == [Place(store: 0)])
        #expect(model.screen.contains("“here:staging/” is not there; the pane shows the folder above it."))
        let root = model.panes.left.listing.id
        #expect(model.update(.listingEnded(.left, listing: root, gone)).lists.isEmpty)
    }

    @Test func `the list of stores shows its cursor however many there are`() throws {
        var model = try Sample.filled(columns: 80, rows: 24)
        for id in 4..<300 {
            let entry = StoreEntry(
                id: id, name: "store\(id)", kind: "directory", location: "/s\(id)", capabilities: .everyOperation)
            _ = model.update(.storeChanged(entry))
        }
        try model.press("g s")
        for _ in 0..<250 { try model.press("j") }
        #expect(model.screen.contains("251 store250"))
        #expect(try model.press("enter").lists == [Place(store: 250)])
    }

    @Test func `goes back and forward through its places with the cursor on each name`() throws {
        var model = try Sample.filled()
        try model.press("j", "enter")
        Sample.list(files: [("a", 1, 1), ("b", 1, 1)], .left, in: &model)
        try model.press("G")
        #expect(model.cursorName == "b")
        #expect(try model.press("H").lists == [Place(store: 0)])
        Sample.list(files: Sample.files, folders: ["reports", "staging"], .left, in: &model)
        #expect(model.cursorName == "staging/")
        #expect(try model.press("L").lists == [Place(store: 0, prefix: try DataPrefix("staging/"))])
        Sample.list(files: [("a", 1, 1), ("b", 1, 1)], .left, in: &model)
        #expect(model.cursorName == "b")
        #expect(try model.press("L").isEmpty)
        #expect(model.notice?.text.text.contains("nowhere") == true)
    }

    @Test func `goes above the root of a folder's store, and says that a database has nothing there`() throws {
        var model = try Sample.filled()
        let above = try model.press("backspace")
        guard case .openAbove(.left, 0)? = above.first else { return #expect(Bool(false), "\(above)") }
        try model.press("tab")
        #expect(try model.press("backspace").isEmpty)
        #expect(model.notice?.text == "This is the root of “vault”.")
    }

    @Test func `reads .. as the folder above, and acts on nothing there`() throws {
        var model = try Sample.filled()
        try model.press("j", "enter")
        Sample.list(files: [("a", 1, 1)], .left, in: &model)
        #expect(model.pane.isOnParentLine)
        for keys in ["f3", "f5", "d", "r", "c c", "i"] {
            #expect(try model.press(keys).isEmpty, "\(keys)")
            #expect(model.notice?.text.text.hasPrefix("“..” is the folder above") == true, "\(keys)")
        }
        #expect(try model.press("enter").lists == [Place(store: 0)])
    }

    @Test func `says nothing about a key that is bound to nothing, and takes no harm`() throws {
        var model = try Sample.filled()
        let before = model.screen
        #expect(try model.press("`", "f12", "ctrl-alt-q").isEmpty)
        #expect(model.screen == before)
    }

    @Test func `goes to the stores by digit, and says which digit has none`() throws {
        var model = try Sample.filled()
        #expect(try model.press("3").lists == [Place(store: 2)])
        #expect(try model.press("9").isEmpty)
        #expect(model.notice?.text == "There is no store 9.")
    }
}

extension [Effect] {
    /// The places that are to be listed.
    var lists: [Place] {
        compactMap { if case .list(_, _, let place) = $0 { place } else { nil } }
    }

    var orders: [TransferOrder] {
        compactMap { if case .plan(_, let order) = $0 { order } else { nil } }
    }

    var texts: [String] {
        compactMap { if case .copyText(let text, _) = $0 { text } else { nil } }
    }

    var quits: Bool { contains { if case .quit = $0 { true } else { false } } }
}
