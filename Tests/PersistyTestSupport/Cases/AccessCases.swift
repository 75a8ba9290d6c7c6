import PersistyData
import Testing

extension ConformanceCase {
    static let access: [ConformanceCase] = [
        .init(113, "An owned store refuses every way of writing outside its prefix", "S2", AccessCases.owned),
        .init(114, "The owner `ab` may not touch `abc/…`", "N", AccessCases.neighbours),
        .init(115, "Others' items are read or as if absent, and searches and counts agree", "seed", AccessCases.others),
        .init(116, "Each operation that is taken away is refused and not declared", "seed", AccessCases.restricted),
    ]
}

/// What the decorators promise over every store.
enum AccessCases {
    static func owned(_ fixture: StoreFixture) async throws {
        let other = try await fixture.put("bob/item", "of bob")
        let own = try await fixture.put("alice/item", "of alice")
        let store = OwnedDataStore(fixture.store, try Authorization(subject: "alice"))
        let (key, stray) = (other.key, try DataKey("stray"))
        for key in [key, stray, try DataKey("alice")] {
            for operation in [DataOperation.create, .update, .delete] { #expect(!store.allows(operation, key)) }
        }
        #expect(store.allows(.create, try DataKey("alice/new")))
        try await fixture.expectUnchanged("writing outside one's prefix") {
            for target in [key, stray] {
                await expectFailure(.forbidden, "write") { try await store.write(target, "x".utf8) }
                await expectFailure(.forbidden, "create") { try await store.create(target, DataReader("x".utf8)) }
                await expectFailure(.forbidden, "update") { try await store.update(target, DataReader("x".utf8)) }
                await expectFailure(.forbidden, "delete") { try await store.delete(target) }
                await expectFailure(.forbidden, "copy") { try await store.copy(own, from: store, to: target) }
                await expectFailure(.forbidden, "rename away") { try await store.rename(own, to: target) }
            }
            await expectFailure(.forbidden, "rename here") { try await store.rename(other, to: DataKey("alice/got")) }
            let folders = (try DataPrefix("bob"), try DataPrefix("alice/inner"))
            await expectFailure(.forbidden, "move a folder here") {
                try await store.renameFolder(folders.0, to: folders.1)
            }
            await expectFailure(.forbidden, "move a folder away") {
                try await store.renameFolder(folders.1, to: DataPrefix("bob/inner"))
            }
            await expectFailure(.forbidden, "make a folder") { try await store.createFolder(DataPrefix("bob/new")) }
            await expectFailure(.forbidden, "remove a folder") { try await store.deleteFolder(folders.0) }
        }
        let results = try await store.delete([key, own.key, stray], DeleteOptions())
        #expect(results.map { (try? $0.get()) } == [nil, true, nil], "a batch refuses each of them and goes on")
        #expect(try await fixture.keys() == ["bob/item"])
        try await store.copy(other, from: store, to: DataKey("alice/copy"))
        #expect(try await fixture.text("alice/copy") == "of bob")
    }

    static func neighbours(_ fixture: StoreFixture) async throws {
        try await fixture.put("abc/item", "x")
        let store = OwnedDataStore(fixture.store, try Authorization(subject: "ab"), readsOthers: false)
        for text in ["abc/item", "ab", "abc", "aB/item"] {
            let key = try DataKey(text)
            #expect(!store.allows(.create, key))
            await expectFailure(.forbidden, text) { try await store.write(key, "x".utf8) }
            #expect(try await store.read(key) == nil)
        }
        #expect(try await store.count() == 0)
        for subject in ["", ".", "..", "a/b", "/", "a\u{0}", "../x", String(repeating: "x", count: 1024)] {
            let error = #expect(throws: DataError.self) { try Authorization(subject: subject) }
            #expect(error?.code == .forbidden)
        }
    }

    static func others(_ fixture: StoreFixture) async throws {
        let keys = ["ali/x", "alice/a/1", "alice/b", "alicf/y", "bob/item", "top"]
        for key in keys { try await fixture.put(key, "of \(key)") }
        let alice = try Authorization(subject: "alice")
        let open = OwnedDataStore(fixture.store, alice)
        #expect(try await open.count() == keys.count)
        #expect(try await open.bytes(of: DataKey("bob/item"), upTo: 100) != nil)
        let closed = OwnedDataStore(fixture.store, alice, readsOthers: false)
        let own = keys.filter { $0.hasPrefix("alice/") }
        #expect(try await closed.read(DataKey("bob/item")) == nil)
        #expect(!closed.allows(.read, try DataKey("bob/item")))
        #expect(try await closed.count() == own.count)
        let other = try #require(try await fixture.item("bob/item"))
        await expectFailure(.notFound, "others' bytes") { try await closed.reader(of: other, range: .all) }
        await expectFailure(.notFound, "others' validator") { try await closed.etag(of: other, progress: nil) as Any }
        await expectFailure(.notFound, "others' facts") { try await closed.facts(of: other) }
        await expectFailure(.notFound, "others' file") { try closed.openFile(of: other) as Any }
        for prefix in ["", "a", "ali", "alice", "alice/", "alice/a", "alicf", "b", "bob/", "x"] {
            for delimiter in [nil, "/", "ice/a", "li"] {
                let query = DataQuery(prefix: prefix, delimiter: delimiter)
                let model = SearchModel.rows(of: own, query)
                for size in [1, 2, 100] {
                    #expect(try await SearchRow.all(of: closed, query, pageSize: size) == model, "\(query)")
                }
            }
            var names: [String] = []
            for try await batch in closed.list(DataQuery(prefix: prefix, delimiter: "/"), attributes: true) {
                names += (0..<batch.count).compactMap { batch.name($0) }
            }
            let model = SearchModel.rows(of: own, DataQuery(prefix: prefix, delimiter: "/"))
            #expect(
                names.sorted() == model.map { String(decoding: $0.text.dropFirst(prefix.utf8.count), as: UTF8.self) })
        }
        for try await finding in closed.verify(DataQuery()) { #expect(own.contains(finding.key)) }
        var batch = ItemBatch()
        "item".withCString { name in
            name.withMemoryRebound(to: UInt8.self, capacity: 4) {
                batch.append(name: UnsafeBufferPointer(start: $0, count: 4), kind: .item)
            }
        }
        let filled = try await closed.attributes(of: batch, under: "bob/", rows: [0])
        #expect(filled.size(0) == nil, "nor are the sizes of others' items told")
    }

    static func restricted(_ fixture: StoreFixture) async throws {
        let operations: [DataOperation] = [.create, .update, .delete, .search]
        for bits in 0..<16 {
            let allowed = Set(operations.indices.filter { bits >> $0 & 1 == 1 }.map { operations[$0] })
            let store = RestrictedDataStore(fixture.store, allowing: allowed)
            let key = try DataKey("folder/item")
            try await fixture.put(key.text, "former")
            for operation in operations {
                #expect(store.allows(operation, key) == allowed.contains(operation))
                #expect(store.capabilities.contains(operation.capability) == allowed.contains(operation))
            }
            #expect(store.allows(.read, key))
            #expect(try await store.bytes(of: key, upTo: 100) != nil)
            try await RestrictedChecks(fixture: fixture, store: store, allowed: allowed).check(key)
            for key in try await fixture.keys() { try await fixture.store.delete(DataKey(key)) }
            if fixture.can(.folders) { try await fixture.store.deleteFolder(.root) }
        }
    }
}

/// Tries every operation on a restricted store: what is allowed works, what is not is refused and changes nothing.
private struct RestrictedChecks {
    let fixture: StoreFixture
    let store: RestrictedDataStore
    let allowed: Set<DataOperation>

    func check(_ key: DataKey) async throws {
        let new = try DataKey("folder/new")
        let item = try #require(try await fixture.store.read(key))
        let bare: [DataOperation] = allowed.contains(.create) || allowed.contains(.update) ? [] : [.create]
        if fixture.can([.writeIfAbsent, .writeIfMatches]) {
            try await see([.create], "creating") { try await store.create(new, DataReader("x".utf8)) }
            try await see([.update], "updating") { try await store.update(key, DataReader("x".utf8)) }
            if allowed.contains(.create), !allowed.contains(.update) {
                try await fixture.expectUnchanged("writing over an item without “update”") {
                    await expectFailure(.exists, "writing over an item") { try await store.write(key, "y".utf8) }
                    await expectFailure(.exists, "copying over an item") {
                        try await store.copy(item, from: fixture.store)
                    }
                }
            }
            if allowed.contains(.update), !allowed.contains(.create) {
                await expectFailure(.notFound, "writing anew without “create”") {
                    try await store.write(new, "y".utf8)
                }
            }
        }
        if !bare.isEmpty {
            try await see(bare, "writing") { try await store.write(key, "y".utf8) }
            try await see(bare, "copying") { try await store.copy(item, from: fixture.store, to: new) }
        }
        try await see([.search], "searching") { try await store.search(DataQuery(), pageKey: nil, limit: 10) }
        try await see([.search], "counting") { try await store.count() }
        try await see([.search], "listing") {
            for try await _ in store.list(DataQuery(delimiter: "/"), attributes: false) {}
        }
        try await see([.search], "verifying") { for try await _ in store.verify(DataQuery()) {} }
        if fixture.can(.rename) {
            let current = try #require(try await fixture.store.read(key))
            try await see([.create, .delete], "renaming") {
                try await store.rename(current, to: DataKey("folder/renamed"))
            }
            try await see([.create, .delete], "renaming a folder") {
                try await store.renameFolder(DataPrefix("folder"), to: DataPrefix("other"))
            }
        }
        if fixture.can(.folders) {
            try await see([.create], "making a folder") { try await store.createFolder(DataPrefix("made")) }
        }
        try await see([.delete], "deleting") { try await store.delete(key) }
    }

    private func see<Result>(
        _ needed: [DataOperation], _ comment: String, _ body: () async throws -> Result
    ) async throws {
        if allowed.isSuperset(of: needed) {
            _ = try await body()
        } else {
            try await fixture.expectUnsupported("\(comment) with only \(allowed)", body)
        }
    }
}

extension DataOperation {
    fileprivate var capability: DataCapabilities {
        switch self {
        case .read: []
        case .create: .create
        case .update: .update
        case .delete: .delete
        case .search: .search
        }
    }
}
