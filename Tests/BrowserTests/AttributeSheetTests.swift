import Browser
import PersistyData
import PersistyTransfer
import TerminalUI
import Testing

@Suite struct `The attribute sheet` {
    /// A pane on a bucket, with the sheet open on its first items.
    private func open(_ items: [DescribedItem], columns: Int = 120) throws -> (model: Model, id: Int) {
        var model = try Sample.bucket(columns: columns)
        for _ in items { try model.press("space") }
        guard case .readAttributes(let id, 0, let keys)? = try model.press("A").first else {
            throw DataError(.other, "no sheet")
        }
        #expect(keys.count == items.count)
        _ = model.update(.attributesRead(id, .success(items)))
        return (model, id)
    }

    private func item(_ name: String, _ cache: String?, owner: String = "ada") throws -> DescribedItem {
        var attributes = DataAttributes(contentType: "text/csv")
        attributes.cacheControl = cache
        attributes.user = ["owner": owner]
        return DescribedItem(
            DataItem(key: try DataKey(name), size: 10, attributes: attributes), tags: [DataTag("team", "a=b")])
    }

    @Test func `shows what an item has, escaped, and changes nothing unasked`() throws {
        var (model, _) = try open([item("a.csv", "max-age=60", owner: "ada; \u{1B}[31m")])
        #expect(model.screen.contains("max-age=60") && model.screen.contains("team=a=b"))
        #expect(!model.screen.contains("\u{1B}"))
        #expect(try model.press("enter").isEmpty)
        #expect(model.screen.contains("Nothing is changed yet"))
        guard case .cancelAttributes? = try model.press("escape").first else { return #expect(Bool(false)) }
        #expect(model.sheet == nil)
    }

    @Test func `asks before it writes, and writes only what was typed`() throws {
        var (model, id) = try open([item("a.csv", "max-age=60"), item("b.csv", nil)])
        #expect(model.screen.contains("they differ"))
        try model.press("tab")
        model.type("no-store")
        #expect(try model.press("enter").isEmpty)
        #expect(model.screen.contains("what each has") && model.screen.contains("“no-store”"))
        guard case .changeAttributes(id, let place, let items, let edit)? = try model.press("enter").first else {
            return #expect(Bool(false))
        }
        #expect(place == Place(store: 0) && items.count == 2 && edit.values == [.cacheControl: "no-store"])
        let changed = try edit.applied(to: try #require(items.first?.item.attributes))
        #expect(changed.cacheControl == "no-store" && changed.contentType == "text/csv" && changed.user.count == 1)
        _ = model.update(.attributesChanged(id, place, done: 2, []))
        #expect(model.sheet == nil && model.screen.contains("Changed the attributes of 2 items"))
    }

    @Test func `refuses what cannot be kept, in the sheet`() throws {
        var (model, _) = try open([item("a.csv", nil)])
        try model.press("ctrl-u")
        model.type("nonsense")
        #expect(try model.press("enter").isEmpty)
        #expect(model.screen.contains("is not a media type"))
    }

    @Test func `is not for stores that keep no attributes`() throws {
        var model = try Sample.filled()
        try model.press("j", "j")
        #expect(try model.press("A").isEmpty && model.sheet == nil)
        #expect(model.screen.contains("keeps no attributes"))
    }

    @Test func `stays readable on a small screen`() throws {
        let (model, _) = try open([item("a.csv", "max-age=60")], columns: 80)
        #expect(model.screen.contains("Cache control") && model.screen.contains("Tags"))
    }
}

@Suite struct `Sums and what is kept` {
    @Test func `a sum grows, tells classes, and stops with Esc`() throws {
        var model = try Sample.bucket()
        guard case .measure(let id, _, let selection)? = try model.press("=").first else { return #expect(Bool(false)) }
        #expect(selection.count == 1)
        var total = MeasuredTotal()
        total.add(1024, storageClass: "STANDARD")
        total.add(2048, storageClass: "GLACIER")
        _ = model.update(.measured(id, total))
        #expect(model.screen.contains("2 items, 3.0 KiB so far") && model.screen.contains("GLACIER"))
        guard case .cancelMeasure? = try model.press("escape").first else { return #expect(Bool(false)) }
    }

    @Test func `versions are restored and deleted on y alone`() throws {
        var model = try Sample.bucket()
        guard case .listKept(let id, let subject)? = try model.press("g v").first else { return #expect(Bool(false)) }
        let key = try DataKey("a.csv")
        let newest = StoredVersion(id: "v2", isLatest: true, time: Sample.now, item: DataItem(key: key, size: 2))
        let former = StoredVersion(id: "v1", isLatest: false, time: Sample.now, item: DataItem(key: key, size: 1))
        _ = model.update(.kept(id, [.version(newest), .version(former)]))
        _ = model.update(.keptEnded(id, nil))
        #expect(model.screen.contains("2 versions"))
        #expect(try model.press("r").isEmpty && model.screen.contains("newest already"))
        #expect(try model.press("j", "r", "enter").isEmpty)
        guard case .restore(id, subject, key, former)? = try model.press("r", "y").first else {
            return #expect(Bool(false))
        }
        guard case .deleteVersion(id, subject, key, former)? = try model.press("d", "y").first else {
            return #expect(Bool(false))
        }
    }

    @Test func `a wide pane on a bucket shows storage classes, and no other does`() throws {
        var model = try Sample.bucket()
        #expect(!model.screen.contains("Class"))
        try model.press("|")
        #expect(model.screen.contains("Class") && model.screen.contains("GLACIER"))
        try model.press("tab")
        #expect(!model.screen.contains("Class"))
    }
}

extension Sample {
    /// A bucket on the left, a chunk store on the right.
    fileprivate static func bucket(columns: Int = 120) throws -> Model {
        let settings = Model.Settings(keymap: try Keymap<Action>.browser(), themes: ["terminal"], theme: "terminal")
        let bucket = StoreEntry(
            id: 0, name: "lake", kind: "s3", location: "s3://ledgers",
            capabilities: [
                .everyOperation, .attributes, .listsAttributes, .listsETags, .tags, .versions, .storageClasses,
                .uploads,
            ])
        var model = Model(
            stores: [bucket, stores[1]], left: Place(store: 0), right: Place(store: 1), settings: settings, now: now)
        _ = model.update(.resized(Size(columns: columns, rows: 24)))
        _ = model.start()
        var batch = ItemBatch()
        for name in ["a.csv", "b.csv"] {
            batch.append(name: name, kind: .item, size: 10, time: now, etag: etag(name), contentType: "text/csv")
            batch.setLast(storageClass: Array("GLACIER".utf8)[...])
        }
        let id = model.panes[.left].listing.id
        _ = model.update(.listed(.left, listing: id, batch))
        _ = model.update(.listingEnded(.left, listing: id, .complete))
        return model
    }
}
