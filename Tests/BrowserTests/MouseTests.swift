import Browser
import PersistyData
import TerminalUI
import Testing

@Suite struct `The mouse` {
    @Test func `puts the cursor where it clicks, in either pane`() throws {
        var model = try Sample.filled()
        try model.click(.line(.left, 4))
        #expect(model.cursorName == "audit.log")
        try model.click(.line(.right, 1))
        #expect(model.focus == .right && model.cursorName == "2026-10-ledger.parquet")
    }

    @Test func `opens with a double click within 400 ms, and not with two slow clicks`() throws {
        var model = try Sample.filled()
        try model.click(.line(.left, 1))
        #expect(try model.click(.line(.left, 1), after: .milliseconds(401)).lists.isEmpty)
        #expect(try model.click(.line(.left, 1), after: .milliseconds(399)).lists.map(\.prefix.text) == ["staging/"])
    }

    @Test func `takes two clicks on different rows, or on another listing's row, for no double click`() throws {
        var model = try Sample.filled()
        try model.click(.line(.left, 0))
        #expect(try model.click(.line(.left, 1)).lists.isEmpty)
        try model.press("h")
        var other = try Sample.filled()
        try other.click(.line(.left, 1))
        try other.press("1")
        Sample.list(files: [("x", 1, 1), ("y", 1, 1)], .left, in: &other)
        #expect(try other.click(.line(.left, 1)).isEmpty == false || other.sheet == nil)
        #expect(other.sheet == nil)
    }

    @Test func `marks with Ctrl, and a range with Shift`() throws {
        var model = try Sample.filled()
        try model.click(.line(.left, 2), .control)
        try model.click(.line(.left, 5), .control)
        #expect(model.markedNames() == ["2026-10-ledger.parquet", "budget.xlsx"])
        try model.click(.line(.left, 5), .control)
        #expect(model.markedNames() == ["2026-10-ledger.parquet"])
        try model.press("escape")
        try model.click(.line(.left, 3))
        try model.click(.line(.left, 6), .shift)
        #expect(model.markedNames() == ["2026-11-ledger.parquet", "audit.log", "budget.xlsx", "cover.png"])
    }

    @Test func `scrolls the pane under the pointer, whichever has the keys`() throws {
        var model = try Sample.long(100, rows: 24)
        try model.press("tab")
        let point = try #require(model.point(of: .line(.left, 5)))
        model.mouse(.scrolled(.down), point.column, point.row)
        #expect(model.focus == .right && model.panes.left.top == 3)
        model.mouse(.scrolled(.up), point.column, point.row)
        model.mouse(.scrolled(.up), point.column, point.row)
        #expect(model.panes.left.top == 0)
        model.mouse(.scrolled(.left), point.column, point.row)
        #expect(model.panes.left.top == 0)
    }

    @Test func `follows breadcrumbs and stores`() throws {
        var model = try Sample.model(left: Place(store: 0, prefix: try DataPrefix("a/b/c/")))
        #expect(try model.click(.crumb(.left, depth: 1)).lists.map(\.prefix.text) == ["a/"])
        Sample.list(files: [], folders: ["a", "b"], .left, in: &model)
        #expect(model.cursorName == "b/")
        #expect(try model.click(.store(1)).lists == [Place(store: 1)])
        #expect(try model.click(.crumb(.right, depth: 0)).isEmpty)
    }

    @Test func `finds every key hint, and clicking one is pressing it`() throws {
        for size in [(120, 36), (80, 24), (60, 16), (40, 12)] {
            let model = try Sample.filled(columns: size.0, rows: size.1)
            let frame = view(model)
            var found = 0
            for action in Action.allCases {
                guard let point = model.point(of: .hint(action)) else { continue }
                found += 1
                var clicked = model
                var pressed = model
                clicked.mouse(.pressed(.left), point.column, point.row)
                for key in try #require(model.settings.keymap.keys(for: action).first) {
                    _ = pressed.update(.input(.key(key), over: nil, at: pressed.now))
                }
                #expect(clicked.screen == pressed.screen, "\(action.rawValue)")
            }
            #expect(found >= 3 && frame.cells.size == model.size)
        }
    }

    @Test func `finds the hints of a sequence, and a click ends it`() throws {
        var model = try Sample.filled()
        try model.press("g")
        try model.click(.hint(.chooseStore))
        #expect(model.pending.isEmpty)
        guard case .stores = model.sheet else { return #expect(Bool(false), "\(String(describing: model.sheet))") }
    }

    @Test(arguments: ["?", "w", "f3", "/", "f", "g s", "r", "a", "+", "g o"])
    func `finds the keys that a sheet shows, and Esc among them closes it`(keys: String) throws {
        var model = try Sample.filled()
        try model.press("j", "j", keys)
        #expect(model.sheet != nil || model.lineInput != nil)
        try model.click(.choice(Key(.escape)))
        #expect(model.sheet == nil && model.lineInput == nil)
    }
}

@Suite struct `Dragging` {
    private let row = Target.line(.left, 2)

    @Test func `begins only after two cells`() throws {
        var model = try Sample.filled()
        let start = try #require(model.point(of: row))
        model.mouse(.pressed(.left), start.column, start.row)
        model.mouse(.dragged(.left), start.column + 1, start.row)
        #expect(model.drag?.isMoving == false && !model.screen.contains("Copy 1 row"))
        #expect(model.mouse(.released(.left), start.column + 1, start.row).isEmpty)
        model.mouse(.pressed(.left), start.column, start.row, after: .seconds(1))
        model.mouse(.dragged(.left), start.column + 1, start.row + 1)
        #expect(model.drag?.isMoving == true)
    }

    @Test func `copies to the other pane, and the ghost says so before`() throws {
        var model = try Sample.filled()
        _ = try model.drag(row, to: .pane(.right), releases: false)
        #expect(model.screen.contains("Copy 1 row · 412.8 MiB → vault:"))
        let end = try #require(model.drag?.position)
        let order = try #require(model.mouse(.released(.left), end.column, end.row).orders.first)
        #expect(
            order
                == TransferOrder(
                    kind: .copy, from: Place(store: 0), selection: [.item(try DataKey("2026-10-ledger.parquet"))],
                    to: .place(Place(store: 1))))
        #expect(model.drag == nil)
    }

    @Test func `takes all marked rows when it begins on one of them, else the one`() throws {
        var model = try Sample.filled()
        try model.press("j", "j", "space", "space")
        #expect(try model.drag(.line(.left, 3), to: .pane(.right)).orders.first?.selection.count == 2)
        try model.press("escape")
        #expect(try model.drag(.line(.left, 5), to: .pane(.right)).orders.first?.selection.count == 1)
    }

    @Test func `moves with Shift, unless the store cannot delete`() throws {
        var model = try Sample.filled()
        #expect(try model.drag(row, to: .pane(.right), .shift).orders.first?.kind == .move)
        try model.press("escape", "3")
        Sample.list(files: Sample.files, .left, in: &model)
        #expect(try model.drag(row, to: .pane(.right), .shift).isEmpty)
        #expect(model.notice?.text.text.contains("Nothing can be moved out of “backup”") == true)
    }

    @Test func `drops on a folder, a breadcrumb and a store`() throws {
        var model = try Sample.filled()
        let place = { (effects: [Effect]) in effects.orders.first?.to }
        let folder = Place(store: 0, prefix: try DataPrefix("staging/"))
        #expect(place(try model.drag(row, to: .line(.left, 1))) == .place(folder))
        try model.press("escape")
        #expect(place(try model.drag(row, to: .store(1))) == .place(Place(store: 1)))
        try model.press("escape")
        #expect(place(try model.drag(row, to: .crumb(.right, depth: 0))) == .place(Place(store: 1)))
        try model.press("escape")
        let archive = Place(store: 1, prefix: try DataPrefix("archive/"))
        #expect(place(try model.drag(row, to: .line(.right, 0))) == .place(archive))
    }

    @Test func `is refused where it cannot go, and the ghost says why`() throws {
        let cases: [(Target, Target, String)] = [
            (row, .line(.left, 8), "They are here already"), (row, .store(2), "“backup” is read-only."),
            (row, .store(3), "“nas” is not available."), (row, .hint(.help), "Release over a pane"),
            (.line(.left, 0), .line(.left, 0), "A folder cannot go into itself."),
        ]
        for (from, to, reason) in cases {
            var model = try Sample.filled()
            if from == to {
                let start = try #require(model.point(of: from))
                model.mouse(.pressed(.left), start.column, start.row)
                model.mouse(.dragged(.left), start.column + 6, start.row)
            } else {
                _ = try model.drag(from, to: to, releases: false)
            }
            #expect(model.screen.contains(reason), "\(reason)")
            let end = try #require(model.drag?.position)
            #expect(model.mouse(.released(.left), end.column, end.row).isEmpty)
            #expect(model.sheet == nil && model.notice?.text.text.contains(reason) == true)
        }
    }

    @Test func `is given up by the right button and by Esc`() throws {
        for way in ["button", "escape"] {
            var model = try Sample.filled()
            _ = try model.drag(row, to: .pane(.right), releases: false)
            let end = try #require(model.drag?.position)
            if way == "button" { model.mouse(.pressed(.right), end.column, end.row) } else { try model.press("escape") }
            #expect(model.drag == nil && model.notice?.text.text.contains("given up") == true)
            #expect(model.mouse(.released(.left), end.column, end.row).isEmpty && model.sheet == nil)
        }
    }

    @Test func `holds the row it began on, though rows come in above it or the folder is listed again`() throws {
        var model = try Sample.model()
        let id = model.panes.left.listing.id
        _ = model.update(.listed(.left, listing: id, Sample.names(["m", "n"])))
        _ = try model.drag(.line(.left, 0), to: .pane(.right), releases: false)
        _ = model.update(.listed(.left, listing: id, Sample.names(["a", "b"])))
        _ = model.update(.listingEnded(.left, listing: id, .complete))
        let again = try #require(model.update(.changed([Place(store: 0)])).listingIDs.first)
        _ = model.update(.listed(.left, listing: again, Sample.names(["z", "0", "m"])))
        _ = model.update(.listingEnded(.left, listing: again, .complete))
        let end = try #require(model.drag?.position)
        let order = try #require(model.mouse(.released(.left), end.column, end.row).orders.first)
        #expect(order.selection == [.item(try DataKey("m"))])
    }
}
