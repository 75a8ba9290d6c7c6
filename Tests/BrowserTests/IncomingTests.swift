import Browser
import PersistyData
import TerminalUI
import Testing

@Suite struct `An incoming item` {
    private func open() throws -> (model: Model, watch: Int) {
        var model = try Sample.filled()
        guard case .sign(_, 0, .addresses(let links), _)? = try model.press("I").last else {
            throw DataError(.other, "no sheet")
        }
        #expect(links.first?.key.text == "incoming-20261123-183400" && links.first?.condition == .absent)
        guard case .watch(let id, 0, let key, replacing: false)? = try model.answer(Sample.signed(links)).first else {
            throw DataError(.other, "nobody waits")
        }
        #expect(key.text == "incoming-20261123-183400")
        return (model, id)
    }

    @Test func `is waited for, and the cursor goes to it`() throws {
        var (model, id) = try open()
        #expect(model.screen.contains("Waiting for the item to arrive"))
        let item = DataItem(
            key: try DataKey("incoming-20261123-183400"), size: 12, etag: Sample.etag("it"))
        guard case .list(.left, let listing, _)? = model.update(.watched(id, .arrived(item))).first else {
            return #expect(Bool(false))
        }
        #expect(model.screen.contains("Arrived: 12 B, ETag"))
        var batch = ItemBatch()
        batch.append(name: item.key.text, kind: .item, size: 12, time: Sample.now)
        _ = model.update(.listed(.left, listing: listing, batch))
        _ = model.update(.listingEnded(.left, listing: listing, .complete))
        #expect(model.cursorName == item.key.text)
        try model.press("escape")
        #expect(model.sheet == nil)
    }

    @Test func `is not waited for any more after Esc, one level at a time`() throws {
        var (model, id) = try open()
        guard case .cancelWatch? = try model.press("escape").first else { return #expect(Bool(false)) }
        #expect(model.screen.contains("Not waiting any more"))
        _ = model.update(.watched(id, .occupied))
        #expect(!model.screen.contains("of this name already"))
        try model.press("escape")
        #expect(model.sheet == nil)
    }

    @Test func `is copied and still waited for`() throws {
        var (model, _) = try open()
        guard case .copyText? = try model.press("enter").first else { return #expect(Bool(false)) }
        _ = model.update(.said(Notice(.info, "Copied the link to the terminal's clipboard.")))
        #expect(model.screen.contains("Waiting for the item") && model.screen.contains("Copied the link"))
    }

    @Test func `is another one after another name is typed`() throws {
        var (model, _) = try open()
        let effects = model.type("x")
        guard case .cancelWatch? = effects.first, case .sign(_, _, .addresses(let links), _)? = effects.last else {
            return #expect(Bool(false))
        }
        #expect(links.first?.key.text == "incoming-20261123-183400x")
    }
}
