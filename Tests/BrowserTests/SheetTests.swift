import Browser
import PersistyData
import PersistyTransfer
import TerminalUI
import Testing

@Suite struct `Deleting` {
    private func asked() async throws -> Model {
        var model = try Sample.filled()
        try model.press("j", "j", "space", "space")
        guard case .planDeletion(let id, let place, let selected, _)? = try model.press("d").first else {
            throw DataError(.other, "no plan")
        }
        #expect(place == Place(store: 0) && selected.count == 2)
        let store = MemoryStore(name: "here")
        for selected in selected { try await store.write(DataKey(selected.name), "text".utf8) }
        let sources = try selected.map { TransferSource.key(try DataKey($0.name)) }
        let plan = try await DeletionPlanner.plan(store, sources, base: .root)
        _ = model.update(.deletionPlanned(id, .success(plan)))
        return model
    }

    @Test func `says count and bytes first, and acts on y alone`() async throws {
        var model = try await asked()
        #expect(model.screen.contains("2 items, 8 B"))
        for keys in ["d", "enter", "space", "Y", "f8", "delete", "x"] {
            #expect(try model.press(keys).isEmpty && model.sheet != nil, "\(keys)")
        }
        guard case .startDeletion(let plan)? = try model.press("y").first else { return #expect(Bool(false)) }
        #expect(plan.items.count == 2 && model.sheet == nil && model.pane.marks.isEmpty)
    }

    @Test func `is given up with Esc and keeps the marks`() async throws {
        var model = try await asked()
        guard case .cancelPlan? = try model.press("escape").first else { return #expect(Bool(false)) }
        #expect(model.pane.marks.count == 2)
    }

    @Test func `does not act on y while it still counts`() throws {
        var model = try Sample.filled()
        try model.press("d")
        #expect(try model.press("y").isEmpty && model.sheet != nil)
    }
}

@Suite struct `Prompts` {
    @Test func `rename, and the cursor goes to the new name`() throws {
        var model = try Sample.filled()
        try model.press("j", "j", "r", "ctrl-u")
        model.type("new.parquet")
        guard case .rename(let place, .item(let key), let name)? = try model.press("enter").first else {
            return #expect(Bool(false))
        }
        #expect(place == Place(store: 0) && key.text == "2026-10-ledger.parquet" && name == "new.parquet")
        let id = try #require(model.update(.changed([place])).listingIDs.first)
        _ = model.update(.listed(.left, listing: id, Sample.names(["audit.log", "new.parquet"])))
        _ = model.update(.listingEnded(.left, listing: id, .complete))
        #expect(model.cursorName == "new.parquet")
    }

    @Test(arguments: [
        ("r", "", "A name has at least one letter."), ("r", "a/b", "A name holds no “/”; use F6 to move it elsewhere."),
        ("a", "///", "A name has at least one letter."),
    ])
    func `complain about what cannot be a name, and go on when it is mended`(
        keys: String, text: String, complaint: String
    ) throws {
        var model = try Sample.filled()
        try model.press("j", "j", keys, "ctrl-u")
        model.type(text)
        #expect(try model.press("enter").isEmpty)
        #expect(model.screen.contains(complaint))
        try model.press("ctrl-u")
        model.type("fine")
        #expect(!model.screen.contains(complaint))
        #expect(try model.press("enter").count == 1 && model.sheet == nil)
    }

    @Test func `do nothing for the name that it has already`() throws {
        var model = try Sample.filled()
        try model.press("j", "j", "r")
        #expect(try model.press("enter").isEmpty && model.sheet == nil)
    }

    @Test func `make folders, and the cursor goes to the first`() throws {
        var model = try Sample.filled()
        try model.press("a")
        model.type("x/y/")
        guard case .createFolder(let place, "x/y")? = try model.press("enter").first else {
            return #expect(Bool(false))
        }
        let id = try #require(model.update(.changed([place])).listingIDs.first)
        _ = model.update(.listed(.left, listing: id, Sample.names(["a", "x/"])))
        _ = model.update(.listingEnded(.left, listing: id, .complete))
        #expect(model.cursorName == "x/")
    }

    @Test func `go to a place, and to nowhere for no text`() throws {
        var model = try Sample.filled()
        try model.press("g o")
        #expect(try model.press("enter").isEmpty)
        try model.press(":")
        model.type("vault:2026/")
        guard case .openText(.left, "vault:2026/", let base)? = try model.press("enter").first else {
            return #expect(Bool(false))
        }
        #expect(base == Place(store: 0))
    }

    @Test func `take a paste as text, and nothing else takes one`() throws {
        var model = try Sample.filled()
        let before = model.screen
        #expect(model.update(.input(.paste("d\ny\rq\u{3}"), over: nil, at: model.now)).isEmpty)
        #expect(model.sheet == nil && model.screen != before)
        try model.press("f")
        _ = model.update(.input(.paste("led\u{1b}[2J\n"), over: nil, at: model.now))
        #expect(model.lineInput != nil && !model.screen.contains("\u{1b}"))
        try model.press("escape", "a")
        _ = model.update(.input(.paste("one\ntwo"), over: nil, at: model.now))
        guard case .prompt(let prompt) = model.sheet else { return #expect(Bool(false)) }
        #expect(prompt.field.text.utf8.allSatisfy { $0 >= 0x20 })
    }

    @Test func `copy text of the row`() throws {
        var model = try Sample.filled()
        try model.press("j", "j")
        #expect(try model.press("c c").texts == ["2026-10-ledger.parquet"])
        #expect(try model.press("c s").texts == ["here:2026-10-ledger.parquet"])
        #expect(try model.press("c n").texts == ["2026-10-ledger.parquet"])
        #expect(try model.press("c e").texts == [Sample.etag("2026-10-ledger.parquet").value])
    }
}

@Suite struct `The inspector` {
    @Test func `follows the cursor, and drops answers about other rows`() throws {
        var model = try Sample.filled()
        let first = try model.press("j", "j", "i").inspected
        #expect(first.map(\.key.text) == ["2026-10-ledger.parquet"])
        let second = try model.press("j").inspected
        #expect(second.map(\.key.text) == ["2026-11-ledger.parquet"])
        let item = DataItem(key: try DataKey("2026-10-ledger.parquet"), size: 1)
        _ = model.update(
            .inspected(try #require(first.first).id, .success(Inspection(item: item, facts: [DataFact("Late", "yes")])))
        )
        #expect(model.inspector?.inspection == nil && !model.screen.contains("Late"))
        try model.press("i")
        #expect(model.inspector == nil)
    }

    @Test func `keeps its digests when the folder is listed again, unless the item is another`() throws {
        for isChanged in [false, true] {
            var model = try Sample.filled()
            try model.press("j", "j", "i")
            let id = try #require(model.inspector?.id)
            var item = DataItem(key: try DataKey("2026-10-ledger.parquet"), size: 10)
            _ = model.update(.inspected(id, .success(Inspection(item: item, facts: []))))
            let effects = try model.press("#")
            guard case .digest(id, 0, item, _)? = effects.last else { return #expect(Bool(false), "\(effects)") }
            _ = model.update(.digesting(id, .sha256, bytes: 5))
            #expect(model.screen.contains("50 %"))
            let next = try #require(model.update(.changed([Place(store: 0)])).listingIDs.first)
            _ = model.update(.listed(.left, listing: next, Sample.names(["2026-10-ledger.parquet"])))
            let again = model.update(.listingEnded(.left, listing: next, .complete)).inspected
            #expect(again.map(\.id) == [id])
            if isChanged { item.size = 11 }
            _ = model.update(.inspected(id, .success(Inspection(item: item, facts: []))))
            #expect(model.inspector?.digests.isEmpty == isChanged)
        }
    }
}

extension [Effect] {
    var inspected: [(id: Int, key: DataKey)] {
        compactMap { if case .inspect(let id, _, let key) = $0 { (id, key) } else { nil } }
    }
}
