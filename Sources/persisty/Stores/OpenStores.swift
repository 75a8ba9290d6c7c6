import Logging
import NIOPosix
import PersistyChunk
import PersistyConfiguration
import PersistyData
import PersistyOpening
import TerminalUI

/// The stores of a configuration, each opened when it is first asked for.
///
/// One that cannot be opened does not keep the others from being used, and is tried again the next time.
actor OpenStores {
    nonisolated let configurations: [StoreConfiguration]
    private let opener: StoreOpener
    private let home: String
    private let currentDirectory: String
    private let threads: NIOThreadPool
    private let logger: Logger
    private var opened: [String: OpenedStore] = [:]

    init(
        _ configurations: [StoreConfiguration], opener: StoreOpener, home: String, currentDirectory: String,
        threads: NIOThreadPool = .singleton, logger: Logger = .silent
    ) {
        self.configurations = configurations
        self.opener = opener
        self.home = home
        self.currentDirectory = currentDirectory
        self.threads = threads
        self.logger = logger
    }

    /// The store that was set up as `name`; the same object each time.
    ///
    /// - Throws: ``UsageError`` for an unknown name; the reason why it is unavailable.
    func store(_ name: String) async throws -> any DataStore { try await open(try configuration(of: name)) }

    /// How the store `name` was set up.
    nonisolated func configuration(of name: String) throws(UsageError) -> StoreConfiguration {
        guard let configuration = configurations.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
            throw unknown(name)
        }
        return configuration
    }

    func open(_ configuration: StoreConfiguration) async throws(DataError) -> any DataStore {
        try await opened(configuration).store
    }

    /// The same, with who signs links to its items.
    func opened(_ configuration: StoreConfiguration) async throws(DataError) -> OpenedStore {
        try await opening(configuration.name, configuration.place) { [opener] () throws(DataError) in
            try await opener.open(configuration)
        }
    }

    /// Where `place` is.
    ///
    /// - Parameter followsLink: Whether a path that is a link stands for what it leads to, and not for the link.
    func location(_ place: Place, followsLink: Bool = true) async throws -> Location {
        switch place {
        case .standard: throw UsageError("“-” cannot be used here.")
        case .store(let name, let key):
            return Location(store: try await store(name), storeID: name, text: key, typed: place.description)
        case .bucket(let name, let key):
            return Location(
                store: try await bucket(name), storeID: Place.bucketBeginning + name, text: key,
                typed: place.description)
        case .local(let path):
            let local = try await threads.runIfActive { [home, currentDirectory] in
                try LocalPath(
                    path, home: home, currentDirectory: currentDirectory, followsLink: followsLink)
            }
            return Location(
                store: try await folder(local.root), storeID: Self.id(ofFolder: local.root), text: local.text,
                name: local.name, isDangling: local.isDangling, typed: path)
        }
    }

    /// The store rooted at a folder of this machine; `path` is absolute and without links.
    func folder(_ path: String) async throws(DataError) -> any DataStore {
        try await opening(Self.id(ofFolder: path), path) { [opener] () throws(DataError) in
            try await opener.openFolder(path)
        }.store
    }

    /// A bucket that no store was set up for; all buckets for the empty name.
    func bucket(_ name: String) async throws(DataError) -> any DataStore { try await openedBucket(name).store }

    /// The same, with who signs links to its items.
    func openedBucket(_ name: String) async throws(DataError) -> OpenedStore {
        let id = Place.bucketBeginning + name
        return try await opening(id, id) { [opener] () throws(DataError) in try await opener.openBucket(name) }
    }

    /// No configured store has a name that begins so.
    private static func id(ofFolder path: String) -> String { "/" + path }

    private func opening(
        _ id: String, _ place: String, _ open: @Sendable () async throws(DataError) -> OpenedStore
    ) async throws(DataError) -> OpenedStore {
        if let known = opened[id] { return known }
        let made: OpenedStore
        do throws(DataError) {
            made = try await open()
        } catch {
            logger.warning("store unavailable", metadata: Logger.Metadata(error).merging(["place": "\(place)"]) { $1 })
            throw error
        }
        // Another task may have opened it meanwhile; all must get the same one.
        if let other = opened[id] { return other }
        opened[id] = made
        let store = made.store
        logger.info("store opened", metadata: ["store": "\(store.name)", "kind": "\(store.kind)", "place": "\(place)"])
        if let notice = (store as? ChunkStore)?.notice {
            logger.warning("store", metadata: ["store": "\(store.name)", "says": "\(notice)"])
        }
        return made
    }

    /// What to say of a name that no store has.
    nonisolated func unknown(_ name: String) -> UsageError {
        let names = configurations.map(\.name)
        if let nearest = Nearest.name(to: name, among: names) {
            return UsageError("There is no store “\(name)”. Did you mean “\(nearest)”?")
        }
        guard !names.isEmpty else {
            return UsageError("There is no store “\(name)”: the configuration has none.")
        }
        let shown = names.prefix(20).map { ShownText($0) }.joined(separator: ", ")
        return UsageError("There is no store “\(name)”. The stores are: \(shown)\(names.count > 20 ? ", …" : "").")
    }
}
