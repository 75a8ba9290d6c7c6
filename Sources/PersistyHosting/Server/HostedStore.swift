public import PersistyData

/// A store that a server serves.
public struct HostedStore: Sendable {
    /// The name that links have for it.
    public let name: String
    /// Asked for each request whether it allows what the link says: what a store refuses no signature grants.
    public let store: any DataStore
    /// Whether everybody may read its items at plain addresses.
    public let isPublic: Bool

    /// A store under a name.
    public init(_ store: any DataStore, name: String, isPublic: Bool = false) {
        self.store = store
        self.name = name
        self.isPublic = isPublic
    }
}
