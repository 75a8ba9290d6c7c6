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
    /// The links and other special files, each pinned as it was seen; what they lead to is not touched.
    public internal(set) var specialFiles: PlannedItems
    /// What of the selection cannot be deleted and is left alone.
    public internal(set) var refused: Refusals

    var selectedFolders: [DataPrefix] = []

    init(
        _ store: any DataStore, _ selection: [TransferSource], base: DataPrefix, refusing refused: Refusals
    ) {
        self.store = store
        self.selection = selection
        self.base = base
        items = PlannedItems(base: base)
        specialFiles = PlannedItems(base: base)
        self.refused = refused
    }

    /// How many bytes the items have, as far as sizes are known.
    public var byteCount: Int64 { items.byteCount }
    /// Whether there is nothing to delete.
    public var isEmpty: Bool { items.isEmpty && specialFiles.isEmpty && folders.isEmpty }
    /// How many things of the selection cannot be deleted.
    public var refusalCount: Int { refused.count }
    /// The first of those, and why.
    public var refusals: [TransferFailure] { refused.first }

    mutating func refuse(_ key: String, _ error: DataError) { refused.add(TransferFailure(key: key, error: error)) }
}
