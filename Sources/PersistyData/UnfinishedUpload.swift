/// An upload in parts that has begun and not ended. Its parts take room, and are paid for, until it is ended.
public struct UnfinishedUpload: Sendable, Hashable {
    /// The key that the item would get.
    public var key: DataKey
    /// The upload in the store's own terms. It comes from outside: escape it.
    public var id: String
    /// When it began.
    public var startedAt: Timestamp?
    /// How many bytes its parts have so far; `nil` when that could not be found out.
    public var size: Int64?
    /// How many parts there are so far; `nil` when that could not be found out.
    public var parts: Int?
    /// The class that the item would be stored in, where the store tells.
    public var storageClass: String?

    /// An upload.
    public init(
        key: DataKey, id: String, startedAt: Timestamp? = nil, size: Int64? = nil, parts: Int? = nil,
        storageClass: String? = nil
    ) {
        self.key = key
        self.id = id
        self.startedAt = startedAt
        self.size = size
        self.parts = parts
        self.storageClass = storageClass
    }
}

/// Unfinished uploads, found as they are asked for, some at a time.
public struct UnfinishedUploads: AsyncSequence, Sendable {
    public typealias Element = [UnfinishedUpload]
    public typealias Failure = DataError

    private let pull: @Sendable () async throws(DataError) -> [UnfinishedUpload]?

    /// The uploads that `next` gives until it gives `nil`.
    public init(next: @escaping @Sendable () async throws(DataError) -> [UnfinishedUpload]?) { pull = next }

    /// A listing that fails.
    package init(failing error: DataError) { self.init { () throws(DataError) in throw error } }

    /// The next ones, or `nil` at the end.
    public func next() async throws(DataError) -> [UnfinishedUpload]? { try await unlessCancelled(pull) }

    public struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        let pull: @Sendable () async throws(DataError) -> [UnfinishedUpload]?

        public mutating func next() async throws(DataError) -> [UnfinishedUpload]? { try await unlessCancelled(pull) }

        public mutating func next(isolation: isolated (any Actor)?) async throws(DataError) -> [UnfinishedUpload]? {
            try await next()
        }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pull: pull) }

    /// Those that `change` keeps, as it gives them.
    package func compactMap(
        _ change: @escaping @Sendable (UnfinishedUpload) -> UnfinishedUpload?
    ) -> UnfinishedUploads {
        UnfinishedUploads { () throws(DataError) in try await next()?.compactMap(change) }
    }
}
