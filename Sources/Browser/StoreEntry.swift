package import PersistyData
import TerminalUI

/// A store's number in this run of the program.
package typealias StoreID = Int

/// A store as the store bar shows it.
package struct StoreEntry: Sendable, Equatable {
    package enum State: Sendable, Equatable {
        case ready
        /// It could not be opened; the sentence says why.
        case unavailable(DataError)
    }

    /// How it came to be among the stores.
    package enum Origin: Sendable, Equatable {
        case configuration
        /// The folder that the program was begun in.
        case workingFolder
        /// Its path was gone to: it is listed with the others for as long as a pane shows it.
        case path
    }

    package var id: StoreID
    package var name: String
    package var kind: String
    /// Where it is: a folder, a file, an address.
    package var location: String
    package var capabilities: DataCapabilities
    package var state: State
    /// What a person should know of it, a store on a network file system for example.
    package var notice: String?
    package var origin: Origin
    /// Whether everybody reads its items at plain addresses.
    package var isPublic: Bool

    package init(
        id: StoreID, name: String, kind: String, location: String, capabilities: DataCapabilities,
        state: State = .ready, notice: String? = nil, origin: Origin = .configuration,
        isPublic: Bool = false
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.location = location
        self.capabilities = capabilities
        self.state = state
        self.notice = notice
        self.origin = origin
        self.isPublic = isPublic
    }

    /// Whether its name means the same store in every run.
    package var hasLastingName: Bool { origin == .configuration }

    /// Something in it as a person would type it to come back in any run: `vault:reports/`, or the path, where the name
    /// lasts only for this one.
    package func address(_ key: String) -> String {
        guard !hasLastingName else { return "\(name):\(key)" }
        return (location.hasSuffix("/") ? location : location + "/") + key
    }

    package var isReadOnly: Bool { !capabilities.contains(.create) && !capabilities.contains(.update) }

    package var isAvailable: Bool { state == .ready }
}

/// A folder of a store.
package struct Place: Sendable, Hashable {
    package var store: StoreID
    package var prefix: DataPrefix

    package init(store: StoreID, prefix: DataPrefix = .root) {
        self.store = store
        self.prefix = prefix
    }

    package var parent: Place? { prefix.parent.map { Place(store: store, prefix: $0) } }
}
