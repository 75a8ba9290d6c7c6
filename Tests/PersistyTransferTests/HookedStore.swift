import NIOCore
import PersistyData
import Synchronization

/// A memory store that tells of each call, and lets a test fail it, hold it, or change things under it.
final class HookedStore: DataStore {
    enum Call: Sendable, Equatable {
        case read([String])
        case list(String)
        case copy([String])
        /// One item of a copy.
        case write(String, WriteCondition)
        case wrote(String)
        case delete([String])
        case deleted([String])
        case rename(String, String)
        case renameFolder(String, String)
        case createFolder(String)
        case deleteFolder(String)
    }

    let memory: MemoryStore
    let capabilities: DataCapabilities
    let limits: DataLimits
    private let calls = Mutex<[Call]>([])
    private let hook: Mutex<Hook>

    private struct Hook: Sendable {
        let run: @Sendable (Call) async throws(DataError) -> Void
    }

    init(
        _ name: String = "hooked", batch: Int = 1, without missing: DataCapabilities = [],
        with extra: DataCapabilities = [],
        hook: @escaping @Sendable (Call) async throws(DataError) -> Void = { (_) throws(DataError) in }
    ) {
        memory = MemoryStore(name: name, now: { Timestamp(seconds: 1000) })
        capabilities = memory.capabilities.subtracting(missing).union(extra)
        var limits = DataLimits()
        limits.copyBatch = batch
        self.limits = limits
        self.hook = Mutex(Hook(run: hook))
    }

    var name: String { memory.name }
    var kind: String { "memory" }
    var log: [Call] { calls.withLock { $0 } }

    func setHook(_ hook: @escaping @Sendable (Call) async throws(DataError) -> Void) {
        self.hook.withLock { $0 = Hook(run: hook) }
        calls.withLock { $0 = [] }
    }

    private func tell(_ call: Call) async throws(DataError) {
        calls.withLock { $0.append(call) }
        try await hook.withLock { $0 }.run(call)
    }

    func read(_ key: DataKey) async throws(DataError) -> DataItem? {
        try await tell(.read([key.text]))
        try Self.spell(key)
        return try await memory.read(key)
    }

    func read(_ keys: [DataKey]) async -> [Result<DataItem?, DataError>] {
        do throws(DataError) {
            try await tell(.read(keys.map(\.text)))
        } catch {
            return keys.map { _ in .failure(error) }
        }
        var results: [Result<DataItem?, DataError>] = []
        for key in keys {
            do throws(DataError) {
                try Self.spell(key)
                results.append(.success(try await memory.read(key)))
            } catch {
                results.append(.failure(error))
            }
        }
        return results
    }

    private static func spell(_ key: DataKey) throws(DataError) {
        guard !key.text.hasPrefix("/"), !key.text.contains("//") else {
            throw DataError(.invalidKey, "This store cannot spell the key.", key: key.text)
        }
    }

    func reader(of item: DataItem, range: ByteRange) async throws(DataError) -> DataReader {
        try await memory.reader(of: item, range: range)
    }

    func write(
        _ key: DataKey, _ bytes: DataReader, _ options: WriteOptions
    ) async throws(DataError) -> DataItem {
        switch options.condition {
        case .absent where !capabilities.contains(.writeIfAbsent): throw .unsupported("No such condition.")
        case .present where !capabilities.contains(.writeIfMatches): throw .unsupported("No such condition.")
        case .matches where !capabilities.contains(.writeIfMatches): throw .unsupported("No such condition.")
        default: break
        }
        try await tell(.write(key.text, options.condition))
        let item = try await memory.write(key, bytes, options)
        try await tell(.wrote(key.text))
        return item
    }

    func copy(_ requests: [CopyRequest], from source: any DataStore) async -> [Result<Copied, DataError>] {
        do throws(DataError) {
            try await tell(.copy(requests.map(\.key.text)))
        } catch {
            return requests.map { _ in .failure(error) }
        }
        var results: [Result<Copied, DataError>] = []
        for request in requests {
            do throws(DataError) {
                results.append(.success(try await stream(request, from: source)))
            } catch {
                results.append(.failure(error))
            }
        }
        return results
    }

    func delete(
        _ keys: [DataKey], _ options: DeleteOptions
    ) async throws(DataError) -> [Result<Bool, DataError>] {
        try await tell(.delete(keys.map(\.text)))
        let results = try await memory.delete(keys, options)
        try await tell(.deleted(keys.map(\.text)))
        return results
    }

    func search(_ query: DataQuery, pageKey: String?, limit: Int) async throws(DataError) -> DataPage {
        try await memory.search(query, pageKey: pageKey, limit: limit)
    }

    func list(_ query: DataQuery, attributes: Bool) -> DataListing {
        calls.withLock { $0.append(.list(query.prefix)) }
        return memory.list(query, attributes: attributes)
    }

    func rename(_ item: DataItem, to key: DataKey) async throws(DataError) -> DataItem {
        try await tell(.rename(item.key.text, key.text))
        return try await memory.rename(item, to: key)
    }

    func renameFolder(_ folder: DataPrefix, to other: DataPrefix) async throws(DataError) {
        try await tell(.renameFolder(folder.text, other.text))
        try await memory.renameFolder(folder, to: other)
    }

    func createFolder(_ folder: DataPrefix) async throws(DataError) {
        try await tell(.createFolder(folder.text))
        try await memory.createFolder(folder)
    }

    func deleteFolder(_ folder: DataPrefix) async throws(DataError) {
        try await tell(.deleteFolder(folder.text))
        try await memory.deleteFolder(folder)
    }
}
