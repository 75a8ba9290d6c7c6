import NIOCore
import PersistyData

/// A store that does only what it must, and declares no more: what the contract's defaults say is all it has.
struct PlainStore: DataStore {
    private let store: MemoryStore

    init(limits: DataLimits) { store = MemoryStore(name: "plain", limits: limits) }

    var name: String { store.name }
    var kind: String { "plain" }
    var capabilities: DataCapabilities { .everyOperation }
    var limits: DataLimits { store.limits }

    func read(_ key: DataKey) async throws(DataError) -> DataItem? { try await store.read(key) }

    func reader(of item: DataItem, range: ByteRange) async throws(DataError) -> DataReader {
        try await store.reader(of: item, range: range)
    }

    func write(_ key: DataKey, _ bytes: DataReader, _ options: WriteOptions) async throws(DataError) -> DataItem {
        try options.attributes.validate()
        guard options.condition == .always else {
            throw .unsupported("This store keeps no conditions.", key: key.text, store: name)
        }
        guard options.attributes.kept(by: capabilities).lost.isEmpty else {
            throw .unsupported("This store keeps no attributes.", key: key.text, store: name)
        }
        return try await store.write(key, bytes, options)
    }

    func delete(_ keys: [DataKey], _ options: DeleteOptions) async throws(DataError) -> [Result<Bool, DataError>] {
        guard options.condition == .always else { throw .unsupported("This store keeps no conditions.", store: name) }
        return try await store.delete(keys, options)
    }

    func search(_ query: DataQuery, pageKey: String?, limit: Int) async throws(DataError) -> DataPage {
        try await store.search(query, pageKey: pageKey, limit: limit)
    }
}
