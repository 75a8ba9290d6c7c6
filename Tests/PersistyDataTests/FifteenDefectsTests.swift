import NIOCore
import PersistyData
import PersistyTestSupport
import Testing

/// The defects of the original, S1 to S15, each as the promise that it broke.
@Suite struct `The fifteen defects of the original` {
    /// The stores that the defects of storing are tried on.
    static let stores: [StoreUnderTest] = [.memory, .owned, .restricted, .plain]

    @Test(arguments: stores) func `S1: an absolute key, or one with dots, stays inside its store`(
        kind: StoreUnderTest
    ) async throws {
        try await kind.withStore { fixture in
            for key in ["/etc/passwd", "//etc/passwd", "../../etc/passwd", "a/../../etc/passwd"] {
                if fixture.spells(key) { #expect(try await fixture.item(key) == nil, "nothing outside is there") }
                guard try await fixture.putOrSeeRefused(key, "ours".utf8) else { continue }
                #expect(try await fixture.text(key) == "ours")
            }
        }
    }

    @Test func `S2: an owner can write, and could be given a form, under the own prefix alone`() async throws {
        let inner = MemoryStore()
        let bobs = try await inner.write(DataKey("bob/item"), "of bob".utf8)
        let factory = OwnedDataStoreFactory(SharedDataStoreFactory(inner))
        let store = try await factory.create(Authorization(subject: "alice"))
        let before = try await StoreDump(inner)
        let requests = [CopyRequest(bobs, to: try DataKey("bob/copy")), CopyRequest(bobs, to: try DataKey("copy"))]
        for result in await store.copy(requests, from: inner) {
            await expectFailure(.forbidden, "copy") { try result.get() }
        }
        await expectFailure(.forbidden, "write") { try await store.write(bobs.key, "x".utf8) }
        await expectFailure(.forbidden, "create") { try await store.create(DataKey("new"), DataReader("x".utf8)) }
        await expectFailure(.forbidden, "update") { try await store.update(bobs.key, DataReader("x".utf8)) }
        await expectFailure(.forbidden, "delete") { try await store.delete(bobs.key) }
        await expectFailure(.forbidden, "rename") { try await store.rename(bobs, to: DataKey("alice/item")) }
        #expect(try await StoreDump(inner) == before)
        for operation in [DataOperation.create, .update, .delete] {
            #expect(!store.allows(operation, bobs.key), "no form or address is signed for it")
            #expect(store.allows(operation, try DataKey("alice/item")))
        }
    }

    @Test func `S3: permission to create is not permission to do anything else`() async throws {
        let key = try DataKey("item")
        let store = RestrictedDataStore(MemoryStore(), allowing: [.create])
        #expect(store.allows(.create, key))
        for operation in [DataOperation.update, .delete, .search] { #expect(!store.allows(operation, key)) }
        let owned = OwnedDataStore(MemoryStore(), try Authorization(subject: "alice"), readsOthers: false)
        #expect(!owned.allows(.read, key))
        #expect(!owned.allows(.create, key))
        #expect(Set(DataOperation.allCases.map(\.rawValue)).count == DataOperation.allCases.count)
    }

    @Test func `S4: without an authorization a factory gives a store that works, or says that one is needed`()
        async throws
    {
        let shared = SharedDataStoreFactory(MemoryStore())
        let restricted = RestrictedDataStoreFactory(shared, allowing: [.create, .search])
        for factory in [shared, restricted] as [any DataStoreFactory] {
            let store = try await factory.create(nil)
            try await store.create(DataKey("item"), DataReader("x".utf8))
            #expect(try await store.count() == 1)
            try await shared.create(nil).delete(DataKey("item"))
        }
        let owned = OwnedDataStoreFactory(shared)
        await expectFailure(.unauthenticated) { try await owned.create(nil) }
        await expectFailure(.unauthenticated) {
            try await RestrictedDataStoreFactory(owned, allowing: [.create]).create(nil)
        }
    }

    @Test(arguments: stores) func `S5: a write that fails or is cancelled commits nothing`(
        kind: StoreUnderTest
    ) async throws {
        try await kind.withStore { fixture in
            try await fixture.put("item", "former")
            let bytes = seededBytes(2 * kind.pieceSize + 100)
            for key in ["item", "new"] {
                try await fixture.expectUnchanged("a failed and a cancelled write") {
                    await expectFailure(.other) {
                        try await fixture.store.write(DataKey(key), .failing(after: bytes), WriteOptions())
                    }
                    let slow = SlowReader()
                    let write = Task { try await fixture.store.write(DataKey(key), slow.reader, WriteOptions()) }
                    await slow.asked()
                    slow.give(bytes)
                    await slow.asked()
                    write.cancel()
                    await expectFailure(.cancelled) { try await write.value }
                }
            }
        }
    }

    @Test(arguments: stores) func `S6: an item of many pieces comes back in their order`(
        kind: StoreUnderTest
    ) async throws {
        try await kind.withStore { fixture in
            let bytes = (0..<(12 * kind.pieceSize / 4)).flatMap { number in
                withUnsafeBytes(of: UInt32(number).bigEndian, Array.init)
            }
            _ = try await fixture.store.write(DataKey("item"), .pieces(bytes, length: 77_777), WriteOptions())
            #expect(try await fixture.bytes("item") == bytes)
        }
    }

    @Test(arguments: stores) func `S7: a read that spans pieces gives each byte its place`(
        kind: StoreUnderTest
    ) async throws {
        try await kind.withStore { fixture in
            let bytes = seededBytes(4 * kind.pieceSize)
            let item = try await fixture.put("item", bytes)
            for start in [1, kind.pieceSize - 1, kind.pieceSize, 2 * kind.pieceSize - 7] {
                for length in [2, kind.pieceSize, kind.pieceSize + 14, 2 * kind.pieceSize] {
                    let range = start..<(start + length)
                    let found = try await fixture.store
                        .reader(of: item, range: .bytes(Int64(range.lowerBound)..<Int64(range.upperBound)))
                        .collect(upTo: length)
                    #expect(found.readableBytesView.elementsEqual(bytes[range]), "\(range)")
                }
            }
        }
    }

    @Test(arguments: stores) func `S8: an item of exactly the limit is taken, and its last piece counts`(
        kind: StoreUnderTest
    ) async throws {
        let limit = kind.pieceSize + 10
        try await kind.withStore(.init(itemSize: Int64(limit))) { fixture in
            try await fixture.put("exact", seededBytes(limit))
            for length in [limit + 1, 7, kind.pieceSize] {
                await expectFailure(.tooLarge) {
                    try await fixture.store.write(
                        DataKey("over"), .pieces(seededBytes(limit + 1), length: length), WriteOptions())
                }
            }
            #expect(try await fixture.keys() == ["exact"])
        }
    }

    @Test(arguments: stores) func `S9: writing over an item leaves nothing of the former one`(
        kind: StoreUnderTest
    ) async throws {
        try await kind.withStore { fixture in
            for size in [3 * kind.pieceSize, 5, 0, 2 * kind.pieceSize] {
                let bytes = seededBytes(size, seed: UInt64(size))
                try await fixture.put("item", bytes)
                #expect(try await fixture.bytes("item") == bytes)
                #expect(try await fixture.leftovers().isEmpty)
            }
        }
    }

    @Test(arguments: stores) func `S10: an update takes the content type that it is given`(
        kind: StoreUnderTest
    ) async throws {
        try await kind.withStore { fixture in
            for type in ["text/plain", "application/x-other", "image/png"] where kind.keepsContentType {
                var options = WriteOptions()
                options.attributes.contentType = type
                try await fixture.put("item", "x", options)
                #expect(try await fixture.item("item")?.contentType == type)
            }
            try await fixture.put("item", "x")
            #expect(try await fixture.item("item")?.contentType == "text/plain; charset=utf-8")
        }
    }

    @Test(arguments: stores) func `S11: a copy is one copy, what is found can be read, and the count is its number`(
        kind: StoreUnderTest
    ) async throws {
        try await kind.withStore { fixture in
            let item = try await fixture.put("folder/item", "content")
            let results = await fixture.store.copy([CopyRequest(item, to: try DataKey("copy"))], from: fixture.store)
            #expect(results.count == 1)
            #expect(try results[0].get().item.size == 7)
            var found = 0
            for try await item in fixture.store.items() {
                #expect(try await fixture.store.reader(of: item).collect(upTo: 10).readableBytes == 7)
                found += 1
            }
            #expect(found == 2)
            #expect(try await fixture.store.count() == 2)
        }
    }

    @Test func `S12: what is forbidden is an error and never absent, sizes survive a search, and pages end`()
        async throws
    {
        let forbidding = ForbiddingStore()
        await expectFailure(.forbidden) { try await forbidding.read(DataKey("item")) as Any }
        for store in [
            OwnedDataStore(forbidding, try Authorization(subject: "alice")),
            RestrictedDataStore(forbidding, allowing: [.search]),
        ] as [any DataStore] {
            await expectFailure(.forbidden) { try await store.read(DataKey("alice/item")) as Any }
            await expectFailure(.forbidden) { try await store.bytes(of: DataKey("alice/item"), upTo: 9) as Any }
            await expectFailure(.forbidden) { try await store.count() }
            await expectFailure(.forbidden) {
                for try await _ in store.list(DataQuery(delimiter: "/"), attributes: true) {}
            }
            await expectFailure(.forbidden) { for try await _ in store.verify(DataQuery()) {} }
        }
        for kind in Self.stores {
            try await kind.withStore { fixture in
                for number in 0..<7 { try await fixture.put("item-\(number)", seededBytes(number)) }
                var sizes: [Int64] = []
                for try await item in fixture.store.items(pageSize: 2) { sizes.append(item.size) }
                #expect(sizes == Array(0..<7))
            }
        }
    }

    @Test func `S13: validators are lists, weak or any; ranges are open, closed or of the end; short is not the end`()
        async throws
    {
        let etag = ETag("5d41402abc4b2a76b9719d911017c592")
        for text in ["*", etag.headerValue, "\"x\", \(etag.headerValue)", "W/\(etag.headerValue)"] {
            #expect(ETagCondition(text)?.matches(etag, strongly: false) == true, "\(text)")
        }
        #expect(ETagCondition("W/\(etag.headerValue)")?.matches(etag, strongly: true) == false)
        #expect(ETagCondition(etag.value) == nil, "a validator without quotes is none")
        let store = MemoryStore()
        let item = try await store.write(
            DataKey("item"), .pieces(Array("hello, world".utf8), length: 5), WriteOptions())
        for (range, text) in [
            (ByteRange.all, "hello, world"), (.bytes(0..<5), "hello"), (.from(7), "world"), (.last(5), "world"),
            (.bytes(7..<100), "world"),
        ] {
            #expect(try await String(buffer: store.reader(of: item, range: range).collect(upTo: 99)) == text)
        }
        await expectFailure(.rangeNotSatisfiable) { try await store.reader(of: item, range: .from(12)) }
        #expect(Timestamp(seconds: 0).seconds == 0, "moments have one zone")
    }

    @Test(arguments: stores) func `S14: two stores never share an item`(kind: StoreUnderTest) async throws {
        try await kind.withStore { first in
            try await kind.withStore { second in
                let item = try await first.put("item", "of the first")
                #expect(try await second.item("item") == nil)
                try await second.put("item", "of the second")
                #expect(try await first.text("item") == "of the first")
                await expectFailure(.conditionFailed, "an item of one store is none of the other") {
                    try await second.store.reader(of: item, range: .all).collect(upTo: 99)
                }
                try await second.store.delete(DataKey("item"))
                #expect(try await first.keys() == ["item"])
            }
        }
    }

    @Test(arguments: stores) func `S15: an item's validator is there without reading its content`(
        kind: StoreUnderTest
    ) async throws {
        try await kind.withStore { fixture in
            let written = try await fixture.put("item", "hello")
            let read = try #require(try await fixture.item("item"))
            for item in [written, read] {
                let etag = try await fixture.etag(item)
                if fixture.can(.listsETags) { #expect(item.etag == etag) }
                #expect(etag?.possibleMD5?.hexadecimal == "5d41402abc4b2a76b9719d911017c592")
            }
        }
    }
}

/// A store that forbids all reading.
private struct ForbiddingStore: DataStore {
    let name = "forbidding"
    let kind = "forbidding"
    let capabilities: DataCapabilities = [.search]
    let limits = DataLimits()

    private var refusal: DataError { DataError(.forbidden, "The store does not allow this.", store: name) }

    func read(_ key: DataKey) async throws(DataError) -> DataItem? { throw refusal }

    func reader(of item: DataItem, range: ByteRange) async throws(DataError) -> DataReader { throw refusal }

    func write(_ key: DataKey, _ bytes: DataReader, _ options: WriteOptions) async throws(DataError) -> DataItem {
        throw refusal
    }

    func delete(_ keys: [DataKey], _ options: DeleteOptions) async throws(DataError) -> [Result<Bool, DataError>] {
        throw refusal
    }

    func search(_ query: DataQuery, pageKey: String?, limit: Int) async throws(DataError) -> DataPage { throw refusal }
}
