import Browser
import PersistyChunk
import PersistyConfiguration
import PersistyData
import TerminalUI

/// The stores of this run of the browser by their numbers, each opened when it is first needed.
actor BrowserStores {
    private let stores: OpenStores
    private let changed: @Sendable (StoreEntry) -> Void
    private var entries: [StoreEntry]
    private var opened: [StoreID: any DataStore] = [:]
    /// Folders and buckets that were gone to by their path.
    private var folders: [String: StoreID] = [:]

    init(_ stores: OpenStores, changed: @escaping @Sendable (StoreEntry) -> Void) {
        self.stores = stores
        self.changed = changed
        entries = Self.entries(of: stores.configurations)
    }

    /// The configured stores, as far as they are known without opening any.
    static func entries(of configurations: [StoreConfiguration]) -> [StoreEntry] {
        configurations.enumerated().map { index, configuration in
            StoreEntry(
                id: index, name: configuration.name, kind: configuration.kind.name,
                location: configuration.kind.location, capabilities: configuration.expectedCapabilities,
                origin: configuration.kind.isWorkingFolder ? .workingFolder : .configuration,
                isPublic: configuration.isPublic)
        }
    }

    /// The store, opened.
    ///
    /// - Throws: why it cannot be opened; the others are not touched by that, and it is tried again the next time.
    func store(_ id: StoreID) async throws(DataError) -> any DataStore {
        if let store = opened[id] { return store }
        guard let index = entries.firstIndex(where: { $0.id == id }), id < stores.configurations.count else {
            throw DataError(
                .unavailable, "This store was opened by its path, and is not open any more.",
                hint: "Go to its path again: press : and ↑.", store: entry(id)?.name)
        }
        let configuration = stores.configurations[id]
        do throws(DataError) {
            let store = try await stores.open(configuration)
            opened[id] = store
            entries[index].capabilities = store.capabilities
            entries[index].state = .ready
            entries[index].notice = (store as? ChunkStore)?.notice
            changed(entries[index])
            return store
        } catch {
            entries[index].state = .unavailable(error)
            changed(entries[index])
            throw error
        }
    }

    /// Opens the configured stores, one after the other, so that one that hangs holds up no more than one thread.
    func openAll() async {
        // Why one cannot be opened is in its entry.
        for entry in entries where entry.origin != .path { _ = try? await store(entry.id) }
    }

    /// The store rooted at a folder of this machine.
    func folder(_ path: String) async throws(DataError) -> (StoreEntry, any DataStore) {
        let known = folders[path] ?? entries.first { $0.kind == "directory" && $0.location == path }?.id
        if let known, let entry = entry(known) { return (entry, try await store(known)) }
        let store = try await stores.folder(path)
        return (added(path, named: Self.name(of: path), kind: "directory", store), store)
    }

    /// A bucket that no store was set up for; all buckets for the empty name.
    func bucket(_ name: String) async throws(DataError) -> (StoreEntry, any DataStore) {
        let place = persisty.Place.bucketBeginning + name
        if let id = folders[place], let entry = entry(id) { return (entry, try await store(id)) }
        let store = try await stores.bucket(name)
        return (added(place, named: place, kind: "s3", store), store)
    }

    private func added(_ place: String, named name: String, kind: String, _ store: any DataStore) -> StoreEntry {
        let entry = StoreEntry(
            id: (entries.map(\.id).max() ?? -1) + 1, name: name, kind: kind, location: place,
            capabilities: store.capabilities, origin: .path)
        entries.append(entry)
        opened[entry.id] = store
        folders[place] = entry.id
        return entry
    }

    /// How a store was set up; `nil` for one that was gone to by its path, and for the folder that the program began in.
    nonisolated func configuration(of id: StoreID) -> StoreConfiguration? {
        guard id < stores.configurations.count, !stores.configurations[id].kind.isWorkingFolder else { return nil }
        return stores.configurations[id]
    }

    /// The stores of the configuration that are open and whose links no service honours.
    var served: [(StoreConfiguration, any DataStore)] {
        entries.compactMap { entry in
            guard entry.kind != "s3", let store = opened[entry.id] else { return nil }
            return configuration(of: entry.id).map { ($0, store) }
        }
    }

    /// All stores, in the order of their numbers.
    var all: [StoreEntry] { entries }

    func entry(_ id: StoreID) -> StoreEntry? { entries.first { $0.id == id } }

    /// What to say of a name that no store has.
    nonisolated func unknown(_ name: String) -> UsageError { stores.unknown(name) }

    func entry(named name: String) -> StoreEntry? { entries.first { $0.name == name } }

    private static func name(of path: String) -> String {
        path == "/" ? "/" : String(path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...])
    }
}

extension StoreConfiguration.Kind {
    var isWorkingFolder: Bool { if case .directory(let settings) = self { settings.isWorkingDirectory } else { false } }

    /// Where the store is, for a person.
    var location: String {
        switch self {
        case .directory(let settings): settings.path
        case .chunk(let settings): settings.path
        case .s3(let settings): settings.place
        }
    }
}

extension StoreConfiguration {
    /// What the store will be able to do, by what it is set up as; opening it tells for certain.
    var expectedCapabilities: DataCapabilities {
        var capabilities: DataCapabilities =
            switch kind {
            case .directory: [.everyOperation, .rename, .folders, .etagIsMD5]
            case .chunk: [.everyOperation, .rename, .folders, .etagIsMD5, .listsAttributes, .listsETags]
            case .s3: [.everyOperation, .attributes, .listsAttributes, .listsETags]
            }
        switch access {
        case .full: break
        case .readOnly: capabilities.subtract([.create, .update, .delete, .rename, .folders])
        case .noDelete: capabilities.subtract([.delete, .rename])
        }
        return capabilities
    }
}
