/// Authorization in, a store out.
///
/// Every factory decides through the store that it would create, so that a decorated store binds whatever is made from
/// it: addresses and forms too ask ``DataStore/allows(_:_:)``.
public protocol DataStoreFactory: Sendable {
    /// The store that `authorization` may use; `nil` stands for nobody in particular.
    ///
    /// - Throws: ``DataError/Code/unauthenticated`` when somebody is needed.
    func create(_ authorization: Authorization?) async throws(DataError) -> any DataStore
}

/// A factory that gives everyone the same store.
public struct SharedDataStoreFactory: DataStoreFactory {
    private let store: any DataStore

    /// A factory for `store`.
    public init(_ store: any DataStore) { self.store = store }

    public func create(_ authorization: Authorization?) async throws(DataError) -> any DataStore { store }
}

/// A factory whose stores are written only under the owner's own prefix.
public struct OwnedDataStoreFactory: DataStoreFactory {
    private let factory: any DataStoreFactory
    private let readsOthers: Bool

    /// A factory that makes the stores of `factory` owned.
    public init(_ factory: any DataStoreFactory, readsOthers: Bool = true) {
        self.factory = factory
        self.readsOthers = readsOthers
    }

    public func create(_ authorization: Authorization?) async throws(DataError) -> any DataStore {
        guard let authorization else {
            throw DataError(.unauthenticated, "Only a known owner can use this store.", hint: "Log in first.")
        }
        return OwnedDataStore(try await factory.create(authorization), authorization, readsOthers: readsOthers)
    }
}

/// A factory whose stores do without some operations.
public struct RestrictedDataStoreFactory: DataStoreFactory {
    private let factory: any DataStoreFactory
    private let allowed: Set<DataOperation>

    /// A factory that restricts the stores of `factory` to `allowed` and reading.
    public init(_ factory: any DataStoreFactory, allowing allowed: Set<DataOperation>) {
        self.factory = factory
        self.allowed = allowed
    }

    public func create(_ authorization: Authorization?) async throws(DataError) -> any DataStore {
        RestrictedDataStore(try await factory.create(authorization), allowing: allowed)
    }
}
