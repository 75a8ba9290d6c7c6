import Browser
import PersistyData
import PersistyTestSupport
import PersistyTransfer
import TerminalUI
import Testing

@Suite struct `Rows that are no items` {
    @Test func `do not keep the others of a selection from being copied, and the plan says what stays`() async throws {
        var model = try Sample.special()
        try model.press("ctrl-a")
        let order = try #require(try model.press("f5").orders.first)
        #expect(order.selection.map(\.name) == ["reports", "a.txt", "b.txt"])
        #expect(order.refusals.count == 4)
        #expect(
            order.refusals.first.map(\.name)
                == [Array("bad".utf8) + [0xff], Array("device".utf8), Array("link".utf8), Array("pipe".utf8)])
        guard case .plan(let sheet)? = model.sheet else { return #expect(Bool(false)) }
        _ = model.update(.planned(sheet.id, .success(try await Sample.plan(order))))
        #expect(model.screen.contains("4 rows cannot be taken along and stay as they are:"))
        #expect(model.screen.contains("“bad\\xff” This name is not valid UTF-8"))
        #expect(model.screen.contains("“device” This is a device and has no content to copy."))
        #expect(model.screen.contains("“link” This is a link; links are not copied."))
        #expect(model.screen.contains("and 1 more"))
    }

    @Test func `are refused at once where nothing else is selected`() throws {
        for (name, sentence) in [
            ("link", "“link” is a link; links are not followed or copied, but can be renamed and deleted."),
            ("pipe", "“pipe” is a pipe and has no content; it can be renamed and deleted."),
            ("device", "“device” is a device and has no content; it can be renamed and deleted."),
            ("bad\u{fffd}", "“bad\\xff” is not a UTF-8 name and cannot be a key; rename it outside persisty first."),
        ] {
            var model = try Sample.special()
            try model.goTo(name)
            #expect(try model.press("f5").isEmpty && model.sheet == nil, "\(name)")
            #expect(model.notice?.text.text == sentence)
            #expect(try model.press("f3").isEmpty && model.notice?.text.text == sentence)
            let line = model.pane.cursor
            _ = try model.drag(.line(.left, line), to: .pane(.right))
            #expect(model.notice?.text.text == sentence && model.sheet == nil)
        }
    }

    @Test func `marked beside others stay when those are dragged`() throws {
        var model = try Sample.special()
        try model.press("ctrl-a")
        let order = try #require(try model.drag(.line(.left, 4), to: .pane(.right)).orders.first)
        #expect(order.selection.map(\.name) == ["reports", "a.txt", "b.txt"] && order.refusals.count == 4)
    }

    @Test func `are moved by name within their store, and to no other`() throws {
        var model = try Sample.special()
        try model.goTo("link")
        #expect(try model.press("f6").isEmpty)
        try model.press("x", "tab", "1")
        let order = try #require(try model.press("p").orders.first)
        #expect(order.kind == .move && order.selection == [.special(try DataKey("link"), .link)])
    }

    @Test func `are deleted with the others but for names that no key can have`() async throws {
        var model = try Sample.special()
        try model.press("ctrl-a")
        guard case .planDeletion(_, _, let selected, let refused)? = try model.press("d").first else {
            return #expect(Bool(false))
        }
        #expect(selected.map(\.name) == ["reports", "a.txt", "b.txt", "device", "link", "pipe"])
        #expect(refused.first.map(\.name) == [Array("bad".utf8) + [0xff]])
    }

    @Test(arguments: [("link", ItemBatch.Kind.link), ("pipe", .pipe)])
    func `are renamed themselves`(name: String, kind: ItemBatch.Kind) throws {
        var model = try Sample.special()
        try model.goTo(name)
        try model.press("r")
        #expect(model.screen.contains("Rename the \(name), not what it leads to") == (kind == .link))
        try model.press("ctrl-u")
        model.type("new")
        guard case .rename(_, let selected, "new")? = try model.press("enter").first else {
            return #expect(Bool(false))
        }
        #expect(selected == .special(try DataKey(name), kind))
    }

    @Test func `are inspected with what they are and where a link leads, escaped`() throws {
        var model = try Sample.special()
        try model.goTo("link")
        guard case .inspect(let id, _, let key)? = try model.press("i").last else { return #expect(Bool(false)) }
        let file = SpecialFile(key: key, kind: .link, target: Array("../\u{1b}[31m".utf8) + [0xfe])
        let facts = [DataFact("Kind", "link"), DataFact("Mode", "lrwxrwxrwx (777)")]
        _ = model.update(.inspected(id, .success(Inspection(item: nil, special: file, facts: facts))))
        #expect(model.screen.contains("Kind       link → ../\\u{1b}[31m\\xfe"))
        #expect(model.screen.contains("lrwxrwxrwx"))
        try model.press("j")
        #expect(model.screen.contains("Kind       pipe"))
    }

    @Test func `say what they are in the place of their size, so that no name can pose as one`() throws {
        let model = try Sample.special()
        for line in ["device", "link", "pipe"] {
            let row = model.screen.split(separator: "\n").first { $0.contains("  \(line)  ") }
            #expect(row?.split(separator: " ").prefix(2).allSatisfy { $0 == line } == true, "\(row ?? "")")
        }
    }

    @Test func `that stayed as the plan said are no failures of the result`() throws {
        var model = try Sample.filled()
        for (failures, sentence, kind) in [
            (2, "Copied 3 items to vault · 2 rows stayed as they were — press ! or w", Notice.Kind.warning),
            (3, "Copied 3 items to vault · 2 rows stayed as they were · 1 item failed — press ! or w", .error),
        ] {
            var status = Sample.transfer(.copy, id: failures)
            (status.state, status.itemsTotal, status.itemsDone) = (.failed, 6, 3)
            (status.failureCount, status.refusedCount) = (failures, 2)
            status.failures = [
                TransferFailure(name: [0x61, 0xff], error: DataError(.invalidKey, "This cannot be a key."))
            ]
            _ = model.update(.transfers(TransferSnapshot([status])))
            #expect(model.notice == Notice(kind, ShownText(stringLiteral: sentence)))
            try model.press("!")
            #expect(model.screen.contains("Item   a\\xff"))
            try model.press("escape", "w")
            #expect(model.screen.contains("“a\\xff” This cannot be a key."))
            try model.press("escape")
        }
    }

    @Test func `that were deleted are counted as what they were`() throws {
        var model = try Sample.filled()
        var status = Sample.transfer(.delete)
        (status.state, status.itemsTotal, status.itemsDone) = (.finished, 4, 4)
        status.specialFilesDone = [.link: 2, .pipe: 1]
        _ = model.update(.transfers(TransferSnapshot([status])))
        #expect(model.notice?.text == "Deleted 1 item, 2 links, 1 pipe in here")
    }
}

@Suite struct `A selection` {
    @Test func `is taken in the order in which the pane shows it, not in that of arrival`() async throws {
        var model = try Sample.model()
        var batch = ItemBatch()
        for (index, name) in ["c", "a", "z/", "b"].enumerated() {
            batch.append(name: name, kind: name == "z/" ? .folder : .item, size: Int64(index), time: Sample.now)
        }
        let id = model.panes.left.listing.id
        _ = model.update(.listed(.left, listing: id, batch))
        _ = model.update(.listingEnded(.left, listing: id, .complete))
        try model.press("ctrl-a")
        #expect(try model.press("f5").orders.first?.selection.map(\.name) == ["z", "a", "b", "c"])
        try model.press("escape", "s n")
        #expect(try model.press("f5").orders.first?.selection.map(\.name) == ["z", "c", "b", "a"])
        try model.press("escape", "s n", "f")
        model.type("b")
        try model.press("enter")
        #expect(try model.press("f5").orders.first?.selection.map(\.name) == ["b", "c", "a", "z"])
    }
}

extension Sample {
    /// A left pane with rows of every kind, one of them with a name that is not UTF-8.
    static func special(columns: Int = 120, rows: Int = 36) throws -> Model {
        var model = try model(columns: columns, rows: rows)
        var batch = ItemBatch()
        batch.append(name: "b.txt", kind: .item, size: 2, time: now)
        batch.append(name: "link", kind: .link, time: now)
        batch.append(name: "pipe", kind: .pipe, time: now)
        batch.append(name: "reports/", kind: .folder, time: now)
        (Array("bad".utf8) + [0xff]).withUnsafeBufferPointer { batch.append(name: $0, kind: .item) }
        batch.setLast(size: 3, time: now.nanoseconds)
        batch.append(name: "device", kind: .device, time: now)
        batch.append(name: "a.txt", kind: .item, size: 1, time: now)
        let id = model.panes.left.listing.id
        _ = model.update(.listed(.left, listing: id, batch))
        _ = model.update(.listingEnded(.left, listing: id, .complete))
        list(files: [], .right, in: &model)
        return model
    }
}

extension Model {
    /// Puts the cursor on a name.
    mutating func goTo(_ name: String) throws {
        try press("g g")
        while names()[pane.cursor] != name { try press("j") }
    }
}

extension Sample {
    /// The sheet of a copy, or of a deletion, of rows of every kind.
    static func planned(_ key: String, _ size: Size) async throws -> Model {
        var model = try special(columns: size.columns, rows: size.rows)
        try model.press("ctrl-a")
        switch try model.press(key).first {
        case .plan(let id, let order): _ = model.update(.planned(id, .success(try await plan(order))))
        case .planDeletion(let id, _, let selected, let refused):
            let store = LinkedStore(name: "here")
            var sources: [TransferSource] = []
            for selected in selected {
                switch selected {
                case .item(let key):
                    try await store.memory.write(key, "text".utf8)
                    sources.append(.key(key))
                case .special(let key, let kind):
                    try store.put(key.text, kind)
                    sources.append(.key(key))
                case .folder: break
                }
            }
            let plan = try await DeletionPlanner.plan(store, sources, refusing: refused)
            _ = model.update(.deletionPlanned(id, .success(plan)))
        default: break
        }
        return model
    }
}
