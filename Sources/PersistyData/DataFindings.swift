import Synchronization

/// What verifying an item found.
public struct DataFinding: Sendable, Hashable {
    /// How an item is.
    public enum State: Sendable, Hashable {
        /// Its bytes are those that were stored, by this digest.
        case sound(Digest.Algorithm)
        /// They are not; the sentence says what is wrong.
        case damaged(String)
        /// Nothing is known to compare them with.
        case unknown
        /// It could not be read.
        case failed(DataError)
    }

    /// The item's key, or the name of the part that is damaged.
    public var key: String
    public var size: Int64
    public var state: State

    /// A finding.
    public init(key: String, size: Int64, state: State) {
        self.key = key
        self.size = size
        self.state = state
    }
}

/// Findings, each made when it is asked for.
public struct DataFindings: AsyncSequence, Sendable {
    public typealias Element = DataFinding
    public typealias Failure = DataError

    private let pull: @Sendable () async throws(DataError) -> DataFinding?

    /// Findings that `next` gives until it gives `nil`.
    public init(next: @escaping @Sendable () async throws(DataError) -> DataFinding?) { pull = next }

    public struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        let pull: @Sendable () async throws(DataError) -> DataFinding?

        public mutating func next() async throws(DataError) -> DataFinding? { try await unlessCancelled(pull) }

        public mutating func next(isolation: isolated (any Actor)?) async throws(DataError) -> DataFinding? {
            try await next()
        }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pull: pull) }
}

extension DataFindings {
    /// Reads every item of the query and compares it with a digest that its store vouches for.
    ///
    /// Of an item that is replaced meanwhile the newer version is read; one that is deleted meanwhile is left out.
    package init(reading store: any DataStore, _ query: DataQuery) {
        let items = Mutex(store.items(query).makeAsyncIterator())
        self.init { () throws(DataError) in
            while true {
                var iterator = items.withLock { $0 }
                let next = try await iterator.next()
                items.withLock { [iterator] in $0 = iterator }
                guard var item = next else { return nil }
                var state = await store.state(of: item)
                if case .failed(let error) = state, error.code == .conditionFailed || error.code == .notFound {
                    guard let newer = try await store.read(item.key) else { continue }
                    item = newer
                    state = await store.state(of: newer)
                }
                return DataFinding(key: item.key.text, size: item.size, state: state)
            }
        }
    }
}

extension DataStore {
    /// Whether the item's bytes are those that its store vouches for.
    package func state(of item: DataItem) async -> DataFinding.State {
        guard let known = item.digests.min(by: { $0.algorithm.rawValue < $1.algorithm.rawValue }) else {
            return .unknown
        }
        do throws(DataError) {
            let found = try await digest(known.algorithm, of: item)
            guard found == known else {
                return .damaged(
                    "The \(known.algorithm.title) is \(found.hexadecimal); it was \(known.hexadecimal) when stored.")
            }
            return .sound(known.algorithm)
        } catch {
            return error.code == .corrupt ? .damaged(error.message) : .failed(error)
        }
    }
}
