import PersistyData
import Testing

extension ConformanceCase {
    static let capabilities: [ConformanceCase] = [
        .init(
            70, "A rename is one step, of this version, onto nothing, where renaming is declared", "N",
            CapabilityCases.rename),
        .init(
            70, "A folder is renamed with all in it, onto nothing, where renaming is declared", "N",
            CapabilityCases.renameFolder),
        .init(
            70, "A folder can be empty where that is declared, and goes only when it is", "N", CapabilityCases.folders),
        .init(70, "A listing gives what it declares, and the rest when it is asked for", "N", CapabilityCases.listings),
        .init(
            70, "The validator is the MD5 of the content where that is declared, and else just a validator", "N",
            CapabilityCases.etags),
    ]
}

/// Capabilities hold both ways: what is declared works, what is not is refused and changes nothing.
enum CapabilityCases {
    static func rename(_ fixture: StoreFixture) async throws {
        let item = try await fixture.put("from/item", "content")
        let target = try DataKey("to/item")
        guard fixture.can(.rename) else {
            try await fixture.expectUnsupported("renaming") { try await fixture.store.rename(item, to: target) }
            return
        }
        try await fixture.put("taken", "other")
        try await fixture.expectUnchanged("renaming onto an item") {
            await expectFailure(.exists, "onto an item") {
                try await fixture.store.rename(item, to: DataKey("taken"))
            }
        }
        let etag = try await fixture.etag(item)
        let renamed = try await fixture.store.rename(item, to: target)
        #expect(renamed.key == target)
        #expect(renamed.size == 7)
        #expect(try await fixture.etag(renamed) == etag)
        #expect(try await fixture.keys() == ["taken", "to/item"])
        #expect(try await fixture.text("to/item") == "content")
        await expectFailure([.notFound, .conditionFailed], "what is gone") {
            try await fixture.store.rename(item, to: DataKey("again"))
        }
        try await fixture.put("to/item", "another version!")
        try await fixture.expectUnchanged("renaming another version") {
            await expectFailure(.conditionFailed, "another version") {
                try await fixture.store.rename(renamed, to: DataKey("again"))
            }
        }
    }

    static func renameFolder(_ fixture: StoreFixture) async throws {
        for key in ["a/1", "a/b/2", "a-b/3", "c/4"] { try await fixture.put(key, "of \(key)") }
        let (folder, other) = (try DataPrefix("a"), try DataPrefix("z/a"))
        guard fixture.can(.rename) else {
            try await fixture.expectUnsupported("renaming a folder") {
                try await fixture.store.renameFolder(folder, to: other)
            }
            return
        }
        try await fixture.expectUnchanged("a folder onto a folder, into itself, or that is not there") {
            await expectFailure(.exists, "onto a folder") {
                try await fixture.store.renameFolder(folder, to: DataPrefix("c"))
            }
            await expectFailure(.invalidKey, "into itself") {
                try await fixture.store.renameFolder(folder, to: DataPrefix("a/b/c"))
            }
            await expectFailure(.notFound, "not there") {
                try await fixture.store.renameFolder(DataPrefix("x"), to: other)
            }
        }
        try await fixture.store.renameFolder(folder, to: other)
        #expect(try await fixture.keys() == ["a-b/3", "c/4", "z/a/1", "z/a/b/2"])
        #expect(try await fixture.text("z/a/b/2") == "of a/b/2")
        #expect(
            try await fixture.rows(DataQuery(delimiter: "/"), pageSize: 10) == ["a-b/", "c/", "z/"].map { .prefix($0) })
    }

    static func folders(_ fixture: StoreFixture) async throws {
        let folder = try DataPrefix("made/inner")
        guard fixture.can(.folders) else {
            try await fixture.put("made/inner/item", "x")
            try await fixture.expectUnsupported("making a folder") { try await fixture.store.createFolder(folder) }
            try await fixture.expectUnsupported("removing a folder") { try await fixture.store.deleteFolder(folder) }
            return
        }
        try await fixture.store.createFolder(folder)
        try await fixture.store.createFolder(folder)
        #expect(try await fixture.keys().isEmpty, "a folder is no item")
        #expect(try await fixture.item("made/inner") == nil)
        for size in [1, 10] {
            #expect(try await fixture.rows(DataQuery(delimiter: "/"), pageSize: size) == [.prefix("made/")])
            #expect(try await fixture.rows(.folder(DataPrefix("made")), pageSize: size) == [.prefix("made/inner/")])
        }
        #expect(try await fixture.rows(.folder(folder), pageSize: 1).isEmpty)
        for key in ["a/1", "made/inner/item", "made/z", "n"] { try await fixture.put(key, "x") }
        for size in [1, 2, 10] {
            #expect(
                try await fixture.rows(DataQuery(delimiter: "/"), pageSize: size)
                    == [.prefix("a/"), .prefix("made/"), .item("n")])
        }
        try await fixture.expectUnchanged("removing a folder with an item in it") {
            await expectFailure(.exists, "a folder with an item in it") {
                try await fixture.store.deleteFolder(DataPrefix("made"))
            }
        }
        try await fixture.store.delete(DataKey("made/inner/item"), DeleteOptions(keepsFolders: true))
        #expect(
            try await fixture.rows(.folder(DataPrefix("made")), pageSize: 1) == [
                .prefix("made/inner/"), .item("made/z"),
            ])
        try await fixture.store.deleteFolder(folder)
        #expect(try await fixture.rows(.folder(DataPrefix("made")), pageSize: 1) == [.item("made/z")])
        try await fixture.store.createFolder(DataPrefix("e/f/g"))
        try await fixture.store.deleteFolder(DataPrefix("e"))
        #expect(try await fixture.keys() == ["a/1", "made/z", "n"])
        #expect(try await fixture.rows(DataQuery(prefix: "e", delimiter: "/"), pageSize: 5).isEmpty)
    }

    static func listings(_ fixture: StoreFixture) async throws {
        for number in 0..<5 { try await fixture.put("item-\(number)", String(repeating: "x", count: number)) }
        for try await batch in fixture.store.list(DataQuery(delimiter: "/"), attributes: false)
        where !batch.isEmpty {
            if fixture.can(.listsAttributes) { #expect(batch.hasAttributes) }
            if fixture.can(.listsETags) { #expect((0..<batch.count).allSatisfy { batch.etag($0) != nil }) }
            let filled = try await fixture.store.attributes(of: batch, under: "", rows: [0])
            #expect(filled.count == batch.count)
            let name = try #require(filled.name(0))
            #expect(filled.size(0) == Int64(String(name.suffix(1))))
        }
        for number in 0..<5 {
            let item = try #require(try await fixture.item("item-\(number)"))
            let facts = try await fixture.store.facts(of: item)
            #expect(Set(facts.map(\.name)).count == facts.count, "each fact has a name of its own")
        }
    }

    static func etags(_ fixture: StoreFixture) async throws {
        let bytes = seededBytes(3 * fixture.kind.pieceSize + 11)
        let written = try await fixture.put("item", bytes)
        let read = try #require(try await fixture.item("item"))
        let etag = try await fixture.etag(read)
        #expect(etag != nil)
        #expect(try await fixture.etag(written) == etag)
        let found = try await fixture.store.items().first { _ in true }
        #expect(try await fixture.etag(#require(found)) == etag)
        #expect(try await fixture.etag(read) == etag, "asked again")
        if fixture.can(.etagIsMD5) {
            #expect(etag == ETag(bytes.withUnsafeBytes { DigestHasher.digest(.md5, of: $0) }))
            #expect(etag?.possibleMD5 != nil)
        }
    }
}
