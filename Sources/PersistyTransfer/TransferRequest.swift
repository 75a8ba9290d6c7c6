public import PersistyData

/// What was chosen: an item, or a folder with all in it.
public enum TransferSource: Sendable, Hashable {
    /// An item as it was listed; the transfer is pinned to that version.
    case item(DataItem)
    /// An item by its key, looked up when the plan is made.
    case key(DataKey)
    /// A folder with all in it. The root, or the base itself, stands for what is in it.
    case folder(DataPrefix)

    /// The key or prefix. It comes from outside: escape it before showing it.
    public var text: String {
        switch self {
        case .item(let item): item.key.text
        case .key(let key): key.text
        case .folder(let folder): folder.text
        }
    }
}

/// What to copy or move, from where to where.
public struct TransferRequest: Sendable {
    /// What happens to the source.
    public enum Kind: String, Sendable, CaseIterable {
        case copy, move
    }

    public var kind: Kind
    public var source: any DataStore
    public var destination: any DataStore
    /// What is transferred; all of it lies in ``base``.
    public var selection: [TransferSource]
    /// What was chosen besides and cannot be transferred, and why: it is left alone, and the plan and the result tell it.
    public var refusals = Refusals()
    /// The folder from which the selection was made: what follows it in a key is kept.
    public var base: DataPrefix
    /// The folder into which everything goes.
    public var folder: DataPrefix
    /// The name that the one selected item or folder gets; `nil` keeps its own.
    public var name: String?
    /// What to do where there is an item already, as long as nobody decides otherwise. The default loses nothing.
    public var policy = ConflictPolicy.fail
    /// Whether the copies are compared with their sources, or their digests recorded. A move always verifies.
    public var verifies = true
    /// Whether each item is on stable storage before it counts as done.
    public var durable = false
    /// How many items, or batches of small ones, are copied at once.
    public var width = 8
    /// Whether both stores are one, so that a move can be a rename and a copy can fall onto itself.
    public var isWithinOneStore: Bool

    /// A request with the defaults.
    public init(
        _ kind: Kind, _ selection: [TransferSource], of source: any DataStore, base: DataPrefix = .root,
        to destination: any DataStore, folder: DataPrefix = .root, name: String? = nil
    ) {
        self.kind = kind
        self.selection = selection
        self.source = source
        self.base = base
        self.destination = destination
        self.folder = folder
        self.name = name
        isWithinOneStore = source.isSame(as: destination)
    }
}

extension DataStore {
    /// Whether both are one object, or, for values, of one type, kind and name.
    func isSame(as other: any DataStore) -> Bool {
        guard type(of: self) == type(of: other) else { return false }
        if type(of: self) is AnyClass { return (self as AnyObject) === (other as AnyObject) }
        return kind == other.kind && name == other.name
    }
}
