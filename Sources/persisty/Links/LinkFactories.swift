import PersistyConfiguration
import PersistyData
import PersistyHosting
import PersistyOpening
import TerminalUI

/// Who signs links to the items of each store: the service of a bucket, and for all others the server, if one is set up.
///
/// Nothing is signed that the store, as it was set up, does not allow.
actor LinkFactories {
    private let stores: OpenStores
    private let server: ServerConfiguration?
    private var hosted: HostedLinks?

    init(_ stores: OpenStores, server: ServerConfiguration?) {
        self.stores = stores
        self.server = server
    }

    /// The factory of the store that `place` is in.
    ///
    /// - Throws: ``UsageError`` for a place in no store, or an unknown one; why nobody signs for it.
    func factory(of place: Place) async throws -> LinkFactory {
        switch place {
        case .standard: throw UsageError("“-” cannot be used here.")
        case .local(let path):
            throw UsageError(
                """
                “\(path)” is a path of this machine, and links are signed for stores. \
                Set up a store for its folder, and write STORE:KEY.
                """)
        case .bucket(let name, _): return LinkFactory(try await stores.openedBucket(name))
        case .store(let name, _):
            let configuration = try stores.configuration(of: name)
            var opened = try await stores.opened(configuration)
            guard opened.signer == nil else { return LinkFactory(opened, access: configuration.access) }
            guard let server else { throw noServer(name) }
            let hosted = try await hosted(server)
            opened.signer = hosted.signer(of: configuration.name)
            return LinkFactory(
                opened, access: configuration.access, isLocal: server.isLocal,
                open: configuration.isPublic ? hosted.address : nil)
        }
    }

    private func hosted(_ server: ServerConfiguration) async throws(DataError) -> HostedLinks {
        if let hosted { return hosted }
        let made = try await HostedLinks(server)
        hosted = made
        return made
    }

    private func noServer(_ name: String) -> DataError {
        .unsupported(
            "Links to this store are honoured by a server, and none is set up.",
            hint: "Make a key by “persisty keys new k1”, which says what to write into the configuration.", store: name)
    }
}

/// The factory of one store.
struct LinkFactory: DataStoreFactory {
    /// Whether its links can be used on this machine alone.
    let isLocal: Bool
    /// Whether they end with this program.
    let isServedHere: Bool
    private let access: StoreConfiguration.Access
    /// Where everybody reads the store's items, where everybody may.
    private let open: HostedAddress?
    private let store: any DataStore
    let signer: (any LinkSigner)?

    init(
        _ opened: OpenedStore, access: StoreConfiguration.Access = .full, isLocal: Bool = false,
        isServedHere: Bool = false, open: HostedAddress? = nil
    ) {
        self.access = access
        store = opened.store
        signer = opened.signer
        self.isLocal = isLocal
        self.isServedHere = isServedHere
        self.open = open
    }

    func create(_ authorization: Authorization?) async throws(DataError) -> any DataStore { store }

    /// A refusal, with what to do about it where the configuration is why.
    func explained(_ error: DataError) -> DataError {
        guard error.code == .forbidden, error.hint == nil, access != .full else { return error }
        var error = error
        error.hint = "The configuration gives it access = “\(access.rawValue)”."
        return error
    }

    /// The address at which everybody reads an item, which has no end; `nil` where not everybody may.
    func openAddress(_ key: DataKey) -> String? { open?.open(store: store.name, key) }
}
