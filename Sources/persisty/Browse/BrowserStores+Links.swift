import Browser
import PersistyData
import PersistyS3

/// S3 signs for itself; for all other stores a server is wanting.
extension BrowserStores: StoreLinks {
    func linkFactory(for id: StoreID) async throws(DataError) -> any DataStoreFactory {
        let store = try await store(id)
        let signer: any LinkSigner
        switch store {
        case let store as S3Store: signer = store.linkSigner
        case let store as S3AccountStore: signer = store.linkSigner
        default:
            throw DataError(
                .unsupported, "Nobody signs links for this store: no server is set up.", store: store.name,
                reason: LinkSheet.noServer)
        }
        return SharedDataStoreFactory(store, signer: signer)
    }
}
