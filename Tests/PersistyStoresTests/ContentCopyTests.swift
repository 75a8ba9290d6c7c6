import PersistyData
import PersistyTestSupport
import Synchronization
import Testing

@Suite struct `Copies of items that lie in no file` {
    @Test(arguments: [StoreUnderTest.directory, .chunk])
    func `get short items many at a call and long ones as they come`(kind: StoreUnderTest) async throws {
        let source = CountingStore()
        let short = try (0..<40).map { try DataKey("short/\($0)") }
        let long = try DataKey("long")
        for (number, key) in short.enumerated() { _ = try await source.put(key, count: 1000 + number) }
        _ = try await source.put(long, count: 3 << 20)
        try await kind.withStore { fixture in
            var requests: [CopyRequest] = []
            for key in short + [long] { requests.append(try await CopyRequest(source.item(key))) }
            for (request, result) in zip(requests, await fixture.store.copy(requests, from: source)) {
                let copied = try result.get()
                #expect(copied.item.key == request.item.key)
                #expect(copied.item.size == request.item.size)
                #expect(copied.verification == .compared(.md5))
            }
        }
        #expect(source.calls.withLock { $0 } == [short])
        #expect(source.readers.withLock { $0 } == [long])
    }
}

/// A store in memory that tells how it was read.
private final class CountingStore: DataStore {
    private let memory = MemoryStore(name: "counting")
    let calls = Mutex<[[DataKey]]>([])
    let readers = Mutex<[DataKey]>([])

    var name: String { memory.name }
    var kind: String { "counting" }
    var capabilities: DataCapabilities { memory.capabilities }
    var limits: DataLimits { memory.limits }

    func put(_ key: DataKey, count: Int) async throws(DataError) -> DataItem {
        try await memory.write(key, DataReader([UInt8](repeating: 7, count: count)), WriteOptions())
    }

    func item(_ key: DataKey) async throws -> DataItem { try #require(await memory.read(key)) }

    func read(_ key: DataKey) async throws(DataError) -> DataItem? { try await memory.read(key) }

    func reader(of item: DataItem, range: ByteRange) async throws(DataError) -> DataReader {
        readers.withLock { $0.append(item.key) }
        return try await memory.reader(of: item, range: range)
    }

    func contents(of items: [DataItem]) async -> [Result<DataContent, DataError>] {
        calls.withLock { $0.append(items.map(\.key)) }
        return await memory.contents(of: items)
    }

    func write(_ key: DataKey, _ bytes: DataReader, _ options: WriteOptions) async throws(DataError) -> DataItem {
        try await memory.write(key, bytes, options)
    }

    func delete(_ keys: [DataKey], _ options: DeleteOptions) async throws(DataError) -> [Result<Bool, DataError>] {
        try await memory.delete(keys, options)
    }

    func search(_ query: DataQuery, pageKey: String?, limit: Int) async throws(DataError) -> DataPage {
        try await memory.search(query, pageKey: pageKey, limit: limit)
    }
}
