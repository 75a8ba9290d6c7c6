public import PersistyData

/// The items of a bucket of a service that speaks S3.
///
/// Bytes never pass through memory whole: great items go in parts, side by side, within
/// ``S3StoreOptions/uploadMemory`` and ``S3StoreOptions/downloadMemory``.
public final class S3Store: DataStore {
    public let name: String
    public let kind = "s3"
    public let limits: DataLimits
    /// The bucket.
    public let bucket: String
    package let client: S3Client
    let options: S3StoreOptions
    /// Bytes that uploads hold.
    let uploadMemory: Allowance
    /// Bytes that downloads have read ahead.
    let downloadMemory: Allowance

    /// How many requests a batch of items makes side by side.
    static let width = 32

    /// A store of the items of `bucket`; nothing is sent yet.
    package init(name: String, client: S3Client, bucket: String, options: S3StoreOptions = S3StoreOptions()) {
        self.name = name
        self.client = client
        self.bucket = bucket
        self.options = options
        var limits = DataLimits()
        limits.itemSize = options.itemSize ?? PartSize.greatestItem
        limits.contentTypes = options.contentTypes
        limits.deleteBatch = S3Client.deletionBatch
        limits.copyBatch = 64
        self.limits = limits
        uploadMemory = Allowance(options.uploadMemory)
        downloadMemory = Allowance(options.downloadMemory)
    }

    /// What is known of the service, as this bucket sees it, and what the options say of it.
    public var profile: ServiceProfile { options.applied(to: client.memory.profile(of: bucket)) }

    public var capabilities: DataCapabilities {
        var capabilities: DataCapabilities = [
            .everyOperation, .attributes, .listsAttributes, .listsETags, .contentsTellAttributes,
        ]
        let profile = profile
        capabilities.formUnion([.versions, .storageClasses, .uploads])
        if profile.knowsTags != false { capabilities.insert(.tags) }
        if profile.knowsTags == true { capabilities.insert(.copiesTags) }
        if profile.keepsCreateCondition == true { capabilities.insert(.writeIfAbsent) }
        if profile.keepsReplaceCondition == true, profile.keepsDeleteCondition == true {
            capabilities.insert(.writeIfMatches)
        }
        return capabilities
    }

    public func read(_ key: DataKey) async throws(DataError) -> DataItem? {
        do throws(RequestError) {
            return try await client.head(name(of: key)).map { item(key, $0) }
        } catch {
            throw error.dataError(key: key.text, store: name)
        }
    }

    public func facts(of item: DataItem) async throws(DataError) -> [DataFact] { try await factsOfObject(item) }
}

extension S3Store {
    /// The name of an item; of the version that `item` is, where that is said.
    func name(of key: DataKey, version: String? = nil) -> ItemName {
        ItemName(bucket: bucket, key: key.text, versionID: version)
    }

    func name(of item: DataItem) -> ItemName {
        var version: String?
        if case .object(_, bucket, item.key.text, let known) = item.location { version = known }
        return name(of: item.key, version: version)
    }

    /// The item that an answer describes.
    func item(_ key: DataKey, _ head: ItemHead) -> DataItem {
        DataItem(
            key: key, size: head.size, updatedAt: head.updatedAt, etag: head.etag, attributes: head.attributes,
            digests: head.digests(etagIsMD5: profile.etagIsMD5 == true),
            version: head.etag.map { DataVersion($0.value) }, location: location(key))
    }

    /// Where the bytes of items of this bucket lie.
    package func location(_ key: DataKey, version: String? = nil) -> DataLocation {
        .object(service: client.identity, bucket: bucket, key: key.text, version: version)
    }

    func failure(_ error: RequestError, _ key: DataKey? = nil) -> DataError {
        error.dataError(key: key?.text, store: name)
    }
}
