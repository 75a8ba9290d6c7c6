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

    @Test func `goes to the field that cannot be so`() throws {
        var (model, _) = try open([item("a.csv", nil)])
        try model.press("tab")
        model.type("no-store")
        try model.press("up", "up")
        model.type("; nonsense")
        try model.press("up", "enter")
        guard case .attributes(let sheet)? = model.sheet else { return #expect(Bool(false)) }
        #expect(sheet.entries[sheet.cursor].field == .tags && sheet.complaint != nil)
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
