import PersistyData
import PersistyTransfer
import TerminalUI

/// What an action on rows is for: those that it can act on, in the order in which the pane shows them, and those that
/// it leaves alone.
struct Choice {
    var selected: [Selected] = []
    var refusals = Refusals()
}

extension Model {
    /// What an action on a pane is for; a notice when there is nothing that it could act on.
    func choice(_ side: Side, takingSpecialFiles: Bool) -> Result<Choice, Notice> {
        choice(of: panes[side].selection, side, takingSpecialFiles: takingSpecialFiles)
    }

    func choice(of rows: [Row], _ side: Side, takingSpecialFiles: Bool) -> Result<Choice, Notice> {
        let listing = panes[side].listing
        guard let first = rows.first else { return .failure(Notice(.warning, nothingSelected(side))) }
        var choice = Choice()
        choice.selected.reserveCapacity(rows.count)
        for row in rows {
            do throws(DataError) {
                choice.selected.append(try select(row, in: listing, takingSpecialFiles: takingSpecialFiles))
            } catch {
                let name = listing.place.prefix.text.utf8 + listing.nameBytes(row)
                choice.refusals.add(TransferFailure(name: name, error: error))
            }
        }
        guard !choice.selected.isEmpty else { return .failure(Notice(.warning, refusal(of: first, in: listing))) }
        return .success(choice)
    }

    /// Whether an action could be for at least one of the rows.
    func canChoose(among rows: [Row], in listing: Listing, takingSpecialFiles: Bool) -> Bool {
        rows.contains { (try? select($0, in: listing, takingSpecialFiles: takingSpecialFiles)) != nil }
    }

    /// What a row is, as something to act on; `nil` for names that cannot be keys.
    func selected(_ row: Row, in listing: Listing) -> Selected? {
        try? select(row, in: listing, takingSpecialFiles: true)
    }

    private func select(
        _ row: Row, in listing: Listing, takingSpecialFiles: Bool
    ) throws(DataError) -> Selected {
        let kind = listing.kind(row)
        let prefix = listing.place.prefix
        guard let name = listing.name(row) else { throw .notUTF8(in: nameText(listing.place.store)) }
        switch kind {
        case .item: return .item(try prefix.appending(name))
        case .folder: return .folder(try DataPrefix(prefix.text + name))
        case .link, .pipe, .socket, .device, .other:
            guard takingSpecialFiles else { throw .notCopied(kind, in: nameText(listing.place.store)) }
            return .special(try prefix.appending(name), kind)
        }
    }

    private func nameText(_ id: StoreID) -> String { store(id)?.name ?? "?" }

    /// Why nothing can be done with a row's content.
    func refusal(of row: Row, in listing: Listing) -> ShownText {
        let name = ShownText(bytes: listing.nameBytes(row))
        guard listing.name(row) != nil else {
            return "“\(name)” is not a UTF-8 name and cannot be a key; rename it outside persisty first."
        }
        switch listing.kind(row) {
        case .link: return "“\(name)” is a link; links are not followed or copied, but can be renamed and deleted."
        case .pipe, .socket, .device:
            return "“\(name)” is a \(listing.kind(row).name) and has no content; it can be renamed and deleted."
        case .item, .folder, .other: return "“\(name)” is nothing that persisty can read or copy."
        }
    }
}
