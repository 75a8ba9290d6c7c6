package import PersistyData
package import PersistyTransfer
package import TerminalUI

/// Anything that can happen: an input, an answer, the passing of time.
package enum Message: Sendable {
    case input(Input, over: Target?, at: Timestamp)
    case resized(Size)
    /// The wall clock, while something on screen depends on it.
    case tick(Timestamp)

    /// More rows of a listing.
    case listed(Side, listing: Int, ItemBatch)
    /// A listing is over.
    case listingEnded(Side, listing: Int, Listing.State)
    /// Rows in order.
    case arranged(Side, listing: Int, arrangement: Int, rows: [Row], covered: Int)
    /// Sizes and times of a batch; of `rows` only, when they are given.
    case attributed(Side, listing: Int, batch: Int, rows: [Row]?, ItemBatch)
    case etag(Side, listing: Int, Row, ETag)

    /// A store of the configuration, or one opened by path.
    case storeChanged(StoreEntry)
    /// A path that was gone to: its store, and where in it.
    case pathOpened(Side, StoreEntry, DataPrefix, cursor: String?)

    case inspected(Int, Result<Inspection, DataError>)
    case digesting(Int, Digest.Algorithm, bytes: Int64)
    case digested(Int, Digest.Algorithm, Result<Digest, DataError>)
    case viewed(Int, Result<ViewedBytes, DataError>)

    case attributesRead(Int, Result<[DescribedItem], DataError>)
    case attributesChanging(Int, done: Int)
    case attributesChanged(Int, Place, done: Int, [TransferFailure])
    case measured(Int, MeasuredTotal)
    /// More versions or uploads.
    case kept(Int, [KeptSheet.Row])
    case keptEnded(Int, DataError?)
    /// A version or upload was dealt with.
    case keptChanged(Int, Place, Notice)
    case keptFailed(Int, Place, DataError)

    /// Links, and whether this program honours them for as long as it runs.
    case signed(Int, Result<SignedLinks, DataError>, isServedHere: Bool = false)
    /// A QR code; `nil` for a text that is too long for any.
    case encoded(Int, QRCode?)
    /// Links are in a file, whose path it is.
    case linksSaved(Int, Result<String, DataError>)
    case watched(Int, LinkWatch)
    case planning(Int, items: Int, bytes: Int64)
    case planned(Int, Result<TransferPlan, DataError>)
    case deletionPlanned(Int, Result<DeletionPlan, DataError>)
    case transfers(TransferSnapshot)
    /// Something is done that a pane may show.
    case changed([Place])
    /// A sentence for the message line.
    case said(Notice)
    /// What was asked for failed.
    case failed(DataError)

    case themeChanged(name: String)
    /// The program was asked to end from outside (SIGTERM, SIGHUP, the terminal is gone).
    case terminated
    /// Another process asked this one to stop for a while (SIGTSTP).
    case suspendRequested
}

/// A sentence on the message line.
package struct Notice: Sendable, Equatable {
    package enum Kind: Sendable { case info, success, warning, error }

    package var kind: Kind
    package var text: ShownText

    package init(_ kind: Kind, _ text: ShownText) {
        self.kind = kind
        self.text = text
    }
}

/// What is known of one item or folder, for the inspector.
package struct Inspection: Sendable, Equatable {
    package var item: DataItem?
    /// What is there instead of an item: a link, a pipe, a socket or a device.
    package var special: SpecialFile?
    package var facts: [DataFact]

    package init(item: DataItem?, special: SpecialFile? = nil, facts: [DataFact]) {
        self.item = item
        self.special = special
        self.facts = facts
    }
}

/// A stretch of an item's content, for the viewer.
package struct ViewedBytes: Sendable, Equatable {
    package var offset: Int64
    package var bytes: [UInt8]
    package var item: DataItem

    package init(offset: Int64, bytes: [UInt8], item: DataItem) {
        self.offset = offset
        self.bytes = bytes
        self.item = item
    }
}
