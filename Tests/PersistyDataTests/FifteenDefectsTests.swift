import NIOCore
import PersistyData
import PersistyTestSupport
import Testing

/// The defects of the original, S1 to S15, each as the promise that it broke.
@Suite struct `The fifteen defects of the original` {
    /// The stores that the defects of storing are tried on.
    static let stores: [StoreUnderTest] = [.memory, .owned, .restricted, .plain]

    @Test(arguments: stores, DefectCase.all) func `are not in any of these stores`(
        kind: StoreUnderTest, defect: DefectCase
    ) async throws {
        try await defect.check(kind)
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

    @Test func `S12: what is forbidden is an error and never absent`()
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
