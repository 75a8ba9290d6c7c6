import FaultProxy
import NIOCore
import PersistyData
import PersistyS3
import PersistyTestSupport
import S3TestSupport
import Testing

/// What is done while something goes wrong.
enum FaultedOperation: String, Sendable, CaseIterable {
    case list, head
    case getSmall = "get a small item", getGreat = "get a great item"
    case putSmall = "put a small item", putGreat = "put a great item"
    case createSmall = "create a small item", createGreat = "create a great item"
    case copy
    case delete = "delete a batch", deleteMatching = "delete what was seen"

    /// Whether a request of it must not be sent twice.
    var isConditional: Bool { [.createSmall, .createGreat, .deleteMatching].contains(self) }

    /// The requests it makes where nothing goes wrong.
    var requests: [RequestKind] {
        switch self {
        case .list: [.list]
        case .head: [.head]
        case .getSmall: [.get]
        case .getGreat: [.head, .get, .get]
        case .putSmall, .createSmall: [.put]
        case .putGreat: [.create, .part, .part, .complete]
        case .copy: [.copy]
        // The parts are those of a put.
        case .createGreat: [.complete]
        // Without the listing before, in the place of which every key is asked for.
        case .delete: [.deleteBatch]
        case .deleteMatching: [.delete]
        }
    }
}

/// A bucket with what the operations need.
struct FaultGround: Sendable {
    static let folder = "list/"
    static let listed = 7
    static let small = ByteBuffer(bytes: seededBytes(70_001, seed: 1))
    static let great = ByteBuffer(bytes: seededBytes(9 << 20 | 17, seed: 2))
    static let old = ByteBuffer(bytes: seededBytes(4_099, seed: 3))

    let server: S3Server
    let bucket: String
    /// Without anything between.
    let direct: S3Store
    let smallItem: DataItem
    let greatItem: DataItem

    init(_ server: S3Server, _ bucket: String) async throws {
        (self.server, self.bucket) = (server, bucket)
        direct = S3Store(name: server.name, client: server.client, bucket: bucket)
        try await server.prove(direct)
        for index in 0..<Self.listed {
            _ = try await direct.write(DataKey("\(Self.folder)\(index)"), [UInt8](repeating: 1, count: index))
        }
        func put(_ name: String, _ bytes: ByteBuffer, _ store: S3Store) async throws -> DataItem {
            _ = try await store.write(try DataKey(name), DataReader(bytes), WriteOptions())
            return try #require(try await store.read(try DataKey(name)))
        }
        smallItem = try await put("small", Self.small, direct)
        greatItem = try await put("great", Self.great, direct)
    }

    /// Does `operation` through `store` on keys below `prefix`, and looks whether what it says is true.
    func run(_ operation: FaultedOperation, _ store: S3Store, _ prefix: String) async throws -> DataError? {
        let what = "\(operation.rawValue) \(prefix)"
        switch operation {
        case .list:
            return check(
                await within(.seconds(60), what) { () throws(DataError) in
                    var names: [String] = []
                    for try await batch in store.list(DataQuery(prefix: Self.folder), attributes: false) {
                        for row in 0..<batch.count {
                            names.append("\(batch.name(row) ?? "?") \(batch.size(row) ?? -1)")
                        }
                    }
                    return names
                }
            ) { #expect($0 == (0..<Self.listed).map { "\($0) \($0)" }, "\(what)") }
        case .head:
            return check(
                await within(.seconds(60), what) { () throws(DataError) in
                    try await store.read(smallItem.key)
                }
            ) { #expect($0 == nil || $0?.size == smallItem.size && $0?.etag == smallItem.etag, "\(what)") }
        case .getSmall: return await get(smallItem, Self.small, store, what)
        case .getGreat: return await get(greatItem, Self.great, store, what)
        case .putSmall: return try await put(Self.small, store, prefix, WriteOptions(), what)
        case .putGreat: return try await put(Self.great, store, prefix, WriteOptions(), what)
        case .createSmall: return try await put(Self.small, store, prefix, .creating, what)
        case .createGreat: return try await put(Self.great, store, prefix, .creating, what)
        case .copy:
            let key = try DataKey(prefix + "copy")
            var item = smallItem
            // To the store, the proxy is the service.
            item.location = store.location(item.key)
            let request = CopyRequest(item, to: key)
            let result = await within(.seconds(60), what) { () throws(DataError) in
                try await store.copy([request], from: store)[0].get()
            }
            try await expect(key, Self.small, isThere: (try? result.get()) != nil, what)
            return check(result) { #expect($0.item.size == smallItem.size, "\(what)") }
        case .delete: return try await delete(store, prefix, what)
        case .deleteMatching:
            let key = try DataKey(prefix + "seen")
            let etag = try #require(try await direct.write(key, [1]).etag)
            let result = await within(.seconds(60), what) { () throws(DataError) in
                try await store.delete([key], DeleteOptions(condition: .matches(etag)))[0].get()
            }
            let isLeft = try await direct.read(key) != nil
            return check(result) { #expect($0 && !isLeft, "\(what)") }
        }
    }

    private func check<Value>(_ result: Result<Value, DataError>, _ check: (Value) -> Void) -> DataError? {
        switch result {
        case .success(let value): check(value)
        case .failure(let error): return error
        }
        return nil
    }

    private func get(_ item: DataItem, _ bytes: ByteBuffer, _ store: S3Store, _ what: String) async -> DataError? {
        check(
            await within(.seconds(60), what) { () throws(DataError) in
                try await store.reader(of: item).collect(upTo: 32 << 20)
            }
        ) { #expect($0 == bytes, "\(what)") }
    }

    private func put(
        _ bytes: ByteBuffer, _ store: S3Store, _ prefix: String, _ options: WriteOptions,
        _ what: String
    ) async throws -> DataError? {
        let key = try DataKey(prefix + "put")
        let hasOld = options.condition == .always && prefix.utf8.reduce(0) { $0 &+ Int($1) } % 2 == 0
        if hasOld { _ = try await direct.write(key, DataReader(Self.old), WriteOptions()) }
        let result = await within(.seconds(60), what) { () throws(DataError) in
            try await store.write(key, DataReader(bytes), options)
        }
        try await expect(key, bytes, old: hasOld ? Self.old : nil, isThere: (try? result.get()) != nil, what)
        return check(result) { #expect($0.size == Int64(bytes.readableBytes), "\(what)") }
    }

    /// Looks whether the service has the bytes; where it need not, it may have none, or the old ones, and never others.
    private func expect(
        _ key: DataKey, _ bytes: ByteBuffer, old: ByteBuffer? = nil, isThere: Bool, _ what: String
    ) async throws {
        let found = try await direct.bytes(of: key, upTo: 32 << 20)
        let isOne = found == bytes || !isThere && found == old
        #expect(isOne, "\(what): the service has \(found?.readableBytes ?? -1) bytes")
    }

    private func delete(_ store: S3Store, _ prefix: String, _ what: String) async throws -> DataError? {
        let keys = try (0..<6).map { try DataKey("\(prefix)\($0)") }
        for key in keys { _ = try await direct.write(key, [1]) }
        let result = await within(.seconds(60), what) { () throws(DataError) in
            try await store.delete(keys, DeleteOptions())
        }
        let outcomes = try? result.get()
        let left = await direct.read(keys)
        for (outcome, left) in zip(outcomes ?? [], left) where (try? outcome.get()) != nil {
            #expect(try left.get() == nil, "\(what)")
        }
        if case .failure(let error) = result { return error }
        for case .failure(let error) in outcomes ?? [] { return error }
        return nil
    }
}
