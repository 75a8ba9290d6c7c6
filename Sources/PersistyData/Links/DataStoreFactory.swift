/// Authorization in; a store, signed addresses and upload forms out.
///
/// Every factory decides through the store that it would create: what that store refuses no address and no form of it
/// grants, whoever signs them. The rule is kept in one place, so that a decorated factory cannot forget it.
public protocol DataStoreFactory: Sendable {
    /// The store that `authorization` may use; `nil` stands for nobody in particular.
    ///
    /// - Throws: ``DataError/Code/unauthenticated`` when somebody is needed.
    func create(_ authorization: Authorization?) async throws(DataError) -> any DataStore

    /// Who signs for the store; `nil` where nobody does.
    var signer: (any LinkSigner)? { get }
}

/// Signs addresses and forms for one store. It does not ask whether it may: a ``DataStoreFactory`` does.
public protocol LinkSigner: Sendable {
    /// One address a link, in order.
    func sign(_ links: [Link]) async -> [Result<SignedURL, DataError>]

    /// A form by which somebody else uploads one item.
    func form(_ upload: UploadPolicy) async throws(DataError) -> UploadForm
}

/// A factory that gives everyone the same store.
public struct SharedDataStoreFactory: DataStoreFactory {
    private let store: any DataStore
    public let signer: (any LinkSigner)?

    /// A factory for `store`.
    public init(_ store: any DataStore, signer: (any LinkSigner)? = nil) {
        self.store = store
        self.signer = signer
    }

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

    public var signer: (any LinkSigner)? { factory.signer }

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

    public var signer: (any LinkSigner)? { factory.signer }

    public func create(_ authorization: Authorization?) async throws(DataError) -> any DataStore {
        RestrictedDataStore(try await factory.create(authorization), allowing: allowed)
    }
}
