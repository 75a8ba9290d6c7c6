import PersistyData
import Testing

/// What every store promises of what is kept beside an item's bytes.
enum AttributeCases {
    /// Attributes of every kind, as far as all of `fixtures` keep their names.
    static func full(for fixtures: StoreFixture...) -> DataAttributes {
        var attributes = DataAttributes(contentType: "application/x-special")
        attributes.contentDisposition = "attachment; filename=\"report.pdf\""
        attributes.contentEncoding = "gzip"
        attributes.contentLanguage = "de-CH, fr"
        attributes.cacheControl = "max-age=3600, private"
        attributes.modifiedAtSource = Timestamp(seconds: 1_000_000_000)
        attributes.user = ["author": "someone", "a-b.c": "", "empty": "  inner  spaces"]
        if fixtures.allSatisfy(\.kind.keepsUnderscores) { attributes.user["a-b_c.d"] = "" }
        return attributes
    }

    static func contentType(_ fixture: StoreFixture) async throws {
        guard fixture.kind.keepsContentType else {
            try await fixture.put("page.html", "text")
            #expect(try await fixture.item("page.html")?.contentType == "text/html")
            return
        }
        var options = WriteOptions()
        for type in ["application/x-one", "text/plain; charset=iso-8859-1", "image/svg+xml"] {
            options.attributes.contentType = type
            let item = try await fixture.put("item.txt", "text", options)
            #expect(item.contentType == type)
            #expect(try await fixture.item("item.txt")?.contentType == type)
        }
    }

    static func detection(_ fixture: StoreFixture) async throws {
        let jpeg: [UInt8] = [0xff, 0xd8, 0xff, 0xe0] + seededBytes(2000)
        try await fixture.put("by-name.json", "{}")
        try await fixture.put("text", "words and umlauts äöü")
        try await fixture.put("jpeg", jpeg)
        _ = try await fixture.store.write(DataKey("jpeg-in-two"), .pieces(jpeg, length: 2), WriteOptions())
        try await fixture.put("unknown", [0, 1, 2, 3])
        let types = [
            "by-name.json": "application/json", "text": "text/plain; charset=utf-8", "jpeg": "image/jpeg",
            "jpeg-in-two": "image/jpeg", "unknown": "application/octet-stream",
        ]
        for (key, type) in types { #expect(try await fixture.item(key)?.contentType == type, "\(key)") }
    }

    static func badContentType(_ fixture: StoreFixture) async throws {
        for type in ["", "text", "text/", "/plain", "text/pl ain", "text/plain\r\nX-Evil: 1", "téxt/plain"] {
            var options = WriteOptions()
            options.attributes.contentType = type
            try await WritingCases.seeRefused(fixture, .badContentType, type.debugDescription, options) {
                DataReader("x".utf8)
            }
        }
    }

    static func allowedContentTypes(_ fixture: StoreFixture) async throws {
        try await fixture.kind.withStore(.init(contentTypes: ["image/*", "text/plain"])) { fixture in
            #expect(fixture.store.limits.contentTypes == ["image/*", "text/plain"])
            try await fixture.put("picture.png", "x")
            try await fixture.put("present", "former")
            for key in ["program.wasm", "page.html"] {
                try await fixture.expectUnchanged("\(key) is refused") {
                    await expectFailure(.badContentType, key) { try await fixture.put(key, "x") }
                }
            }
        }
    }

    static func roundTrip(_ fixture: StoreFixture) async throws {
        var options = WriteOptions()
        let full = full(for: fixture)
        options.attributes = full
        guard fixture.can(.attributes) else {
            var kept = WriteOptions()
            kept.attributes.user = ["author": "someone"]
            try await seeUnsupported(fixture, kept, "the user's pairs")
            kept.attributes = DataAttributes()
            kept.attributes.cacheControl = "no-store"
            try await seeUnsupported(fixture, kept, "a cache control")
            return
        }
        for size in [10, 3 * fixture.kind.pieceSize] {
            let item = try await fixture.put("item", seededBytes(size), options)
            let found = try #require(try await fixture.item("item"))
            for attributes in [item.attributes, found.attributes] {
                #expect(attributes?.user == full.user)
                #expect(attributes?.contentDisposition == full.contentDisposition)
                #expect(attributes?.contentEncoding == full.contentEncoding)
                #expect(attributes?.contentLanguage == full.contentLanguage)
                #expect(attributes?.cacheControl == full.cacheControl)
                #expect(attributes?.modifiedAtSource == full.modifiedAtSource)
                if fixture.kind.keepsContentType { #expect(attributes?.contentType == full.contentType) }
            }
        }
    }

    static func refusals(_ fixture: StoreFixture) async throws {
        let refused: [(DataError.Code, [String: String], String)] = [
            (.invalidKey, ["": "x"], "an empty name"), (.invalidKey, ["Author": "x"], "capitals"),
            (.invalidKey, ["a b": "x"], "a space"), (.invalidKey, ["ä": "x"], "a name that is not ASCII"),
            (.invalidKey, ["a:b": "x"], "a colon"), (.invalidKey, ["a": "x\r\nb: y"], "a value of two lines"),
            (.tooLarge, ["a": String(repeating: "x", count: 2048)], "2,049 bytes"),
        ]
        for (code, user, comment) in refused {
            var options = WriteOptions()
            options.attributes.user = user
            try await WritingCases.seeRefused(fixture, code, comment, options) { DataReader("x".utf8) }
        }
        var header = WriteOptions()
        header.attributes.contentDisposition = "inline\r\nX-Evil: 1"
        try await WritingCases.seeRefused(fixture, .invalidKey, "a header of two lines", header) {
            DataReader("x".utf8)
        }
        guard fixture.can(.attributes) else { return }
        var options = WriteOptions()
        options.attributes.user = ["a": String(repeating: "x", count: 2047)]
        try await fixture.put("item", "x", options)
        #expect(try await fixture.item("item")?.attributes?.user == options.attributes.user)
    }

    static func scripts(_ fixture: StoreFixture) async throws {
        var options = WriteOptions()
        options.attributes.user = ["name": "Grüße, 世界 👩‍👩‍👧 e\u{301}", "arrow": "\u{202e}reversed"]
        guard fixture.can(.attributes) else {
            try await seeUnsupported(fixture, options, "the user's pairs")
            return
        }
        try await fixture.put("item", "x", options)
        let user = try await fixture.item("item")?.attributes?.user
        for (name, value) in options.attributes.user {
            #expect(user?[name].map { Array($0.utf8) } == Array(value.utf8), "by its bytes")
        }
    }

    static func dropped(_ fixture: StoreFixture) async throws {
        guard fixture.can(.attributes) else { return }
        var options = WriteOptions()
        let full = full(for: fixture)
        options.attributes = full
        let first = try await fixture.put("item.txt", "x", options)
        try await fixture.put("item.txt", "y")
        let plain = try await fixture.item("item.txt")?.attributes
        #expect(plain?.user == [:])
        #expect(plain?.cacheControl == nil)
        #expect(plain?.contentDisposition == nil)
        #expect(plain?.contentType == "text/plain")
        options.attributes = try #require(first.attributes)
        options.attributes.cacheControl = "no-store"
        try await fixture.put("item.txt", "x", options)
        let changed = try await fixture.item("item.txt")?.attributes
        #expect(changed?.cacheControl == "no-store")
        #expect(changed?.user == full.user)
        #expect(changed?.contentLanguage == full.contentLanguage)
    }

    private static func seeUnsupported(_ fixture: StoreFixture, _ options: WriteOptions, _ comment: String) async throws
    {
        try await fixture.expectUnsupported(comment) { try await fixture.put("item", "x", options) }
    }
}
