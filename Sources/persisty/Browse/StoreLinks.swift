import Browser
import PersistyConfiguration
import PersistyData
import TerminalUI

/// Who signs for the stores of the browser.
struct StoreLinks: Sendable {
    let stores: BrowserStores
    let factories: LinkFactories
    /// Whether a server is set up, which honours links to what no service does.
    let hasServer: Bool

    /// The factory of a store.
    ///
    /// - Throws: why nobody signs for it; with the reason ``Browser/LinkSheet/noServer`` where a server is wanting.
    func factory(of id: StoreID) async throws(DataError) -> LinkFactory {
        guard let entry = await stores.entry(id) else {
            throw DataError(.unavailable, "This store is not open any more.", hint: "Go to its path again.")
        }
        do {
            return try await factories.factory(of: try entry.place)
        } catch let error as UsageError {
            throw DataError(.unsupported, error.message.text, store: entry.name)
        } catch {
            var error = DataError(error, store: entry.name)
            if error.code == .unsupported, !hasServer { error.reason = LinkSheet.noServer }
            throw error
        }
    }
}

extension StoreLinks {
    init(stores: BrowserStores, _ session: Session) {
        self.init(stores: stores, factories: session.links, hasServer: session.configuration.server != nil)
    }
}

extension StoreEntry {
    /// The root of the store, as links name it.
    fileprivate var place: persisty.Place {
        get throws(DataError) {
            switch origin {
            case .configuration: return .store(name, key: "")
            case .path where kind == "s3":
                return .bucket(String(name.dropFirst(persisty.Place.bucketBeginning.count)), key: "")
            case .path, .workingFolder:
                throw .unsupported(
                    "Links are for stores that the configuration names, and this folder is none.",
                    hint: "Add it there as a [[store]].", store: name)
            }
        }
    }
}
