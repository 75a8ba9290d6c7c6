import Browser
import PersistyData

/// Who signs for the stores of the browser.
protocol StoreLinks: Sendable {
    /// The factory of a store: what it refuses no link grants.
    ///
    /// - Throws: why nobody signs for it; with the reason ``Browser/LinkSheet/noServer`` where a server is wanting.
    func linkFactory(for store: StoreID) async throws(DataError) -> any DataStoreFactory
}
