import NIOCore
import PersistyData
import Testing

/// One promise of copying, for an ordered pair of stores.
package struct PairCase: Sendable, CustomTestStringConvertible {
    package let number: Int
    package let title: String
    package let source: String
    let body: @Sendable (_ source: StoreFixture, _ destination: StoreFixture) async throws -> Void

    init(
        _ number: Int, _ title: String, _ source: String,
        _ body: @escaping @Sendable (_ source: StoreFixture, _ destination: StoreFixture) async throws -> Void
    ) {
        self.number = number
        self.title = title
        self.source = source
        self.body = body
    }

    package var testDescription: String { "\(number): \(title)" }

    /// Holds copies from one kind of store to another, or to another of its kind, against the promise.
    package func check(from source: StoreUnderTest, to destination: StoreUnderTest) async throws {
        try await source.withStore { source in
            try await destination.withStore { try await body(source, $0) }
        }
    }

    /// Every promise of copying between two stores.
    package static let all: [PairCase] = [
        .init(
            98, "A copy of what is gone fails, one over an item replaces it unless it may not", "GC, OS, OD",
            PairChecks.targets),
        .init(100, "A copy keeps the attributes, or takes those that are given", "S3T", PairChecks.attributes),
        .init(101, "A copy is independent of its source", "GC DoesNotAliasAttributes", PairChecks.independence),
        .init(102, "The plan is made without reading content, and kept or fallen back from", "N", PairChecks.plans),
        .init(103, "Copies of every size have equal bytes, sizes and digests", "N", PairChecks.sizes),
        .init(107, "Bytes, type and the user's pairs arrive, or their loss is reported", "N", PairChecks.losses),
        .init(
            108, "A copy cancelled at any point leaves nothing, or is whole", "RC MultithreadCopyAbort",
            PairChecks.cancelled),
        .init(109, "An expected digest that does not match stops the copy", "N", PairChecks.expected),
        .init(110, "The result says by what it was verified, and no more", "N", PairChecks.verification),
        .init(112, "Progress only grows and ends at the size", "N", PairChecks.progress),
    ]
}

extension ConformanceCase {
    static let copying: [ConformanceCase] =
        PairCase.all.flatMap { pair in
            [
                ConformanceCase(pair.number, "\(pair.title), from memory", pair.source) { fixture in
                    try await StoreUnderTest.memory.withStore { try await pair.body($0, fixture) }
                },
                ConformanceCase(pair.number, "\(pair.title), to memory", pair.source) { fixture in
                    try await StoreUnderTest.memory.withStore { try await pair.body(fixture, $0) }
                },
                ConformanceCase(pair.number, "\(pair.title), to another of its kind", pair.source) { fixture in
                    try await fixture.kind.withStore { try await pair.body(fixture, $0) }
                },
                ConformanceCase(pair.number, "\(pair.title), inside one store", pair.source) { fixture in
                    try await pair.body(fixture, fixture)
                },
            ]
        } + [
            .init(99, "A copy onto itself leaves the item as it is", "OD IsSameFile, S3T", CopyCases.ontoItself),
            .init(109, "A byte changed on the way is found, and nothing is stored", "N", CopyCases.tampered),
            .init(110, "Without a digest of the source nothing is called compared", "N", CopyCases.withoutDigest),
            .init(
                112, "A batch gives one result a request, in order, and one failure does not stop the rest", "N",
                CopyCases.batch),
        ]
}

/// What every store promises of copies into it that need no second store of a kind.
enum CopyCases {
    static func ontoItself(_ fixture: StoreFixture) async throws {
        let bytes = seededBytes(2 * fixture.kind.pieceSize)
        let item = try await fixture.put("item", bytes)
        try await fixture.store.copy(item, from: fixture.store)
        #expect(try await fixture.bytes("item") == bytes)
        #expect(try await fixture.keys() == ["item"])
        guard fixture.can(.attributes) else { return }
        var request = CopyRequest(try #require(try await fixture.item("item")))
        request.options.attributes.user = ["a": "new"]
        request.replacesAttributes = true
        for result in await fixture.store.copy([request], from: fixture.store) { _ = try result.get() }
        #expect(try await fixture.bytes("item") == bytes)
        #expect(try await fixture.item("item")?.attributes?.user == ["a": "new"])
    }

    static func tampered(_ fixture: StoreFixture) async throws {
        let source = TamperingStore()
        let bytes = seededBytes(3 * fixture.kind.pieceSize)
        let item = try await source.write(DataKey("item"), bytes)
        try await fixture.put("present", "former")
        for key in ["present", "absent"] {
            try await fixture.expectUnchanged("a byte changed on the way") {
                await expectFailure(.corrupt, "a byte changed on the way") {
                    try await fixture.store.copy(item, from: source, to: DataKey(key))
                }
            }
        }
    }

    static func withoutDigest(_ fixture: StoreFixture) async throws {
        let source = MemoryStore()
        var item = try await source.write(DataKey("item"), seededBytes(1000))
        item.digests = []
        let copied = try await fixture.store.copy(item, from: source)
        switch copied.verification {
        case .recorded, .sizeOnly: break
        case .compared, .service, .shared: Issue.record("\(copied.verification) without anything to compare with")
        }
        var request = CopyRequest(item)
        request.verifies = false
        let results = await fixture.store.copy([request], from: source)
        #expect(try results.first?.get().verification == .sizeOnly)
    }

    static func batch(_ fixture: StoreFixture) async throws {
        let source = MemoryStore()
        var requests: [CopyRequest] = []
        for number in 0..<10 {
            let item = try await source.write(DataKey("item-\(number)"), "of \(number)".utf8)
            requests.append(CopyRequest(item))
            if number % 3 == 1 { try await source.delete(item.key) }
        }
        let results = await fixture.store.copy(requests, from: source)
        try #require(results.count == 10)
        for number in 0..<10 {
            switch results[number] {
            case .success(let copied):
                #expect(copied.item.key.text == "item-\(number)")
                #expect(try await fixture.text("item-\(number)") == "of \(number)")
            case .failure(let error):
                #expect(number % 3 == 1, "\(error)")
                #expect(try await fixture.item("item-\(number)") == nil)
            }
        }
        #expect(try await fixture.store.count() == 7)
    }
}

/// A memory store that changes one byte of whatever is read from it, and vouches for the bytes as they were.
struct TamperingStore: DataStore {
    private let store = MemoryStore(name: "tampering")

    var name: String { store.name }
    var kind: String { "tampering" }
    var capabilities: DataCapabilities { store.capabilities }
    var limits: DataLimits { store.limits }

    func read(_ key: DataKey) async throws(DataError) -> DataItem? { try await store.read(key) }

    func reader(of item: DataItem, range: ByteRange) async throws(DataError) -> DataReader {
        let reader = try await store.reader(of: item, range: range)
        return DataReader(size: reader.size) { () throws(DataError) in
            guard var buffer = try await reader.next() else { return nil }
            let place = buffer.readerIndex + buffer.readableBytes / 2
            if let byte = buffer.getInteger(at: place, as: UInt8.self) { buffer.setInteger(byte ^ 1, at: place) }
            return buffer
        }
    }

    func write(_ key: DataKey, _ bytes: DataReader, _ options: WriteOptions) async throws(DataError) -> DataItem {
        try await store.write(key, bytes, options)
    }

    func delete(_ keys: [DataKey], _ options: DeleteOptions) async throws(DataError) -> [Result<Bool, DataError>] {
        try await store.delete(keys, options)
    }

    func search(_ query: DataQuery, pageKey: String?, limit: Int) async throws(DataError) -> DataPage {
        try await store.search(query, pageKey: pageKey, limit: limit)
    }
}
