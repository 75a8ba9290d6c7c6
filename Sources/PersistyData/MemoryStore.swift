import NIOCore
import Synchronization

/// A store in memory: the reference that every other store is held against, and a fixture for tests.
public final class MemoryStore: DataStore {
    public let name: String
    public let kind = "memory"
    public let limits: DataLimits
    public let capabilities: DataCapabilities = [
        .everyOperation, .writeIfAbsent, .writeIfMatches, .attributes, .rename, .folders, .etagIsMD5, .listsAttributes,
        .listsETags,
    ]

    struct Entry: Sendable {
        var item: DataItem
        var content: ByteBuffer
    }

    let contents = Mutex(MemoryContents())
    /// Tells this store's versions from those of another.
    private let identity = String(UInt64.random(in: 0...UInt64.max), radix: 16)
    private let now: @Sendable () -> Timestamp

    /// An empty store.
    ///
    /// - Parameter now: The clock; successive items get its times, or later ones where it stands still.
    public init(
        name: String = "memory", limits: DataLimits = DataLimits(), now: @escaping @Sendable () -> Timestamp = { .now }
    ) {
        self.name = name
        self.limits = limits
        self.now = now
    }

    public func read(_ key: DataKey) async throws(DataError) -> DataItem? {
        contents.withLock { $0.entries[key]?.item }
    }

    public func reader(of item: DataItem, range: ByteRange) async throws(DataError) -> DataReader {
        guard let entry = contents.withLock({ $0.entries[item.key] }) else { throw .notFound(item.key, store: name) }
        guard item.version == nil || entry.item.version == item.version else {
            throw .replacedSince(item.key, store: name)
        }
        let range = try range.resolved(size: entry.item.size)
        guard let content = entry.content.getSlice(at: Int(range.lowerBound), length: range.count) else {
            throw DataError(
                .corrupt, "The item is shorter than it was.", hint: "Refresh and try again.", key: item.key.text,
                store: name)
        }
        return DataReader(size: Int64(range.count)) { [rest = Mutex(content)] () throws(DataError) in
            rest.withLock { rest in
                let length = min(rest.readableBytes, 1 << 18)
                return length == 0 ? nil : rest.readSlice(length: length)
            }
        }
    }

    public func write(
        _ key: DataKey, _ bytes: DataReader, _ options: WriteOptions
    ) async throws(DataError) -> DataItem {
        try options.attributes.validate()
        var intake = WriteIntake(
            key: key, store: name, announced: bytes.size, limits: limits, options: options, md5: bytes.md5)
        var content = ByteBuffer()
        while var buffer = try await bytes.next() {
            guard !Task.isCancelled else { throw .cancelled(key: key.text, store: name) }
            try intake.take(buffer)
            content.writeBuffer(&buffer)
        }
        let digest = try intake.finish()
        guard !Task.isCancelled else { throw .cancelled(key: key.text, store: name) }
        let type = try intake.contentType(first: Array(content.readableBytesView.prefix(512)))
        let time = now()
        return try contents.withLock { (contents) throws(DataError) in
            let former = contents.entries[key]?.item
            try options.condition.check(against: former, etag: former?.etag, key: key, store: name)
            contents.generation += 1
            var attributes = options.attributes
            attributes.contentType = type
            let item = DataItem(
                key: key, size: Int64(content.readableBytes), updatedAt: max(time, former?.updatedAt ?? time),
                etag: ETag(digest), attributes: attributes, digests: [digest],
                version: DataVersion("\(identity)-\(contents.generation)"))
            contents.put(Entry(item: item, content: content))
            return item
        }
    }

    public func delete(
        _ keys: [DataKey], _ options: DeleteOptions
    ) async throws(DataError) -> [Result<Bool, DataError>] {
        try options.condition.checkForDelete(store: name)
        return contents.withLock { contents in
            keys.map { key in
                do throws(DataError) {
                    let former = contents.entries[key]?.item
                    try options.condition.check(against: former, etag: former?.etag, key: key, store: name)
                    guard former != nil else { return .success(false) }
                    contents.remove(key)
                    if !options.keepsFolders {
                        contents.removeEmptied(key.folder)
                    } else if !key.folder.isRoot {
                        contents.folders.insert(key.folder)
                    }
                    return .success(true)
                } catch {
                    return .failure(error)
                }
            }
        }
    }

    public func search(_ query: DataQuery, pageKey: String?, limit: Int) async throws(DataError) -> DataPage {
        try query.check(limit: limit, pageKey: pageKey)
        return contents.withLock { $0.page(query, from: pageKey, limit: limit) }
    }

    public func plan(_ request: CopyRequest, from source: any DataStore) -> CopyPlan {
        let isOntoItself =
            request.key == request.item.key && !request.replacesAttributes && request.options.condition == .always
            && request.options.expected == nil && request.item.version != nil
            && contents.withLock { $0.entries[request.key]?.item.version } == request.item.version
        return isOntoItself ? .nothing : .stream
    }

    public func rename(_ item: DataItem, to key: DataKey) async throws(DataError) -> DataItem {
        try contents.withLock { (contents) throws(DataError) in
            guard var entry = contents.entries[item.key] else { throw .notFound(item.key, store: name) }
            guard item.version == nil || item.version == entry.item.version else {
                throw .replacedSince(item.key, store: name)
            }
            if key == item.key { return entry.item }
            try WriteCondition.absent.check(against: contents.entries[key]?.item, etag: nil, key: key, store: name)
            contents.remove(item.key)
            entry.item.key = key
            contents.put(entry)
            return entry.item
        }
    }

    public func renameFolder(_ folder: DataPrefix, to other: DataPrefix) async throws(DataError) {
        try contents.withLock { (contents) throws(DataError) in
            try contents.renameFolder(folder, to: other, store: name)
        }
    }

    public func createFolder(_ folder: DataPrefix) async throws(DataError) {
        contents.withLock { if !folder.isRoot { $0.folders.insert(folder) } }
    }

    public func deleteFolder(_ folder: DataPrefix) async throws(DataError) {
        try contents.withLock { (contents) throws(DataError) in
            guard !contents.hasItems(in: folder) else { throw .folderNotEmpty(folder, store: name) }
            contents.folders = contents.folders.filter { !folder.contains($0) }
        }
    }
}
