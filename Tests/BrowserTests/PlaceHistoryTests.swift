import Browser
import PersistyData
import TerminalUI
import Testing

@Suite struct `The places that were gone to` {
    @Test func `are each kept once, the newest first, and at most two hundred`() {
        var history = PlaceHistory()
        for place in ["a:", "b:", "a:"] { history.visit(place) }
        for number in 0..<300 { history.type("/\(number)") }
        #expect(history.visited == ["a:", "b:"])
        #expect(history.typed.count == 200 && history.typed.first == "/299" && history.typed.last == "/100")
        // Two spellings of one letter are two places.
        history.visit("e\u{301}:")
        history.visit("\u{e9}:")
        #expect(history.visited.count == 4)
    }

    @Test func `are offered as typed, and then where else one has been`() {
        let history = PlaceHistory(typed: ["/tmp", "vault:x/"], visited: ["vault:x/", "here:"])
        #expect(history.offered == ["/tmp", "vault:x/", "here:"])
    }

    @Test func `come back from their file, however hostile they are`() throws {
        var history = PlaceHistory(typed: ["~/x y", " both ends ", "back\\slash", "\\u{41}"])
        for place in ["a\u{1b}[2J\ntyped /evil", "\u{202e}gpj", "日本語/", "e\u{301}", "\u{301}first", "\u{0}"] {
            history.visit(place)
        }
        let text = history.fileText
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x202e) })
        let (read, oddLines) = try #require(PlaceHistory.read(Array(text.utf8)))
        #expect(oddLines == 0)
        #expect(read.typed.map { Array($0.utf8) } == history.typed.map { Array($0.utf8) })
        #expect(read.visited.map { Array($0.utf8) } == history.visited.map { Array($0.utf8) })
    }

    @Test(arguments: ["", "persisty history 2\ntyped /x\n", "something else", "\u{feff}persisty history 1\n"])
    func `are not read from a file that is another's`(text: String) {
        #expect(PlaceHistory.read(Array(text.utf8)) == nil)
        #expect(PlaceHistory.read([0xff] + Array(text.utf8)) == nil)
    }

    @Test func `are read beside lines that are none`() throws {
        let text = "persisty history 1\ntyped /x\ngone /y\ntyped\nvisited bad\\escape\nvisited \u{7}\nvisited v:\n"
        let (history, oddLines) = try #require(PlaceHistory.read(Array(text.utf8)))
        #expect(history == PlaceHistory(typed: ["/x"], visited: ["v:"]))
        #expect(oddLines == 4)
    }
}

@Suite struct `Going to a place` {
    private func press(_ notation: String, in model: inout Model) throws -> [Effect] {
        try Key.sequence(notation).flatMap { model.update(.input(.key($0), over: nil, at: model.now)) }
    }

    private func prompt(_ model: Model) -> String? {
        if case .prompt(let prompt) = model.sheet { prompt.field.text } else { nil }
    }

    @Test func `offers former places by ↑ and ↓, and gives back what was being typed`() throws {
        var model = try Sample.filled()
        model.placeHistory = PlaceHistory(typed: ["/tmp", "~/x"], visited: ["vault:a/"])
        _ = try press(": d", in: &model)
        var seen: [String?] = []
        for key in ["up", "up", "ctrl-p", "up", "down", "ctrl-n", "down", "down"] {
            _ = try press(key, in: &model)
            seen.append(prompt(model))
        }
        #expect(seen == ["/tmp", "~/x", "vault:a/", "vault:a/", "~/x", "/tmp", "d", "d"])
    }

    @Test func `keeps what was typed at once`() throws {
        var model = try Sample.filled()
        let effects = try press(": / t enter", in: &model)
        #expect(model.placeHistory.typed == ["/t"])
        let kept = effects.contains {
            if case .keepHistory(let places) = $0 { places == model.placeHistory } else { false }
        }
        #expect(kept)
    }

    @Test func `counts as a visit once it is listed, and not when it cannot be`() throws {
        var model = try Sample.model()
        let (left, right) = (model.panes.left.listing.id, model.panes.right.listing.id)
        _ = model.update(.listingEnded(.left, listing: left, .failed(DataError(.notFound, "No folder."))))
        #expect(model.placeHistory.visited.isEmpty)
        _ = model.update(.listingEnded(.right, listing: right, .complete))
        #expect(model.placeHistory.visited == ["vault:"])
        let folder = StoreEntry(
            id: 9, name: "x", kind: "directory", location: "/srv/x", capabilities: .everyOperation,
            origin: .workingFolder)
        _ = model.update(.pathOpened(.left, folder, try DataPrefix("a/"), cursor: nil))
        _ = model.update(.listingEnded(.left, listing: model.panes.left.listing.id, .complete))
        #expect(model.placeHistory.visited == ["/srv/x/a/", "vault:"])
    }
}
