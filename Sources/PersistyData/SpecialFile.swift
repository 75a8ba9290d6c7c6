/// A name in a store that is no item: a link, a pipe, a socket or a device.
///
/// There is nothing in it to read or to copy. Its name can be deleted and changed; what a link points to is not touched
/// by that.
public struct SpecialFile: Sendable, Hashable {
    /// Where it is.
    public var key: DataKey
    /// What it is; one that ``ItemBatch/Kind/isSpecial``.
    public var kind: ItemBatch.Kind
    /// Where a link points to, byte for byte as it is written in it. It comes from outside: escape it before showing it.
    public var target: [UInt8]?
    /// When it was last written.
    public var updatedAt: Timestamp?
    /// Which version of it this is, in the store's own terms.
    public var version: DataVersion?

    /// A special file as a store found it.
    public init(
        key: DataKey, kind: ItemBatch.Kind, target: [UInt8]? = nil, updatedAt: Timestamp? = nil,
        version: DataVersion? = nil
    ) {
        self.key = key
        self.kind = kind
        self.target = target
        self.updatedAt = updatedAt
        self.version = version
    }
}

extension DataStore {
    /// What is under `key` that is no item, itself and not what it points to; `nil` for an item, a folder or nothing.
    public func specialFile(_ key: DataKey) async throws(DataError) -> SpecialFile? {
        guard capabilities.contains(.specialFiles) else { return nil }
        guard let result = await specialFiles([key]).first else { throw .noAnswer(key: key.text, store: name) }
        return try result.get()
    }

    public func specialFiles(_ keys: [DataKey]) async -> [Result<SpecialFile?, DataError>] {
        keys.map { _ in .success(nil) }
    }

    public func delete(_ files: [SpecialFile], keepsFolders: Bool) async -> [Result<Bool, DataError>] {
        files.map { .failure(.noSpecialFiles($0.key, store: name)) }
    }

    public func rename(_ file: SpecialFile, to key: DataKey) async throws(DataError) -> SpecialFile {
        throw .noSpecialFiles(file.key, store: name)
    }

    public func facts(of file: SpecialFile) async throws(DataError) -> [DataFact] { [] }
}

extension DataError {
    fileprivate static func noSpecialFiles(_ key: DataKey, store: String) -> DataError {
        .unsupported(
            "This store has no links or special files.", hint: "Nothing was changed.", key: key.text, store: store)
    }
}
