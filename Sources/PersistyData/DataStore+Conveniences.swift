public import NIOCore

extension DataStore {
    /// Stores the bytes where there is no item yet.
    ///
    /// - Throws: ``DataError/Code/exists``.
    @discardableResult
    public func create(
        _ key: DataKey, _ bytes: DataReader, _ options: WriteOptions = WriteOptions()
    ) async throws(DataError) -> DataItem {
        var options = options
        options.condition = .absent
        return try await write(key, bytes, options)
    }

    /// Replaces an item.
    ///
    /// - Throws: ``DataError/Code/notFound``.
    @discardableResult
    public func update(
        _ key: DataKey, _ bytes: DataReader, _ options: WriteOptions = WriteOptions()
    ) async throws(DataError) -> DataItem {
        var options = options
        if options.condition == .always { options.condition = .present }
        return try await write(key, bytes, options)
    }

    /// Stores the bytes, whatever was there.
    @discardableResult
    public func write(_ key: DataKey, _ bytes: some Sequence<UInt8>) async throws(DataError) -> DataItem {
        try await write(key, DataReader(bytes), WriteOptions())
    }

    /// All bytes of the item under `key`, or `nil` when there is none.
    ///
    /// - Throws: ``DataError/Code/tooLarge`` for more than `limit` bytes.
    public func bytes(of key: DataKey, upTo limit: Int) async throws(DataError) -> ByteBuffer? {
        guard let item = try await read(key) else { return nil }
        return try await reader(of: item, range: .all).collect(upTo: limit)
    }

    /// All bytes of the item.
    public func reader(of item: DataItem) async throws(DataError) -> DataReader {
        try await reader(of: item, range: .all)
    }

    /// Deletes one item and tells whether there was one.
    @discardableResult
    public func delete(_ key: DataKey, _ options: DeleteOptions = DeleteOptions()) async throws(DataError) -> Bool {
        let results = try await delete([key], options)
        guard let result = results.first else {
            throw .noAnswer(key: key.text, store: name)
        }
        return try result.get()
    }

    /// Every match, in byte order; a page is asked for when the one before is used up.
    public func items(_ query: DataQuery = DataQuery(), pageSize: Int = 1000) -> DataItems {
        DataItems(store: self, query: query, pageSize: pageSize)
    }

    /// How many items match, by searching them.
    public func count(_ query: DataQuery = DataQuery()) async throws(DataError) -> Int {
        var count = 0
        for try await _ in items(query) { count += 1 }
        return count
    }

    /// Copies one item here.
    @discardableResult
    public func copy(
        _ item: DataItem, from source: any DataStore, to key: DataKey? = nil, options: WriteOptions = WriteOptions()
    ) async throws(DataError) -> Copied {
        let results = await copy([CopyRequest(item, to: key, options: options)], from: source)
        guard let result = results.first else {
            throw .noAnswer(key: item.key.text, store: name)
        }
        return try result.get()
    }

    /// The digest of the item's content, read from it.
    public func digest(
        _ algorithm: Digest.Algorithm, of item: DataItem, progress: (@Sendable (Int64) -> Void)? = nil
    ) async throws(DataError) -> Digest {
        var hasher = DigestHasher(algorithm)
        let reader = try await reader(of: item)
        while let buffer = try await reader.next() {
            guard !Task.isCancelled else { throw .cancelled(key: item.key.text, store: name) }
            hasher.update(buffer)
            progress?(Int64(buffer.readableBytes))
        }
        return hasher.finish()
    }
}

/// Items in byte order of key, searched page by page.
public struct DataItems: AsyncSequence, Sendable {
    public typealias Element = DataItem
    public typealias Failure = DataError

    let store: any DataStore
    let query: DataQuery
    let pageSize: Int

    public struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        let items: DataItems
        var rest: ArraySlice<DataItem> = []
        var pageKey: String?
        var isEnded = false

        public mutating func next() async throws(DataError) -> DataItem? {
            while rest.isEmpty, !isEnded {
                let page = try await unlessCancelled { [pageKey, items] () throws(DataError) in
                    try await items.store.search(items.query, pageKey: pageKey, limit: items.pageSize)
                }
                (pageKey, rest, isEnded) = (page.nextPageKey, page.items[...], page.nextPageKey == nil)
            }
            return rest.popFirst()
        }

        public mutating func next(isolation: isolated (any Actor)?) async throws(DataError) -> DataItem? {
            try await next()
        }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(items: self) }
}
