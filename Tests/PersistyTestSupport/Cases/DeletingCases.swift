import PersistyData
import Testing

extension ConformanceCase {
    static let deleting: [ConformanceCase] = [
        .init(
            91, "Deleting what is there is true, what is absent false, never an error", "SH, OD", DeletingCases.plain),
        .init(92, "What is deleted is gone from reads, searches and folders", "GC, N", DeletingCases.gone),
        .init(93, "A batch gives one result a key, in order, whatever the keys", "OS", DeletingCases.batch),
        .init(
            94, "More than a thousand keys are deleted at once", "S3T multi_object_delete_key_limit", DeletingCases.many
        ),
        .init(
            95, "Deleting what a prefix finds leaves its neighbours, and pattern characters mean nothing", "SH, AS",
            DeletingCases.prefix),
        .init(
            96, "A conditional delete removes only the version that was seen", "S3T delete_object_if_match",
            DeletingCases.conditional),
        .init(
            96, "A batch of items is deleted as the versions that were seen; a batch is read in its order", "N",
            DeletingCases.versions),
        .init(
            97, "An item that is deleted while it is read is read to its end or fails cleanly", "N",
            ReadingCases.replaced),
    ]
}

/// What every store promises of deleting.
enum DeletingCases {
    static func plain(_ fixture: StoreFixture) async throws {
        try await fixture.put("item", "x")
        #expect(try await fixture.store.delete(DataKey("item")))
        #expect(try await fixture.store.delete(DataKey("item")) == false)
        #expect(try await fixture.store.delete(DataKey("never/was")) == false)
        #expect(try await fixture.store.delete([], DeleteOptions()).isEmpty)
    }

    static func gone(_ fixture: StoreFixture) async throws {
        try await fixture.put("a/b/c/item", "x")
        try await fixture.put("a/other", "x")
        try await fixture.store.delete(DataKey("a/b/c/item"))
        #expect(try await fixture.item("a/b/c/item") == nil)
        #expect(try await fixture.rows(DataQuery(prefix: "a/", delimiter: "/"), pageSize: 10) == [.item("a/other")])
        try await fixture.store.delete(DataKey("a/other"))
        #expect(try await StoreDump(fixture).description == "nothing", "emptied folders go too")
        guard fixture.can(.folders) else { return }
        try await fixture.put("a/b/item", "x")
        try await fixture.store.delete(DataKey("a/b/item"), DeleteOptions(keepsFolders: true))
        #expect(try await fixture.rows(DataQuery(prefix: "a/", delimiter: "/"), pageSize: 10) == [.prefix("a/b/")])
        try await fixture.store.createFolder(DataPrefix("made/inner"))
        try await fixture.put("made/inner/item", "x")
        try await fixture.store.delete(DataKey("made/inner/item"))
        #expect(try await fixture.rows(DataQuery(prefix: "made", delimiter: "/"), pageSize: 10).isEmpty)
    }

    static func versions(_ fixture: StoreFixture) async throws {
        let store = fixture.store
        let gone = try await fixture.put("b/gone", "x")
        let changed = try await fixture.put("b/changed", "x")
        var same = try await fixture.put("b/same", "x")
        try await store.delete(gone.key)
        try await fixture.put("b/changed", "other")
        let keys = [same.key, gone.key, changed.key, same.key]
        let found = try await store.read(keys).map { try $0.get() }
        #expect(found.map { $0?.size } == [1, nil, 5, 1])
        #expect(found.map { $0?.key } == [same.key, nil, changed.key, same.key])
        var alone = try #require(try await store.read(changed.key))
        if found[2]?.attributes == nil { alone.attributes = nil }
        if found[2]?.digests.isEmpty == true { alone.digests = [] }
        #expect(found[2] == alone, "each is what reading it alone gives, but for what costs extra")
        same = try #require(found[0])
        let results = await store.delete([gone, changed, same, same], keepsFolders: fixture.can(.folders))
        try #require(results.count == 4)
        #expect(try results[0].get() == false, "what is gone was not there")
        await expectFailure(.conditionFailed, "another version") { try results[1].get() }
        #expect(try results[2].get())
        #expect(try results[3].get() == false)
        #expect(try await fixture.text("b/changed") == "other")
        #expect(await store.read([]).isEmpty)
        #expect(await store.delete([DataItem](), keepsFolders: false).isEmpty)
        guard fixture.can(.folders) else { return }
        let last = try #require(try await store.read(changed.key))
        for result in await store.delete([last], keepsFolders: true) { #expect(try result.get()) }
        #expect(try await fixture.rows(DataQuery(delimiter: "/"), pageSize: 10) == [.prefix("b/")])
    }

    static func batch(_ fixture: StoreFixture) async throws {
        var keys: [String] = []
        for key in ["a", "I'm a < & weird path", "b/c", "[*?{", "\"quoted\"", "\u{1}\u{1b}[31m"]
        where try await fixture.putOrSeeRefused(key) {
            keys.append(key)
        }
        try await fixture.put("kept", "x")
        let asked = try (keys + ["absent", "b", keys[0]]).map { key throws in try DataKey(key) }
        let results = try await fixture.store.delete(asked, DeleteOptions())
        #expect(try results.map { try $0.get() } == keys.map { _ in true } + [false, false, false])
        #expect(try await fixture.keys() == ["kept"])
        guard let unspellable = ["/x", "a//b"].first(where: { !fixture.spells($0) }) else { return }
        try await fixture.put("a", "x")
        let mixed = try await fixture.store.delete([DataKey(unspellable), DataKey("a")], DeleteOptions())
        #expect(mixed.count == 2)
        switch mixed[0] {
        case .success(let wasThere): #expect(!wasThere)
        case .failure(let error): #expect(error.code == .invalidKey)
        }
        #expect(try mixed[1].get(), "one refusal does not stop the rest")
    }

    static func many(_ fixture: StoreFixture) async throws {
        let keys = try (0..<1100).map { number throws in try DataKey("many/\(number) <&\">") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for part in 0..<4 {
                group.addTask {
                    for key in keys[(part * 275)..<((part + 1) * 275)] { try await fixture.put(key.text, "x") }
                }
            }
            try await group.waitForAll()
        }
        let results = try await fixture.store.delete(keys, DeleteOptions())
        #expect(results.count == 1100)
        #expect(results.allSatisfy { (try? $0.get()) == true })
        #expect(try await fixture.keys().isEmpty)
    }

    static func prefix(_ fixture: StoreFixture) async throws {
        for key in ["a/a/1", "a/a/2", "a/aaa/a", "a/b", "[*?{/x", "_%/x", "z%/x"] { try await fixture.put(key, "x") }
        for prefix in ["a/a/", "[*?{/", "_%/"] {
            var keys: [DataKey] = []
            for try await item in fixture.store.items(DataQuery(prefix: prefix)) { keys.append(item.key) }
            for result in try await fixture.store.delete(keys, DeleteOptions()) { #expect(try result.get()) }
        }
        #expect(try await fixture.keys() == ["a/aaa/a", "a/b", "z%/x"])
    }

    static func conditional(_ fixture: StoreFixture) async throws {
        let first = try await fixture.etag(fixture.put("item", "first"))
        try await fixture.put("item", "second")
        let condition = WriteCondition.matches(try #require(first))
        guard fixture.can(.writeIfMatches) else {
            try await fixture.expectUnsupported("a conditional delete") {
                try await fixture.store.delete(DataKey("item"), DeleteOptions(condition: condition))
            }
            return
        }
        try await fixture.expectUnchanged("deleting another version") {
            await expectFailure(.conditionFailed, "another version") {
                try await fixture.store.delete(DataKey("item"), DeleteOptions(condition: condition))
            }
            await expectFailure([.conditionFailed, .notFound], "what is absent") {
                try await fixture.store.delete(DataKey("absent"), DeleteOptions(condition: condition))
            }
            await expectFailure(.notFound, "what must be present") {
                try await fixture.store.delete(DataKey("absent"), DeleteOptions(condition: .present))
            }
            await expectFailure(.unsupported, "what must be absent") {
                try await fixture.store.delete(DataKey("item"), DeleteOptions(condition: .absent))
            }
        }
        let item = try #require(try await fixture.item("item"))
        let etag = try #require(try await fixture.etag(item))
        #expect(try await fixture.store.delete(item.key, DeleteOptions(condition: .matches(etag))))
        #expect(try await fixture.item("item") == nil)
    }
}
