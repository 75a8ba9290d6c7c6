import Browser
import PersistyData
import TerminalUI
import Testing

@Suite struct `The link sheet` {
    @Test func `signs what the row is, at once`() throws {
        var (model, order) = try Sample.linked()
        guard case .addresses(let links) = order else { return #expect(Bool(false)) }
        #expect(links == [Link(.get, try DataKey("a.csv"), life: .seconds(3600))])
        #expect(model.screen.contains("Signing…"))
        try model.answer(Sample.signed(links))
        #expect(model.screen.contains("https://files.example/s/lake/a.csv?t=") && model.screen.contains("1h, until"))
    }

    @Test func `signs anew when something else is asked for, and takes no older answer`() throws {
        var (model, order) = try Sample.linked()
        let first = model.request
        guard case .sign(let second, 0, .addresses(let links), soon: false)? = try model.press("down", "right").last
        else { return #expect(Bool(false)) }
        #expect(first != second && links.first?.life == .seconds(8 * 3600))
        _ = model.update(.signed(try #require(first), .success(Sample.signed(order))))
        #expect(model.screen.contains("Signing…"))
        try model.answer(Sample.signed(links))
        #expect(!model.screen.contains("Signing…"))
    }

    @Test func `takes a life that is typed, and says what is none`() throws {
        var (model, _) = try Sample.linked()
        try model.press("down")
        guard case .sign(_, _, .addresses(let links), _)? = model.type("2h30m").last else {
            return #expect(Bool(false))
        }
        #expect(links.first?.life == .seconds(9000))
        #expect(model.screen.contains("2h30m, until 2026-11-23 21:04:00 UTC"))
        guard case .cancelLinks? = model.type("x").last else { return #expect(Bool(false)) }
        #expect(model.screen.contains("is no length of time") && !model.screen.contains("until"))
    }

    @Test(arguments: [
        ("90s", 90), ("15m", 900), ("2h30m", 9000), ("3d", 259_200), ("7d", 604_800), ("1d 1s", 86_401),
    ])
    func `reads lives as people write them`(text: String, seconds: Int) throws {
        #expect(try LinkLife.duration(text) == .seconds(seconds))
        #expect(try LinkLife.duration(LinkLife.text(.seconds(seconds))) == .seconds(seconds))
    }

    @Test(arguments: ["", "0s", "8d", "5", "m", "1m1h", "1h1h", "-1h", "99999999999999999999h", "1е"])
    func `reads no other lives`(text: String) {
        #expect(throws: DataError.self) { try LinkLife.duration(text) }
    }

    @Test func `copies and closes`() throws {
        var (model, order) = try Sample.linked()
        // What is asked for too early is done as soon as it can be.
        #expect(try model.press("enter").isEmpty && model.sheet != nil)
        let effects = try model.answer(Sample.signed(order))
        guard case .copyText(let text, _)? = effects.first, case .cancelLinks? = effects.last else {
            return #expect(Bool(false))
        }
        #expect(text.hasPrefix("https://files.example/s/lake/a.csv?t=") && model.sheet == nil)
    }

    @Test func `copies as a command and as JSON`() throws {
        for (key, beginning) in [("u", "curl --fail --output a.csv"), ("j", "{\"method\":\"GET\"")] {
            var (model, order) = try Sample.linked()
            try model.answer(Sample.signed(order))
            guard case .copyText(let text, _)? = try model.press(key).first else { return #expect(Bool(false)) }
            #expect(text.hasPrefix(beginning))
        }
    }

    @Test func `saves in a file whose name it asks for`() throws {
        var (model, order) = try Sample.linked()
        try model.answer(Sample.signed(order))
        try model.press("s", "ctrl-u")
        model.type("mine.sh")
        guard case .saveLinks(let id, let text, path: "mine.sh")? = try model.press("enter").first else {
            return #expect(Bool(false))
        }
        #expect(text.hasPrefix("curl ") && text.hasSuffix("\n"))
        _ = model.update(.linksSaved(id, .failure(DataError(.exists, "There is something of this name already."))))
        #expect(model.screen.contains("Save the link as") && model.screen.contains("of this name already"))
        _ = model.update(.linksSaved(id, .success("/home/ada/mine.sh")))
        #expect(model.screen.contains("Saved as “/home/ada/mine.sh”") && model.screen.contains("Method"))
    }

    @Test func `makes links for all that is marked, one a line`() throws {
        var (model, order) = try Sample.linked(marking: 2)
        guard case .addresses(let links) = order else { return #expect(Bool(false)) }
        #expect(links.map(\.key.text) == ["a.csv", "b.csv"])
        try model.answer(Sample.signed(order))
        #expect(model.screen.contains("Links to 2 items") && model.screen.contains("and 1 more link"))
        #expect(!model.screen.contains("QR"))
        guard case .copyText(let text, _)? = try model.press("c").first else { return #expect(Bool(false)) }
        #expect(text.split(separator: "\n").count == 2)
    }

    @Test func `names what the service does not hold a form to`() throws {
        var (model, _) = try Sample.linked()
        guard case .sign(_, _, .form(let policy), _)? = try model.press("right", "right").last else {
            return #expect(Bool(false))
        }
        #expect(policy.condition == .always)
        let form = UploadForm(
            .post, url: "https://lake.example/", fields: [LinkField("policy", "secret")], expiresAt: Sample.now,
            policy: policy, unkept: ["the types"])
        try model.answer(.form(form))
        #expect(model.screen.contains("hold an upload to this: the types") && !model.screen.contains("secret"))
        guard case .copyText(let html, _)? = try model.press("enter").first else { return #expect(Bool(false)) }
        #expect(html.contains("<form") && html.contains("secret"))
    }

    @Test func `takes a limit only where it is kept`() throws {
        var (model, _) = try Sample.linked()
        try model.press("right")
        #expect(!model.screen.contains("At most"))
        try model.press("right", "down", "down", "down", "down")
        guard case .sign(_, _, .form(let policy), _)? = model.type("1.5M").last else { return #expect(Bool(false)) }
        #expect(policy.sizes == 0...1_572_864)
    }

    @Test func `uploads below a folder, by a name that is typed`() throws {
        var model = try Sample.filled()
        try model.goTo("reports/")
        guard case .cancelLinks? = try model.press("U").first else { return #expect(Bool(false)) }
        #expect(model.screen.contains("The item has no name yet") && !model.screen.contains("read"))
        guard case .sign(_, 0, .addresses(let links), _)? = model.type("may.csv").last else {
            return #expect(Bool(false))
        }
        #expect(links.first?.key.text == "reports/may.csv" && links.first?.condition == .absent)
    }

    @Test func `tells that the address ends with the credentials`() throws {
        var (model, order) = try Sample.linked()
        try model.answer(Sample.signed(order, endingAfter: 1920))
        #expect(model.screen.contains("Only 32m, until 2026-11-23 19:06:00 UTC, and not 1h"))
    }

    @Test func `says who reaches an address of this machine, and for how long`() throws {
        var (model, order) = try Sample.linked()
        let signed = Sample.signed(order, host: "http://127.0.0.1:8899")
        _ = model.update(.signed(try #require(model.request), .success(signed)))
        #expect(model.screen.contains("Only this machine reaches the address."))
        try model.press("down", "right")
        _ = model.update(.signed(try #require(model.request), .success(signed), isServedHere: true))
        #expect(model.screen.contains("This browser honours it until it is quit"))
    }

    @Test func `of a public store begins with the plain address, which has no end`() throws {
        var model = try Sample.model()
        Sample.list(files: [(name: "a", size: 1, age: 1)], .left, in: &model)
        model.stores[0].isPublic = true
        guard case .sign(_, 0, .open(let keys), soon: true)? = try model.press("j", "U").first else {
            return #expect(Bool(false), "the plain address was not asked for")
        }
        #expect(keys.map(\.text) == ["a"])
        try model.answer(.open(["https://files.example/p/here/a"]))
        #expect(model.screen.contains("(plain)") && model.screen.contains("everybody reads it there"))
        #expect(!model.screen.contains("Expires"))
        guard case .sign(_, 0, .addresses, _)? = try model.press("right").first else {
            return #expect(Bool(false), "no signed link was asked for")
        }
        #expect(model.screen.contains("Expires"))
        try model.press("left")
        try model.answer(.open(["https://files.example/p/here/a"]))
        guard case .copyText("https://files.example/p/here/a", _)? = try model.press("c").first else {
            return #expect(Bool(false), "the address was not copied")
        }
    }

    @Test func `signs no upload for a store that takes none`() throws {
        var model = try Sample.model(left: Place(store: 2))
        Sample.list(files: [(name: "a", size: 1, age: 1)], .left, in: &model)
        try model.press("j", "U")
        guard case .cancelLinks? = try model.press("right").last else { return #expect(Bool(false)) }
        #expect(model.screen.contains("set up read-only") && model.screen.contains("read can be made"))
        #expect(try model.press("escape", "I").contains { if case .sign = $0 { true } else { false } } == false)
        #expect(model.screen.contains("takes no items: it is read-only"))
    }

    @Test func `answers the mouse everywhere`() throws {
        var (model, _) = try Sample.linked()
        guard case .sign(_, _, .addresses(let links), _)? = try model.click(.sheetChoice(line: 1, 4)).last else {
            return #expect(Bool(false))
        }
        #expect(links.first?.life == .seconds(604_800))
        try model.answer(Sample.signed(links))
        guard case .copyText(let text, _)? = try model.click(.sheetChoice(line: 5, 1)).first else {
            return #expect(Bool(false))
        }
        #expect(text.hasPrefix("curl"))
    }

    @Test func `shows hostile names escaped, and an address without what the log must not have`() throws {
        let name = "evil\u{1b}[31m\u{202e}name"
        let model = try Sample.hostile(name)
        #expect(model.screen.contains("Link to “evil") && !model.screen.contains("\u{1b}"))
        #expect(!model.screen.contains("\u{202e}"))
        let signed = Sample.signed([Link(.get, try DataKey(name))])
        #expect(!"\(signed)".contains("t=") && !String(reflecting: signed).contains("t="))
    }
}
