public import PersistyData

/// What a transfer will do, before it does anything: a value to show and to confirm.
public struct TransferPlan: Sendable {
    public let request: TransferRequest
    /// The items that will be copied or moved one by one.
    public internal(set) var items: PlannedItems
    /// The links and other special files that get another name in their store; their sizes and content are nothing.
    public internal(set) var specialFiles: PlannedItems
    /// The empty folders to make, as they will be named.
    public internal(set) var emptyFolders: [DataPrefix] = []
    /// Folders that get another name in one step, with all in them; they are not looked into, nor counted.
    public internal(set) var folderRenames: [FolderRename] = []
    /// How many items are copied in which way, as far as can be told without trying.
    public internal(set) var methods: [CopyPlan: Int] = [:]
    /// How many items find one of their name.
    public internal(set) var conflictCount = 0
    /// The first of those, with what is known of both.
    public internal(set) var conflicts: [PlannedConflict] = []
    /// What of the selection cannot be transferred and is left alone.
    public internal(set) var refused: Refusals
    /// What the destination cannot keep.
    public internal(set) var losses: [TransferLoss] = []

    var naming: TargetNaming
    var occupied = OccupiedTargets()
    /// How each item is copied, where that was counted.
    var methodRuns = MethodRuns()
    /// The folders that a move empties, outermost first.
    var emptied: [DataPrefix] = []
    /// The selected folders; what is in them and was not planned stays.
    var selectedFolders: [DataPrefix] = []

    init(_ request: TransferRequest, _ naming: TargetNaming) {
        self.request = request
        self.naming = naming
        items = PlannedItems(base: request.base)
        specialFiles = PlannedItems(base: request.base)
        refused = request.refusals
    }

    /// How many bytes will be copied, as far as sizes are known.
    public var byteCount: Int64 { items.byteCount }
    /// Whether every item keeps its bytes where they are and only gets another key.
    public var isRename: Bool {
        request.kind == .move && request.isWithinOneStore && request.destination.capabilities.contains(.rename)
    }
    /// How many items would go onto themselves, and are left out.
    public var itselfCount: Int { methods[.nothing] ?? 0 }
    /// Whether there is nothing to do.
    public var isEmpty: Bool {
        items.isEmpty && specialFiles.isEmpty && folderRenames.isEmpty && emptyFolders.isEmpty
    }
    /// How many things of the selection cannot be transferred.
    public var refusalCount: Int { refused.count }
    /// The first of those, and why.
    public var refusals: [TransferFailure] { refused.first }

    /// The key that an item will get, unless a conflict gives it another.
    public func target(of index: Int) throws(DataError) -> DataKey {
        try DataKey(naming.target(items.name(index)))
    }

    mutating func refuse(_ key: String, _ error: DataError) { refused.add(TransferFailure(key: key, error: error)) }

    /// How many refusals and failures are kept as values.
    static let listed = 1000
}

/// A folder that gets another name in one step.
public struct FolderRename: Sendable, Hashable {
    public var from: DataPrefix
    public var to: DataPrefix
}

/// An item that finds one of its name.
public struct PlannedConflict: Sendable, Hashable {
    /// Which item of the plan it is.
    public var index: Int
    public var source: DataItem
    public var there: DataItem
}

/// What a destination cannot keep.
public enum TransferLoss: Sendable, Hashable {
    /// Attributes beyond the content type.
    case attributes
    /// Tags, where items have any: they do not come with the bytes, and the destination is not known to keep them.
    case tags
    /// So many folders with nothing in them.
    case emptyFolders(Int)
}

/// How far the making of a plan has come.
public struct TransferPlanProgress: Sendable, Hashable {
    /// Items found so far.
    public var items = 0
    /// Their bytes.
    public var bytes: Int64 = 0

    /// A progress.
    public init(items: Int = 0, bytes: Int64 = 0) {
        self.items = items
        self.bytes = bytes
    }
}
