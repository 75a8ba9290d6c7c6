package import PersistyData
import TerminalUI

/// All that is known of the row under the cursor, in place of the other pane.
package struct Inspector: Sendable {
    package enum Digesting: Sendable, Equatable {
        case underWay(bytes: Int64)
        case known(Digest)
        case failed(DataError)
    }

    /// Tells answers about this row from others.
    package var id: Int
    package var place: Place
    package var row: Row
    package var listing: Int
    package var inspection: Inspection?
    /// Whether the item has to be looked at again, because its folder was listed again.
    package var isStale = false
    package var failure: DataError?
    /// Whether its digests were asked for before it was looked at.
    package var wantsDigests = false
    package var digests: [Digest.Algorithm: Digesting] = [:]

    package init(id: Int, place: Place, row: Row, listing: Int) {
        self.id = id
        self.place = place
        self.row = row
        self.listing = listing
    }
}
