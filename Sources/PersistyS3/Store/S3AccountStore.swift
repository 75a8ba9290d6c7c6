public import PersistyData

/// All buckets of a service in one store: a key's first part is the bucket, and the buckets are its first folders.
///
/// Buckets are neither made nor deleted as folders are: they have owners, regions and bills.
public final class S3AccountStore: DataStore {
    public let name: String
    public let kind = "s3"
    public let limits: DataLimits
    let service: S3Service
    let options: S3StoreOptions

    init(name: String, service: S3Service, options: S3StoreOptions) {
        self.name = name
        self.service = service
        self.options = options
        limits = S3Store(name: name, client: service.client, bucket: "", options: options).limits
    }

    public var capabilities: DataCapabilities { bucket("").capabilities }

    /// The items of one bucket. Stores of one service share all that is worth keeping.
    func bucket(_ bucket: String) -> S3Store {
        S3Store(name: name, client: service.client, bucket: bucket, options: options)
    }

    public func read(_ key: DataKey) async throws(DataError) -> DataItem? {
        guard let inner = try inner(key) else { return nil }
        return try await telling(inner.store.bucket, inner.key) { () throws(DataError) in
            outer(try await inner.store.read(inner.key), in: inner.store)
        }
    }

    public func read(_ keys: [DataKey]) async -> [Result<DataItem?, DataError>] {
        // A key without a bucket has no item.
        let found = await byBucket(keys.filter { (try? inner($0)) != nil }) { (store, keys, _) in
            await store.read(keys).map { $0.map { self.outer($0, in: store) } }
        }
        var rest = found[...]
        return keys.map { key in (try? inner(key)) == nil ? .success(nil) : rest.popFirst() ?? .success(nil) }
    }

    public func contents(of items: [DataItem]) async -> [Result<DataContent, DataError>] {
        await byBucket(items.map(\.key)) { (store, keys, indices) in
            await store.contents(of: zip(indices, keys).map { self.renamed(items[$0], $1) })
        }
    }

    public func reader(of item: DataItem, range: ByteRange) async throws(DataError) -> DataReader {
        let inner = try required(item.key)
        let bucket = inner.store.bucket
        let reader = try await telling(bucket, nil) { () throws(DataError) in
            try await inner.store.reader(of: renamed(item, inner.key), range: range)
        }
        return DataReader(
            size: reader.size, compared: reader.compared, md5: reader.md5, attributes: reader.attributes
        ) { () throws(DataError) in
            try await self.telling(bucket, nil) { () throws(DataError) in try await reader.next() }
        }
    }

    public func write(
        _ key: DataKey, _ bytes: DataReader, _ options: WriteOptions
    ) async throws(DataError) -> DataItem {
        let inner = try required(key)
        return try await telling(inner.store.bucket, inner.key) { () throws(DataError) in
            renamed(try await inner.store.write(inner.key, bytes, options), key)
        }
    }

    public func delete(
        _ keys: [DataKey], _ options: DeleteOptions
    ) async throws(DataError) -> [Result<Bool, DataError>] {
        try options.condition.checkForDelete(store: name)
        return await byBucket(keys) { (store, keys, _) throws(DataError) in try await store.delete(keys, options) }
    }

    public func delete(_ items: [DataItem], keepsFolders: Bool) async -> [Result<Bool, DataError>] {
        await byBucket(items.map(\.key)) { (store, keys, indices) in
            await store.delete(zip(indices, keys).map { self.renamed(items[$0], $1) }, keepsFolders: keepsFolders)
        }
    }

    public func plan(_ request: CopyRequest, from source: any DataStore) -> CopyPlan {
        guard let inner = try? inner(request.key) else { return .stream }
        return inner.store.plan(renamed(request, inner.key), from: source)
    }

    public func copy(_ requests: [CopyRequest], from source: any DataStore) async -> [Result<Copied, DataError>] {
        await byBucket(requests.map(\.key)) { (store, keys, indices) in
            let inner = zip(indices, keys).map { self.renamed(requests[$0], $1) }
            return zip(indices, await store.copy(inner, from: source)).map { index, result in
                result.map { copied in
                    var copied = copied
                    copied.item.key = requests[index].key
                    return copied
                }
            }
        }
    }

    public func facts(of item: DataItem) async throws(DataError) -> [DataFact] {
        let inner = try required(item.key)
        return try await telling(inner.store.bucket, nil) { () throws(DataError) in
            try await inner.store.facts(of: renamed(item, inner.key))
        }
    }
}

extension S3AccountStore {
    /// The bucket and the key in it; `nil` for a key without one, which no item has.
    func inner(_ key: DataKey) throws(DataError) -> (store: S3Store, key: DataKey)? {
        guard let slash = key.bytes.firstIndex(of: UInt8(ascii: "/")), slash > key.bytes.startIndex,
            let inside = try? DataKey(String(key.text[key.bytes.index(after: slash)...]))
        else { return nil }
        return (bucket(String(key.text[..<slash])), inside)
    }

    func required(_ key: DataKey) throws(DataError) -> (store: S3Store, key: DataKey) {
        guard let inner = try inner(key) else {
            throw DataError(
                .invalidKey, "No item can be here, beside the buckets.",
                hint: "The first part of a key is the bucket: BUCKET/KEY.", key: key.text, store: name,
                reason: "s3.no_bucket")
        }
        return inner
    }

    private func outer(_ item: DataItem?, in store: S3Store) -> DataItem? {
        guard var item, let key = try? DataKey(store.bucket + "/" + item.key.text) else { return nil }
        item.key = key
        return item
    }

    func renamed(_ item: DataItem, _ key: DataKey) -> DataItem {
        var item = item
        item.key = key
        return item
    }

    private func renamed(_ request: CopyRequest, _ key: DataKey) -> CopyRequest {
        var request = request
        request.key = key
        return request
    }

    /// One result a key, in order, of what `body` does in each bucket.
    private func byBucket<Made>(
        _ keys: [DataKey],
        _ body: (S3Store, [DataKey], [Int]) async throws(DataError) -> [Result<Made, DataError>]
    ) async -> [Result<Made, DataError>] {
        var results = [Result<Made, DataError>?](repeating: nil, count: keys.count)
        var groups: [String: (store: S3Store, keys: [DataKey], indices: [Int])] = [:]
        for (index, key) in keys.enumerated() {
            do throws(DataError) {
                let inner = try required(key)
                groups[inner.store.bucket, default: (inner.store, [], [])].keys.append(inner.key)
                groups[inner.store.bucket]?.indices.append(index)
            } catch {
                results[index] = .failure(error)
            }
        }
        for (_, group) in groups.sorted(by: { $0.key < $1.key }) {
            do throws(DataError) {
                let made = try await body(group.store, group.keys, group.indices)
                for (index, (key, result)) in zip(group.indices, zip(group.keys, made)) {
                    results[index] = result.mapError { $0.told(of: key, in: group.store.bucket) }
                }
            } catch {
                for index in group.indices { results[index] = .failure(error) }
            }
        }
        return zip(keys, results).map { key, result in result ?? .failure(.noAnswer(key: key.text, store: name)) }
    }
}
