import Browser
import PersistyData
import PersistyTransfer
import TerminalUI
import Testing

@Suite struct `The sheet of a copy` {
    @Test func `is shown with F5, and Enter starts what it shows`() async throws {
        var model = try Sample.filled()
        try model.press("j", "j")
        let effects = try model.press("f5")
        guard case .plan(let id, let order)? = effects.first else { return #expect(Bool(false), "\(effects)") }
        #expect(model.screen.contains("Counting: 0 items"))
        #expect(try model.press("enter").isEmpty)
        _ = model.update(.planning(id, items: 7, bytes: 2048))
        #expect(model.screen.contains("Counting: 7 items, 2.0 KiB so far…"))
        _ = model.update(.planned(id, .success(try await Sample.plan(order))))
        #expect(model.screen.contains("from here: to vault:") && model.screen.contains("1 item, 4 B"))
        guard case .start(let plan, let resolution)? = try model.press("enter").first else {
            return #expect(Bool(false))
        }
        #expect(plan.items.count == 1 && resolution == ConflictResolution(.skip) && model.sheet == nil)
    }

    @Test func `is answered by its own plan only, and Esc gives the plan up`() async throws {
        var model = try Sample.filled()
        try model.press("j", "j")
        guard case .plan(let former, let order)? = try model.press("f5").first else { return #expect(Bool(false)) }
        guard case .cancelPlan? = try model.press("escape").first else { return #expect(Bool(false)) }
        try model.press("j", "f5")
        _ = model.update(.planned(former, .success(try await Sample.plan(order))))
        #expect(model.screen.contains("Counting"))
        #expect(try model.press("enter").isEmpty)
    }

    @Test func `starts nothing where there is nothing to do, and says so`() async throws {
        var model = try Sample.filled()
        try model.press("j", "j")
        guard case .plan(let id, _)? = try model.press("f5").first else { return #expect(Bool(false)) }
        let store = MemoryStore(name: "here")
        try await store.createFolder(DataPrefix("empty/"))
        let request = TransferRequest(.copy, [], of: store, to: MemoryStore(name: "vault"))
        let plan = try await TransferPlanner.plan(request)
        _ = model.update(.planned(id, .success(plan)))
        #expect(model.screen.contains("There is nothing to copy."))
        #expect(try model.press("enter").isEmpty && model.sheet == nil)
        #expect(model.notice?.text == "There was nothing to copy.")
    }

    @Test func `says why a plan cannot be made, and Enter closes it`() throws {
        var model = try Sample.filled()
        try model.press("j", "j")
        guard case .plan(let id, _)? = try model.press("f5").first else { return #expect(Bool(false)) }
        _ = model.update(.planned(id, .failure(DataError(.notFound, "The item is gone.", key: "a\u{1b}b"))))
        #expect(model.screen.contains("The item is gone."))
        try model.press("enter")
        #expect(model.sheet == nil)
    }

    @Test func `skips what is there unless another policy is chosen`() async throws {
        for (key, policy) in [
            ("s", ConflictPolicy.skip), ("k", .keepBoth), ("o", .replace), ("n", .newer), ("d", .different),
        ] {
            var model = try await Sample.conflicting()
            #expect(model.screen.contains("3 items of that name are there already"))
            #expect(model.screen.contains("skip: leave what is there"))
            try model.press(key)
            #expect(try model.press("enter").resolution == ConflictResolution(policy))
            var clicked = try await Sample.conflicting()
            try clicked.click(.choice(Key(.character(try #require(key.unicodeScalars.first)))))
            #expect(try clicked.press("enter").resolution == ConflictResolution(policy))
        }
    }

    @Test func `takes an answer for each by itself, and back`() async throws {
        var model = try await Sample.conflicting()
        try model.press("e")
        #expect(model.screen.contains("is there already (1 of 3)"))
        try model.press("o", "k", "backspace", "n", "enter")
        #expect(model.screen.contains("2 by themselves"))
        let resolution = try #require(try model.press("enter").resolution)
        #expect((0..<3).map(resolution.policy(for:)) == [.replace, .newer, .skip])
    }

    @Test func `takes a capital for all that are left`() async throws {
        var model = try await Sample.conflicting()
        try model.press("e", "o", "K")
        let resolution = try #require(try model.press("enter").resolution)
        #expect((0..<3).map(resolution.policy(for:)) == [.replace, .keepBoth, .keepBoth])
    }

    @Test func `refuses to move out of a store that cannot delete, before any plan`() throws {
        var model = try Sample.filled()
        try model.press("3")
        Sample.list(files: Sample.files, .left, in: &model)
        for keys in ["f6", "x", "M", "d"] {
            #expect(try model.press(keys).isEmpty && model.sheet == nil, "\(keys)")
            #expect(model.notice?.text.text.contains("without deleting") == true, "\(keys)")
        }
        #expect(try model.press("f5").orders.first?.kind == .copy)
    }

    @Test func `refuses to copy into a store that is read-only or not available`() throws {
        var model = try Sample.filled()
        try model.press("tab", "3", "tab")
        #expect(try model.press("f5").isEmpty)
        #expect(model.notice?.text == "“backup” takes no items: it is read-only.")
        try model.press("tab", "4", "tab")
        #expect(try model.press("f5").isEmpty)
        #expect(model.notice?.text == "“nas” takes no items: it is not available.")
    }

    @Test func `pastes what was yanked where the pane is now, and forgets what was cut once it is moved`() async throws
    {
        var model = try Sample.filled()
        #expect(try model.press("p").isEmpty)
        try model.press("j", "j", "x", "tab")
        guard case .plan(let id, let order)? = try model.press("p").first else { return #expect(Bool(false)) }
        #expect(order.kind == .move && order.from == Place(store: 0) && order.to == .place(Place(store: 1)))
        _ = model.update(.planned(id, .success(try await Sample.plan(order))))
        try model.press("enter")
        #expect(model.register == nil)
        try model.press("y", "Y")
        #expect(model.register == nil)
    }

    @Test func `clears the marks of what it takes, not those of the other pane`() async throws {
        var model = try Sample.filled()
        try model.press("tab", "j", "space", "tab", "j", "j", "space")
        guard case .plan(let id, let order)? = try model.press("f5").first else { return #expect(Bool(false)) }
        _ = model.update(.planned(id, .success(try await Sample.plan(order))))
        try model.press("enter")
        #expect(model.markedNames(.left).isEmpty && model.markedNames(.right).count == 1)
    }

    @Test func `asks for a place as text with C and M`() throws {
        var model = try Sample.filled()
        try model.press("j", "j", "C")
        #expect(model.screen.contains("vault:"))
        try model.press("ctrl-u")
        model.type("~/elsewhere/")
        #expect(try model.press("enter").orders.first?.to == .text("~/elsewhere/"))
    }
}

@Suite struct `After a transfer` {
    @Test func `the sentence says by what it was verified, and the other pane's cursor is on what arrived`() throws {
        var model = try Sample.filled()
        var done = Sample.transfer(.copy)
        done.state = .finished
        (done.itemsTotal, done.itemsDone, done.bytesTotal, done.bytesDone) = (1, 1, 10, 10)
        done.verifications = [.compared(.md5): 1]
        let effects = model.update(.transfers(TransferSnapshot([done])))
        #expect(effects.lists == [Place(store: 1)])
        #expect(model.notice?.text == "Copied 1 item to vault · 10 B · verified by MD5")
        let id = try #require(effects.listingIDs.first)
        let names = ["2026-10-ledger.parquet", "2026-11-ledger.parquet", "audit.log"]
        _ = model.update(.listed(.right, listing: id, Sample.names(names)))
        _ = model.update(.listingEnded(.right, listing: id, .complete))
        #expect(model.panes.right.cursorRow.flatMap { model.panes.right.listing.name($0) } == "2026-11-ledger.parquet")
        #expect(model.update(.transfers(TransferSnapshot([done]))).isEmpty)
    }

    @Test func `the cursor stays under the person's hands`() throws {
        var model = try Sample.filled()
        try model.press("tab", "G")
        var done = Sample.transfer(.copy)
        done.state = .finished
        done.itemsDone = 1
        let id = try #require(model.update(.transfers(TransferSnapshot([done]))).listingIDs.first)
        _ = model.update(.listed(.right, listing: id, Sample.names(["2026-11-ledger.parquet", "audit.log"])))
        _ = model.update(.listingEnded(.right, listing: id, .complete))
        #expect(model.cursorName == "audit.log")
    }

    @Test func `the program that runs some asks before it quits, and can finish them first`() throws {
        var model = try Sample.filled()
        #expect(try model.press("q").quits)
        _ = model.update(.transfers(Sample.running))
        #expect(try !model.press("q").quits)
        #expect(model.screen.contains("1 transfer would be cut off"))
        #expect(try !model.press("escape").quits && model.sheet == nil)
        try model.press("q", "f")
        var done = Sample.transfer(.copy)
        #expect(!model.update(.transfers(Sample.running)).quits)
        done.state = .finished
        #expect(model.update(.transfers(TransferSnapshot([done]))).quits)

        var other = try Sample.filled()
        _ = other.update(.transfers(Sample.running))
        let effects = try other.press("q", "q")
        guard case .cancelTransfer(TransferID(1))? = effects.first else { return #expect(Bool(false), "\(effects)") }
        #expect(effects.quits)
    }

    @Test func `can be cancelled in the transfers view`() throws {
        var model = try Sample.filled()
        _ = model.update(.transfers(Sample.running))
        try model.press("w")
        #expect(model.screen.contains("1 running") && model.screen.contains("50 %"))
        guard case .cancelTransfer(TransferID(1))? = try model.press("x").first else { return #expect(Bool(false)) }
    }
}

extension Sample {
    /// The plan of an order, over stores in memory that hold what is selected.
    static func plan(_ order: TransferOrder, there: [String] = []) async throws -> TransferPlan {
        let source = MemoryStore(name: "here", now: { Sample.now })
        let destination = MemoryStore(name: "vault", now: { Sample.now })
        var sources: [TransferSource] = []
        for case .item(let key) in order.selection {
            try await source.write(key, "text".utf8)
            sources.append(.key(key))
        }
        for key in there { try await destination.write(DataKey(key), "other text".utf8) }
        var request = TransferRequest(order.kind == .copy ? .copy : .move, sources, of: source, to: destination)
        request.refusals = order.refusals
        return try await TransferPlanner.plan(request)
    }

    /// A model with the sheet of a copy of three items that are all there already.
    static func conflicting(columns: Int = 120, rows: Int = 36) async throws -> Model {
        var model = try filled(columns: columns, rows: rows)
        try model.press("j", "j", "space", "space", "space")
        let effects = try model.press("f5")
        guard case .plan(let id, let order)? = effects.first else { throw DataError(.other, "no plan") }
        _ = model.update(.planned(id, .success(try await plan(order, there: order.selection.map(\.name)))))
        return model
    }
}

extension [Effect] {
    var resolution: ConflictResolution? {
        for case .start(_, let resolution) in self { return resolution }
        return nil
    }
}
