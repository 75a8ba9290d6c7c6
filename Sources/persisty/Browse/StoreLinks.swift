import Browser
import PersistyConfiguration
import PersistyData
import TerminalUI

/// Who signs for the stores of the browser: the service of a bucket, the server that is set up, or else the browser itself.
struct StoreLinks: Sendable {
    let stores: BrowserStores
    let factories: LinkFactories
    /// What serves links on this machine; `nil` where they are served elsewhere.
    let server: BrowserServer?

    /// The factory of a store.
    ///
    /// - Throws: why nobody signs for it.
    func factory(of id: StoreID) async throws(DataError) -> LinkFactory {
        guard let entry = await stores.entry(id) else {
            throw DataError(.unavailable, "This store is not open any more.", hint: "Go to its path again.")
        }
        do {
            if let server, entry.kind != "s3" {
                return try await server.factory(
                    of: entry, try await stores.store(id), stores.configuration(of: id), among: await stores.all)
            }
            return try await factories.factory(of: try entry.place)
        } catch let error as UsageError {
            throw DataError(.unsupported, error.message.text, store: entry.name)
        } catch {
            throw DataError(error, store: entry.name)
        }
    }
}

extension StoreLinks {
    init(stores: BrowserStores, _ session: Session) {
        let server = session.configuration.server
        let isElsewhere = server.map { !$0.isLocal || $0.socket != nil } ?? false
        self.init(
            stores: stores, factories: session.links,
            server: isElsewhere
                ? nil
                : BrowserServer(server, state: session.folders.programState, logger: session.logger) {
                    await stores.served
                })
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
                    "The server that is set up knows the stores of the configuration, and this folder is none.",
                    hint: "Add it there as a [[store]].", store: name)
            }
        }
    }
}
