package import PersistyData
package import PersistyTransfer
package import TerminalUI

/// Work for outside, as a value.
package enum Effect: Sendable {
    /// Lists a place; an earlier listing of that side is cancelled.
    case list(Side, listing: Int, Place)
    case stopListing(Side)
    /// Puts rows in order elsewhere, because there are many.
    case arrange(Side, Listing, Arrangement, arrangement: Int, former: [Row], covered: Int)
    /// Sizes and times of rows in view; quick, and worth a moment's wait before the screen is drawn.
    case attributesInView(Side, listing: Int, Place, batch: Int, ItemBatch, rows: [Row], inside: [Int])
    /// Sizes and times of a whole batch, in the background.
    case attributesOfBatch(Side, listing: Int, Place, batch: Int, ItemBatch)
    /// Validators of rows in view, and after them those of small items about to come into view; those asked for before
    /// are cancelled.
    case etagsInView(Side, listing: Int, Place, [(row: Row, key: DataKey)], ahead: [(row: Row, key: DataKey)])

    /// Opens every store once, so that those that cannot be opened are known before anyone goes there.
    case openStores
    /// Opens a path of this machine, or `STORE:KEY`, in a pane.
    case openText(Side, String, base: Place)
    /// Keeps the places that were gone to for the next run.
    case keepHistory(PlaceHistory)
    /// Opens the folder above a store's root.
    case openAbove(Side, StoreID)

    case inspect(Int, StoreID, DataKey)
    case digest(Int, StoreID, DataItem, [Digest.Algorithm])
    case cancelDigest
    case view(Int, StoreID, DataKey, item: DataItem?, offset: Int64, count: Int)

    case plan(Int, TransferOrder)
    case cancelPlan
    case start(TransferPlan, ConflictResolution)
    case cancelTransfer(TransferID)
    case planDeletion(Int, Place, [Selected], refusing: Refusals)
    case startDeletion(DeletionPlan)
    case rename(Place, from: Selected, to: String)
    case createFolder(Place, String)

    /// What is kept beside the bytes of items, and their tags.
    case readAttributes(Int, StoreID, [DataKey])
    case changeAttributes(Int, Place, [DescribedItem], AttributeEdit)
    case cancelAttributes
    /// Adds up all that is below.
    case measure(Int, Place, [Selected])
    case cancelMeasure
    case listKept(Int, KeptSheet.Subject)
    case cancelKept
    case restore(Int, KeptSheet.Subject, DataKey, StoredVersion)
    case deleteVersion(Int, KeptSheet.Subject, DataKey, StoredVersion)
    case endUpload(Int, KeptSheet.Subject, UnfinishedUpload)

    /// Signs links; those asked for before are not wanted any more.
    case sign(Int, StoreID, LinkOrder, soon: Bool)
    case cancelLinks
    /// Makes a QR code of an address.
    case encode(Int, String)
    /// Writes links to a new file that only its owner can read.
    case saveLinks(Int, String, path: String)
    /// Waits for an item to arrive.
    case watch(Int, StoreID, DataKey, replacing: Bool)
    case cancelWatch
    /// Puts text on the terminal's clipboard.
    case copyText(String, what: ShownText)
    case chooseTheme(name: String)
    case redraw
    case suspend
    case quit
}
