public import PersistyData

/// What will be deleted: only this, and only the versions that were seen, whatever comes or changes meanwhile.
public struct DeletionPlan: Sendable {
    public let store: any DataStore
    /// The folder from which the selection was made.
    public let base: DataPrefix
    public let selection: [TransferSource]
    /// The items, each pinned to the version that was seen.
    public internal(set) var items: PlannedItems
    /// Folders that are removed when they are empty, outermost first.
    public internal(set) var folders: [DataPrefix] = []
    /// How many things of the selection cannot be deleted.
    public internal(set) var refusalCount = 0
    /// The first of those, and why.
    public internal(set) var refusals: [TransferFailure] = []

    var selectedFolders: [DataPrefix] = []

    init(_ store: any DataStore, _ selection: [TransferSource], base: DataPrefix) {
        self.store = store
        self.selection = selection
        self.base = base
        items = PlannedItems(base: base)
    }

    /// How many bytes the items have, as far as sizes are known.
    public var byteCount: Int64 { items.byteCount }
    /// Whether there is nothing to delete.
    public var isEmpty: Bool { items.isEmpty && folders.isEmpty }

    mutating func refuse(_ key: String, _ error: DataError) {
        refusalCount += 1
        if refusals.count < TransferPlan.listed { refusals.append(TransferFailure(key: key, error: error)) }
    }
}
