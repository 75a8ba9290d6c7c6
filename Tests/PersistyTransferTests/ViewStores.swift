import NIOCore
import PersistyData

/// One of several views of a memory store, whose items say where they lie.
final class ViewStore: DataStore {
    let place: MemoryStore
    let name: String
    private let isRewritten: Bool

    /// - Parameter isRewritten: Whether a copy writes the item anew; otherwise it finds it there and does nothing.
    init(_ place: MemoryStore, _ name: String, isRewritten: Bool) {
        (self.place, self.name, self.isRewritten) = (place, name, isRewritten)
    }

    var kind: String { "view" }
    var capabilities: DataCapabilities {
        place.capabilities.subtracting(isRewritten ? [.folders] : [.folders, .writeIfMatches])
    }
    var limits: DataLimits { place.limits }

    func read(_ key: DataKey) async throws(DataError) -> DataItem? { try await place.read(key).map(located) }

    func copy(_ requests: [CopyRequest], from source: any DataStore) async -> [Result<Copied, DataError>] {
        if isRewritten { return await place.copy(requests, from: source) }
        return requests.map { .success(Copied(item: located($0.item), plan: .kernel, verification: .shared)) }
    }

    func reader(of item: DataItem, range: ByteRange) async throws(DataError) -> DataReader {
        try await place.reader(of: item, range: range)
    }

    func write(_ key: DataKey, _ bytes: DataReader, _ options: WriteOptions) async throws(DataError) -> DataItem {
        try await place.write(key, bytes, options)
    }

    func delete(_ keys: [DataKey], _ options: DeleteOptions) async throws(DataError) -> [Result<Bool, DataError>] {
        try await place.delete(keys, options)
    }

    func search(_ query: DataQuery, pageKey: String?, limit: Int) async throws(DataError) -> DataPage {
        try await place.search(query, pageKey: pageKey, limit: limit)
    }

    private func located(_ item: DataItem) -> DataItem {
        var item = item
        item.location = .file(device: 1, inode: UInt64(item.key.text.utf8.reduce(7) { $0 * 31 + Int($1) }))
        return item
    }
}

/// Keeps no digests, so that a copy into it proves nothing; and keeps other bytes where it is not right.
final class BlindStore: DataStore {
    private let memory = MemoryStore(name: "blind")
    private let isRight: Bool

    init(isRight: Bool) { self.isRight = isRight }

    var name: String { memory.name }
    var kind: String { "blind" }
    var capabilities: DataCapabilities { memory.capabilities }
    var limits: DataLimits { memory.limits }

    func read(_ key: DataKey) async throws(DataError) -> DataItem? { try await memory.read(key).map(blinded) }

    func write(_ key: DataKey, _ bytes: DataReader, _ options: WriteOptions) async throws(DataError) -> DataItem {
        var content = Array(try await bytes.collect(upTo: 1 << 20).readableBytesView)
        if !isRight { content.reverse() }
        var options = options
        options.expected = nil
        return blinded(try await memory.write(key, DataReader(content), options))
    }

    func reader(of item: DataItem, range: ByteRange) async throws(DataError) -> DataReader {
        try await memory.reader(of: item, range: range)
    }

    func delete(_ keys: [DataKey], _ options: DeleteOptions) async throws(DataError) -> [Result<Bool, DataError>] {
        try await memory.delete(keys, options)
    }

    func search(_ query: DataQuery, pageKey: String?, limit: Int) async throws(DataError) -> DataPage {
        try await memory.search(query, pageKey: pageKey, limit: limit)
    }

    private func blinded(_ item: DataItem) -> DataItem {
        var item = item
        item.digests = []
        item.etag = nil
        return item
    }
}
