import NIOCore
import PersistyData
import Synchronization
import Testing

/// What two stores promise of copies from one to the other. They may be the same store, so the copies get other keys.
enum PairChecks {
    typealias Fixture = StoreFixture

    static func targets(_ source: Fixture, _ destination: Fixture) async throws {
        let item = try await source.put("from/item", "new")
        let copied = try await destination.store.copy(item, from: source.store, to: DataKey("to/item"))
        #expect(copied.item.key.text == "to/item")
        #expect(try await destination.text("to/item") == "new")
        try await destination.put("to/item", "former, and longer")
        await expectFailure(destination.can(.writeIfAbsent) ? .exists : .unsupported, "over an item, creating") {
            try await destination.store.copy(item, from: source.store, to: DataKey("to/item"), options: .creating)
        }
        #expect(try await destination.text("to/item") == "former, and longer")
        try await destination.store.copy(item, from: source.store, to: DataKey("to/item"))
        #expect(try await destination.text("to/item") == "new")
        try await source.store.delete(item.key)
        try await destination.expectUnchanged("a copy of what is gone") {
            await expectFailure([.notFound, .conditionFailed], "a copy of what is gone") {
                try await destination.store.copy(item, from: source.store, to: DataKey("to/item"))
            }
        }
    }

    static func attributes(_ source: Fixture, _ destination: Fixture) async throws {
        var options = WriteOptions()
        if source.can(.attributes) { options.attributes = AttributeCases.full(for: source, destination) }
        let item = try await source.put("from", "content", options)
        let copied = try await destination.store.copy(item, from: source.store, to: DataKey("to"))
        let found = try await destination.item("to")?.attributes
        if destination.can(.attributes) {
            #expect(found?.user == options.attributes.user)
            #expect(found?.cacheControl == options.attributes.cacheControl)
            if destination.kind.keepsContentType { #expect(found?.contentType == item.contentType) }
            #expect(copied.item.attributes?.user == options.attributes.user)
            var request = CopyRequest(item, to: try DataKey("other"))
            request.replacesAttributes = true
            request.options.attributes.user = ["b": "given"]
            for result in await destination.store.copy([request], from: source.store) { _ = try result.get() }
            let given = try await destination.item("other")?.attributes
            #expect(given?.user == ["b": "given"])
            #expect(given?.cacheControl == nil)
        }
    }

    static func independence(_ source: Fixture, _ destination: Fixture) async throws {
        let first = seededBytes(source.kind.pieceSize + 1, seed: 1)
        let item = try await source.put("from", first)
        let copied = try await destination.store.copy(item, from: source.store, to: DataKey("to"))
        try await source.put("from", seededBytes(first.count, seed: 2))
        #expect(try await destination.bytes("to") == first)
        #expect(try await destination.item("to")?.size == copied.item.size)
        try await source.store.delete(item.key)
        #expect(try await destination.bytes("to") == first)
        try await source.put("from", first)
        try await destination.put("to", "changed")
        #expect(try await source.bytes("from") == first)
    }

    static func plans(_ source: Fixture, _ destination: Fixture) async throws {
        let item = try await source.put("from", seededBytes(1000))
        let watched = WatchedStore(source.store)
        let request = CopyRequest(item, to: try DataKey("to"))
        _ = destination.store.plan(request, from: watched)
        #expect(watched.reads == 0, "a plan reads nothing")
        let plan = destination.store.plan(request, from: source.store)
        let copied = try await destination.store.copy([request], from: source.store)[0].get()
        let order = CopyPlan.allCases
        let planned = try #require(order.firstIndex(of: plan))
        let done = try #require(order.firstIndex(of: copied.plan))
        #expect(
            planned <= done, "planned \(plan), done by \(copied.plan): it falls to a dearer plan, never to a cheaper")
    }

    static func sizes(_ source: Fixture, _ destination: Fixture) async throws {
        let piece = destination.kind.pieceSize
        for size in [0, 1, piece - 1, piece, piece + 1, 3 * piece] {
            let bytes = seededBytes(size, seed: UInt64(size))
            let item = try await source.put("from", bytes)
            for verifies in [true, false] {
                var request = CopyRequest(item, to: try DataKey("to"))
                request.verifies = verifies
                let copied = try await destination.store.copy([request], from: source.store)[0].get()
                #expect(copied.item.size == Int64(size))
                #expect(try await destination.bytes("to") == bytes)
                let wanted = bytes.withUnsafeBytes { DigestHasher.digest(.md5, of: $0) }
                for digest in copied.item.digests where digest.algorithm == .md5 { #expect(digest == wanted) }
                guard destination.can(.etagIsMD5) else { continue }
                #expect(try await destination.etag(copied.item) == ETag(wanted), "\(size) bytes")
                let found = try #require(try await destination.item("to"))
                #expect(try await destination.etag(found) == ETag(wanted), "\(size) bytes, asked again")
            }
        }
    }

    static func losses(_ source: Fixture, _ destination: Fixture) async throws {
        guard source.can(.attributes) else { return }
        var options = WriteOptions()
        options.attributes = AttributeCases.full(for: source, destination)
        let item = try await source.put("from", "content", options)
        var bare = item
        bare.attributes = nil
        for item in [item, bare] {
            let copied = try await destination.store.copy(item, from: source.store, to: DataKey("to"))
            let found = try await destination.item("to")?.attributes
            if found?.user != options.attributes.user {
                #expect(!copied.lostAttributes.isEmpty, "what the destination does not keep is said")
            } else {
                #expect(copied.lostAttributes.isEmpty, "nothing is lost: \(copied.lostAttributes)")
            }
        }
    }

    static func cancelled(_ source: Fixture, _ destination: Fixture) async throws {
        let bytes = seededBytes(20 * destination.kind.pieceSize)
        let item = try await source.put("from", bytes)
        for part in [0, 10, 50, 95, 100] {
            let result = await withCancellableTask { cancel in
                var request = CopyRequest(item, to: try DataKey("to"))
                let copied = Mutex(0)
                request.progress = { more in
                    let sum = copied.withLock { copied in
                        copied += Int(more)
                        return copied
                    }
                    if sum >= bytes.count * part / 100 { cancel() }
                }
                if part == 0 { cancel() }
                return try await destination.store.copy([request], from: source.store)[0].get()
            }
            switch result {
            case .success:
                // A plan of one step, or one that was done when the last progress was told.
                #expect(part > 0, "a copy cancelled before it began is not made")
                #expect(try await destination.bytes("to") == bytes)
                try await destination.store.delete(DataKey("to"))
            case .failure(let error):
                #expect(DataError(error).code == .cancelled)
                #expect(try await destination.item("to") == nil)
            }
            #expect(try await destination.leftovers().isEmpty)
        }
    }

    static func expected(_ source: Fixture, _ destination: Fixture) async throws {
        let item = try await source.put("from", "content")
        var options = WriteOptions()
        for algorithm in Digest.Algorithm.allCases {
            options.expected = DigestHasher.digest(algorithm, of: UnsafeRawBufferPointer(start: nil, count: 0))
            await expectFailure(.corrupt, "another \(algorithm.title)") {
                try await destination.store.copy(item, from: source.store, to: DataKey("to"), options: options)
            }
            #expect(try await destination.item("to") == nil)
        }
        options.expected = Array("content".utf8).withUnsafeBytes { DigestHasher.digest(.sha256, of: $0) }
        try await destination.store.copy(item, from: source.store, to: DataKey("to"), options: options)
        #expect(try await destination.text("to") == "content")
    }

    static func verification(_ source: Fixture, _ destination: Fixture) async throws {
        let item = try await source.put("from", seededBytes(100_000))
        let copied = try await destination.store.copy(item, from: source.store, to: DataKey("to"))
        switch copied.verification {
        case .compared(let algorithm):
            #expect(copied.item.size == item.size)
            let there = try await destination.store.digest(algorithm, of: copied.item)
            let here = try await source.store.digest(algorithm, of: item)
            #expect(there == here, "what is said to be compared is equal")
        case .recorded(let algorithm):
            let found = try #require(try await destination.item("to"))
            let recorded = copied.item.digest(algorithm) ?? found.digest(algorithm)
            let there = try await destination.store.digest(algorithm, of: found)
            #expect(recorded == there, "what is said to be recorded is")
        case .service:
            #expect([.service, .serviceParts].contains(copied.plan))
        case .shared:
            #expect([.nothing, .clone, .records].contains(copied.plan))
        case .sizeOnly:
            Issue.record("a copy that was to be verified was not")
        }
        var request = CopyRequest(item, to: try DataKey("unverified"))
        request.verifies = false
        let unverified = try await destination.store.copy([request], from: source.store)[0].get()
        switch unverified.verification {
        case .sizeOnly, .service, .shared: break
        // More than was asked for may be known, where it cost nothing.
        case .recorded, .compared: break
        }
    }

    static func progress(_ source: Fixture, _ destination: Fixture) async throws {
        let item = try await source.put("from", seededBytes(10 * destination.kind.pieceSize + 3))
        let steps = Mutex<[Int64]>([])
        var request = CopyRequest(item, to: try DataKey("to"))
        request.progress = { more in steps.withLock { $0.append(more) } }
        _ = try await destination.store.copy([request], from: source.store)[0].get()
        let told = steps.withLock { $0 }
        #expect(told.allSatisfy { $0 > 0 }, "progress only grows")
        #expect(told.reduce(0, +) == item.size, "and ends at the size")
    }
}

/// A store that counts how often its content is asked for.
final class WatchedStore: DataStore {
    private let store: any DataStore
    private let count = Atomic(0)

    init(_ store: any DataStore) { self.store = store }

    var reads: Int { count.load(ordering: .relaxed) }
    var name: String { store.name }
    var kind: String { store.kind }
    var capabilities: DataCapabilities { store.capabilities }
    var limits: DataLimits { store.limits }

    func read(_ key: DataKey) async throws(DataError) -> DataItem? { try await store.read(key) }

    func reader(of item: DataItem, range: ByteRange) async throws(DataError) -> DataReader {
        count.add(1, ordering: .relaxed)
        return try await store.reader(of: item, range: range)
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

    func openFile(of item: DataItem) throws(DataError) -> Int32? {
        count.add(1, ordering: .relaxed)
        return try store.openFile(of: item)
    }
}
