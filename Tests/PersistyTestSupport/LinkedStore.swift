package import PersistyData
import Synchronization

/// A store in memory that has special files beside its items.
package final class LinkedStore: DataStore {
    /// The store that has the items.
    package let memory: MemoryStore
    private let files = Mutex<[DataKey: SpecialFile]>([:])

    /// A store without anything.
    package init(name: String = "linked", now: @escaping @Sendable () -> Timestamp = { .now }) {
        memory = MemoryStore(name: name, now: now)
    }

    /// Puts a special file there, or another version of it.
    package func put(_ key: String, _ kind: ItemBatch.Kind = .link, version: String = "1") throws(DataError) {
        let key = try DataKey(key)
        files.withLock { $0[key] = SpecialFile(key: key, kind: kind, version: DataVersion(version)) }
    }

    /// The keys of the special files that are there.
    package var specialKeys: [String] { files.withLock { $0.keys.sorted().map(\.text) } }

    package var name: String { memory.name }
    package var kind: String { "linked" }
    package var capabilities: DataCapabilities { memory.capabilities.union(.specialFiles) }
    package var limits: DataLimits { memory.limits }

    package func read(_ key: DataKey) async throws(DataError) -> DataItem? { try await memory.read(key) }

    package func reader(of item: DataItem, range: ByteRange) async throws(DataError) -> DataReader {
        try await memory.reader(of: item, range: range)
    }

    package func write(
        _ key: DataKey, _ bytes: DataReader, _ options: WriteOptions
    ) async throws(DataError) -> DataItem {
        try await memory.write(key, bytes, options)
    }

    package func delete(
        _ keys: [DataKey], _ options: DeleteOptions
    ) async throws(DataError) -> [Result<Bool, DataError>] {
        try await memory.delete(keys, options)
    }

    package func search(_ query: DataQuery, pageKey: String?, limit: Int) async throws(DataError) -> DataPage {
        try await memory.search(query, pageKey: pageKey, limit: limit)
    }

    package func list(_ query: DataQuery, attributes: Bool) -> DataListing {
        var special = ItemBatch()
        for key in specialKeys where key.utf8.starts(with: query.prefix.utf8) {
            let name = String(Substring(key.utf8.dropFirst(query.prefix.utf8.count)))
            guard query.delimiter == nil || !name.utf8.contains(UInt8(ascii: "/")) else { continue }
            let kind = files.withLock { files in files.values.first { $0.key.text.utf8.elementsEqual(key.utf8) }?.kind }
            special.append(name: name, kind: kind ?? .other)
        }
        let rest = Mutex<ItemBatch?>(special)
        let items = memory.list(query, attributes: attributes)
        return DataListing { () throws(DataError) in
            let batch = rest.withLock { $0.take() }
            if let batch { return batch }
            return try await items.next()
        }
    }

    package func rename(_ item: DataItem, to key: DataKey) async throws(DataError) -> DataItem {
        try await memory.rename(item, to: key)
    }

    package func createFolder(_ folder: DataPrefix) async throws(DataError) { try await memory.createFolder(folder) }

    package func deleteFolder(_ folder: DataPrefix) async throws(DataError) {
        guard !specialKeys.contains(where: { $0.utf8.starts(with: folder.text.utf8) }) else {
            throw DataError(.exists, "The folder is not empty.", key: folder.text, store: name)
        }
        try await memory.deleteFolder(folder)
    }

    package func specialFiles(_ keys: [DataKey]) async -> [Result<SpecialFile?, DataError>] {
        files.withLock { files in keys.map { .success(files[$0]) } }
    }

    package func delete(_ files: [SpecialFile], keepsFolders: Bool) async -> [Result<Bool, DataError>] {
        self.files.withLock { there in
            files.map { file in
                guard let found = there[file.key] else { return .success(false) }
                guard found.version == file.version else {
                    return .failure(DataError(.conditionFailed, "It was changed.", key: file.key.text, store: name))
                }
                there[file.key] = nil
                return .success(true)
            }
        }
    }

    package func rename(_ file: SpecialFile, to key: DataKey) async throws(DataError) -> SpecialFile {
        let isItem = try await memory.read(key) != nil
        return try files.withLock { (files) throws(DataError) in
            guard !isItem, files[key] == nil else {
                throw DataError(.exists, "There is something of that name already.", key: key.text, store: name)
            }
            guard var found = files.removeValue(forKey: file.key) else { throw .notFound(file.key, store: name) }
            found.key = key
            files[key] = found
            return found
        }
    }
}
