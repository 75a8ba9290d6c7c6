import PersistyData
import Testing

extension ConformanceCase {
    static let keys: [ConformanceCase] = [
        .init(1, "A plain key and a nested one are written, read, found and deleted", "GC, OS", KeyCases.plain),
        .init(2, "Every weird string of go-cloud is a key: written, read, copied", "GC testKeys", KeyCases.weird),
        .init(3, "Weird keys under one prefix are listed exactly", "GC testListWeirdKeys", KeyCases.listed),
        .init(4, "rclone's names are items, and folders of items", "RC FsEncoding", KeyCases.encodings),
        .init(
            5, "A file whose name is not UTF-8 is listed and never becomes another key", "GC, RC", needs: [.folder],
            FolderCases.invalidUTF8),
        .init(6, "Keys that differ in slashes alone are different items", "RC Bucket, S3T", KeyCases.slashes),
        .init(7, "`a`, `a/` and `a/b` are three items, where all can be spelled", "S3T, VGW", KeyCases.itemAndFolder),
        .init(8, "A key of 1,024 bytes is an item; one of 1,025 is no key", "VGW name_too_long", KeyCases.long),
        .init(9, "1,024 bytes may be 256 characters of four bytes", "N", KeyCases.longCharacters),
        .init(10, "The composed and the decomposed é are two items", "RC SyncUTFNorm", KeyCases.normalForms),
        .init(11, "What looks escaped is neither decoded nor escaped again", "OS", KeyCases.addresses),
        .init(12, "Emoji and flags are keys and prefixes", "OS", KeyCases.emoji),
        .init(
            13, "An absolute key stays inside the store", "S1", KeyCases.absolute),
        .init(
            14, "A link that leads out of the folder is not followed", "S1, RC", needs: [.folder], FolderCases.links),
        .init(
            15, "Names of the store's own files are never listed as items", "GC, OS #1", needs: [.folder],
            FolderCases.ownNames),
        .init(16, "No two keys ever meet in one item", "GC isEscapeSequence", KeyCases.injective),
        .init(17, "`A` and `a` are two items", "RC", KeyCases.letterCase),
    ]
}

/// What every store promises of names.
enum KeyCases {
    static func plain(_ fixture: StoreFixture) async throws {
        for key in ["plain", "nested/key/of/four"] {
            let item = try await fixture.put(key, "content of \(key)")
            #expect(try item.key == DataKey(key))
            #expect(try await fixture.text(key) == "content of \(key)")
            #expect(try await fixture.keys() == [key])
            #expect(try await fixture.store.delete(DataKey(key)))
            #expect(try await fixture.item(key) == nil)
            #expect(try await fixture.keys().isEmpty)
        }
    }

    static func weird(_ fixture: StoreFixture) async throws {
        #expect(throws: DataError.self) { try DataKey("\u{0}\u{1}") }
        for name in Names.weird {
            let key = "weird/" + name
            guard try await fixture.putOrSeeRefused(key, key.utf8) else { continue }
            #expect(try await fixture.text(key) == key)
            let item = try #require(try await fixture.item(key))
            #expect(item.size == Int64(key.utf8.count))
            guard fixture.spells(key + "-copy") else { continue }
            try await fixture.store.copy(item, from: fixture.store, to: DataKey(key + "-copy"))
            #expect(try await fixture.text(key + "-copy") == key)
        }
    }

    static func listed(_ fixture: StoreFixture) async throws {
        var written: Set<DataKey> = []
        for (index, name) in (Names.weird + Names.addresses + Names.emoji).enumerated() {
            // Each in a folder of its own, so that none is also the folder of another.
            let key = "weird/\(index)/" + name
            if try await fixture.putOrSeeRefused(key) { written.insert(try DataKey(key)) }
        }
        var found: [DataKey] = []
        for try await item in fixture.store.items(DataQuery(prefix: "weird/"), pageSize: 3) { found.append(item.key) }
        #expect(Set(found) == written)
        #expect(found.count == written.count)
        #expect(found == found.sorted())
    }

    static func encodings(_ fixture: StoreFixture) async throws {
        for name in Names.encodings {
            try await seeRoundTrip("items/" + name, fixture)
            try await seeRoundTrip("folders/" + name + "/item", fixture)
        }
    }

    static func slashes(_ fixture: StoreFixture) async throws {
        try await seeDistinct(Names.slashes, fixture)
    }

    static func itemAndFolder(_ fixture: StoreFixture) async throws {
        guard fixture.kind.separatesItemsFromFolders else {
            try await fixture.put("a", "item")
            try await fixture.expectUnchanged("an item inside an item is refused") {
                await expectFailure([.exists, .invalidKey], "an item inside an item") {
                    try await fixture.put("a/b", "inside")
                }
            }
            try await fixture.put("c/d", "inside")
            try await fixture.expectUnchanged("an item in place of a folder is refused") {
                await expectFailure([.exists, .invalidKey], "an item in place of a folder") {
                    try await fixture.put("c", "item")
                }
            }
            return
        }
        try await fixture.put("a", "item")
        let hasMarker = try await fixture.putOrSeeRefused("a/", "marker".utf8)
        try await fixture.put("a/b", "inside")
        #expect(try await fixture.keys() == (hasMarker ? ["a", "a/", "a/b"] : ["a", "a/b"]))
        #expect(try await fixture.rows(DataQuery(delimiter: "/"), pageSize: 10) == [.item("a"), .prefix("a/")])
        #expect(try await fixture.text("a") == "item")
        #expect(try await fixture.text("a/b") == "inside")
        if hasMarker { #expect(try await fixture.text("a/") == "marker") }
    }

    static func long(_ fixture: StoreFixture) async throws {
        let component = String(repeating: "n", count: 127) + "/"
        try await seeRoundTrip(String(repeating: component, count: 7) + String(repeating: "n", count: 128), fixture)
        try await seeRoundTrip(String(repeating: "n", count: 255), fixture)
        try await seeRoundTrip("folder/" + String(repeating: "n", count: 300), fixture)
        try await seeRoundTrip(String(repeating: "n", count: 1024), fixture)
        let error = #expect(throws: DataError.self) { try DataKey(String(repeating: "n", count: 1025)) }
        #expect(error?.code == .invalidKey)
    }

    static func longCharacters(_ fixture: StoreFixture) async throws {
        try await seeRoundTrip(String(repeating: "𝄞", count: 256), fixture)
        try await seeRoundTrip(String(repeating: "𝄞", count: 63), fixture)
    }

    static func normalForms(_ fixture: StoreFixture) async throws {
        try await seeDistinct(["caf\u{e9}", "cafe\u{301}"], fixture)
        try await seeDistinct(["\u{e9}/item", "e\u{301}/item"], fixture)
        // Query texts are bytes too.
        #expect(try await fixture.rows(DataQuery(prefix: "caf\u{e9}"), pageSize: 10).count == 1)
        #expect(try await fixture.rows(DataQuery(prefix: "caf\u{e9}/", delimiter: "/"), pageSize: 10).isEmpty)
    }

    static func addresses(_ fixture: StoreFixture) async throws {
        try await seeDistinct(Names.addresses, fixture)
        #expect(try await fixture.item("HELLO") == nil)
        #expect(try await fixture.rows(DataQuery(prefix: "HELLO"), pageSize: 10).isEmpty)
    }

    static func emoji(_ fixture: StoreFixture) async throws {
        try await seeDistinct(Names.emoji, fixture)
        for name in Names.emoji {
            let key = "in/" + name + "/" + name
            guard try await fixture.putOrSeeRefused(key) else { continue }
            #expect(
                try await fixture.keys(DataQuery(prefix: "in/" + name + "/")).map { Array($0.utf8) } == [
                    Array(key.utf8)
                ])
        }
        let folders = try await fixture.rows(DataQuery(prefix: "in/", delimiter: "/"), pageSize: 1)
        #expect(
            Set(folders) == Set(Names.emoji.filter { fixture.spells("in/\($0)/\($0)") }.map { .prefix("in/\($0)/") }))
    }

    static func absolute(_ fixture: StoreFixture) async throws {
        for key in ["/etc/passwd", "//etc/passwd", "../../../../../../etc/passwd"] {
            guard fixture.spells(key) else {
                await expectFailure(.invalidKey, "\(key) is refused for writing") { try await fixture.put(key, "ours") }
                do {
                    #expect(try await fixture.item(key) == nil, "nothing outside is read")
                } catch {
                    #expect(DataError(error).code == .invalidKey)
                }
                continue
            }
            #expect(try await fixture.item(key) == nil, "nothing outside is read")
            try await fixture.put(key, "ours")
            #expect(try await fixture.text(key) == "ours")
        }
    }

    static func injective(_ fixture: StoreFixture) async throws {
        try await seeDistinct(
            [
                "a:b", "a%3Ab", "a%3ab", "a__0x3a__b", "a\\x3ab", "a=3Ab", "a\u{ff1a}b", "a_b", "a\u{2044}b", "a b",
                "a+b",
            ],
            fixture)
    }

    static func letterCase(_ fixture: StoreFixture) async throws {
        try await seeDistinct(["A", "a", "Ä", "ä", "ß", "SS", "İ", "i"], fixture)
    }

    private static func seeRoundTrip(_ key: String, _ fixture: StoreFixture) async throws {
        guard try await fixture.putOrSeeRefused(key, key.utf8) else { return }
        #expect(try await fixture.text(key) == key)
        let found = try await fixture.keys(DataQuery(prefix: key)).map { Array($0.utf8) }
        #expect(found.contains(Array(key.utf8)), "\(key.debugDescription) is found")
    }

    /// Writes each key its own text, and sees that each still has it when all are written.
    private static func seeDistinct(_ keys: [String], _ fixture: StoreFixture) async throws {
        var written: [String] = []
        for key in keys where try await fixture.putOrSeeRefused(key, ("of " + key).utf8) { written.append(key) }
        for key in written {
            let bytes = try await fixture.bytes(key)
            #expect(bytes == Array(("of " + key).utf8), "\(key.debugDescription) has its own bytes")
            let item = try await fixture.item(key)
            #expect(item?.key.text.utf8.elementsEqual(key.utf8) == true)
        }
        let found = try await fixture.keys().map { Array($0.utf8) }
        #expect(Set(found).isSuperset(of: written.map { Array($0.utf8) }))
    }
}
