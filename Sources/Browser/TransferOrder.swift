package import PersistyData
package import PersistyTransfer

/// A row that something is done with.
package enum Selected: Sendable, Hashable {
    case item(DataKey)
    case folder(DataPrefix)
    /// A link, a pipe, a socket or a device: itself, and not what it leads to.
    case special(DataKey, ItemBatch.Kind)

    /// Its name in its folder, without a folder's final `/`.
    package var name: String {
        switch self {
        case .item(let key), .special(let key, _): key.lastComponent
        case .folder(let folder): folder.name
        }
    }

    package var isFolder: Bool { if case .folder = self { true } else { false } }
}

/// What to copy or move, and where to.
package struct TransferOrder: Sendable, Hashable {
    package enum Kind: Sendable, Hashable { case copy, move }

    package enum Destination: Sendable, Hashable {
        case place(Place)
        /// As typed: a path of this machine or `STORE:KEY`.
        case text(String)
    }

    package var kind: Kind
    package var from: Place
    package var selection: [Selected]
    package var to: Destination
    /// What was chosen besides and stays, and why.
    package var refusals: Refusals

    package init(
        kind: Kind, from: Place, selection: [Selected], to: Destination, refusals: Refusals = Refusals()
    ) {
        self.kind = kind
        self.from = from
        self.selection = selection
        self.to = to
        self.refusals = refusals
    }

    /// Whether both take the same things from the same place, wherever to.
    func isSameSource(as other: TransferOrder) -> Bool {
        kind == other.kind && from == other.from && selection == other.selection
    }
}
