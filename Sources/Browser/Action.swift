package import TerminalUI

/// What a person can ask for.
///
/// The raw value is the name in the configuration, the help and the log; keys, hints, help and README's table are all
/// made from this list.
package enum Action: String, CaseIterable, Sendable, Hashable {
    case moveDown = "move.down"
    case moveUp = "move.up"
    case halfPageDown = "move.half-page-down"
    case halfPageUp = "move.half-page-up"
    case pageDown = "move.page-down"
    case pageUp = "move.page-up"
    case moveTop = "move.top"
    case moveBottom = "move.bottom"
    case open = "open"
    case parent = "parent"
    case back = "back"
    case forward = "forward"
    case goTo = "go-to"

    case otherPane = "pane.other"
    case samePlace = "pane.same-place"
    case swapPanes = "pane.swap"
    case onePane = "pane.one"
    case store1 = "store.1"
    case store2 = "store.2"
    case store3 = "store.3"
    case store4 = "store.4"
    case store5 = "store.5"
    case store6 = "store.6"
    case store7 = "store.7"
    case store8 = "store.8"
    case store9 = "store.9"
    case chooseStore = "store.choose"

    case mark = "mark.toggle"
    case markUp = "mark.toggle-up"
    case markRange = "mark.range"
    case markAll = "mark.all"
    case markInvert = "mark.invert"
    case markPattern = "mark.pattern"
    case unmarkPattern = "mark.remove-pattern"

    case copyToOther = "copy.to-other"
    case copyTo = "copy.to"
    case moveToOther = "move.to-other"
    case moveTo = "move.to"
    case yank = "yank"
    case cut = "cut"
    case paste = "paste"
    case forget = "yank.forget"
    case rename = "rename"
    case newFolder = "folder.new"
    case delete = "delete"
    case attributes = "attributes"
    case link = "link"
    case incoming = "incoming"
    case view = "view"
    case inspect = "inspect"
    case digests = "inspect.digests"
    case measure = "size.total"
    case versions = "versions"
    case uploads = "uploads"

    case copyKey = "text.key"
    case copyAddress = "text.address"
    case copyName = "text.name"
    case copyETag = "text.etag"

    case find = "find"
    case filter = "filter"
    case findNext = "find.next"
    case findPrevious = "find.previous"
    case sortName = "sort.name"
    case sortSize = "sort.size"
    case sortModified = "sort.modified"
    case sortETag = "sort.etag"
    case sortType = "sort.type"
    case sortClass = "sort.class"
    case hidden = "hidden"

    case transfers = "transfers"
    case problems = "problems"
    case theme = "theme.next"
    case refresh = "refresh"
    case redraw = "redraw"
    case help = "help"
    case suspend = "suspend"
    case quit = "quit"
    case cancel = "cancel"
}

extension Action {
    /// Where an action stands in the help and in README's table.
    package enum Group: String, CaseIterable, Sendable {
        case move = "Move"
        case panes = "Panes and stores"
        case mark = "Mark"
        case act = "Act"
        case look = "Look"
        case program = "Program"
    }

    package var group: Group {
        switch self {
        case .moveDown, .moveUp, .halfPageDown, .halfPageUp, .pageDown, .pageUp, .moveTop, .moveBottom, .open, .parent,
            .back, .forward, .goTo:
            .move
        case .otherPane, .samePlace, .swapPanes, .onePane, .store1, .store2, .store3, .store4, .store5, .store6,
            .store7,
            .store8, .store9, .chooseStore:
            .panes
        case .mark, .markUp, .markRange, .markAll, .markInvert, .markPattern, .unmarkPattern: .mark
        case .copyToOther, .copyTo, .moveToOther, .moveTo, .yank, .cut, .paste, .forget, .rename, .newFolder, .delete,
            .attributes, .link, .incoming:
            .act
        case .view, .inspect, .digests, .measure, .versions, .uploads, .sortClass, .copyKey, .copyAddress, .copyName,
            .copyETag, .find, .filter, .findNext,
            .findPrevious,
            .sortName, .sortSize, .sortModified, .sortETag, .sortType, .hidden:
            .look
        case .transfers, .problems, .theme, .refresh, .redraw, .help, .suspend, .quit, .cancel: .program
        }
    }

    /// What it does, in a few words, for help and README.
    package var title: ShownText {
        switch self {
        case .moveDown: "down"
        case .moveUp: "up"
        case .halfPageDown: "half a page down"
        case .halfPageUp: "half a page up"
        case .pageDown: "a page down"
        case .pageUp: "a page up"
        case .moveTop: "to the top"
        case .moveBottom: "to the bottom"
        case .open: "open the folder, view the item"
        case .parent: "to the folder above"
        case .back: "back to where the pane was"
        case .forward: "forward again"
        case .goTo: "go to a place or path"
        case .otherPane: "to the other pane"
        case .samePlace: "the other pane shows this place"
        case .swapPanes: "swap the panes"
        case .onePane: "one pane or two"
        case .store1: "store 1 in this pane"
        case .store2: "store 2 in this pane"
        case .store3: "store 3 in this pane"
        case .store4: "store 4 in this pane"
        case .store5: "store 5 in this pane"
        case .store6: "store 6 in this pane"
        case .store7: "store 7 in this pane"
        case .store8: "store 8 in this pane"
        case .store9: "store 9 in this pane"
        case .chooseStore: "choose a store"
        case .mark: "mark, and go down"
        case .markUp: "mark, and go up"
        case .markRange: "mark a range: begin, then end"
        case .markAll: "mark all"
        case .markInvert: "invert the marks"
        case .markPattern: "mark by pattern"
        case .unmarkPattern: "unmark by pattern"
        case .copyToOther: "copy to the other pane"
        case .copyTo: "copy to a place or path"
        case .moveToOther: "move to the other pane"
        case .moveTo: "move to a place or path"
        case .yank: "yank: remember for a copy"
        case .cut: "cut: remember for a move"
        case .paste: "paste what was yanked or cut"
        case .forget: "forget what was yanked or cut"
        case .rename: "rename"
        case .newFolder: "new folder"
        case .delete: "delete"
        case .attributes: "change type, caching, metadata and tags"
        case .link: "link: a signed address to read or to upload"
        case .incoming: "upload link to this place, and wait for the item"
        case .view: "view the content"
        case .inspect: "inspect: all that is known"
        case .digests: "digests of the content: MD5, SHA-256, CRC32C"
        case .measure: "total size, with all below"
        case .versions: "former versions of the item"
        case .uploads: "unfinished uploads below this place"
        case .copyKey: "copy the key as text"
        case .copyAddress: "copy the address (STORE:KEY)"
        case .copyName: "copy the name"
        case .copyETag: "copy the ETag"
        case .find: "find a name as you type"
        case .filter: "filter names as you type"
        case .findNext: "the next match"
        case .findPrevious: "the previous match"
        case .sortName: "sort by name, again reverses"
        case .sortSize: "sort by size"
        case .sortModified: "sort by modified time"
        case .sortETag: "sort by ETag"
        case .sortType: "sort by type"
        case .sortClass: "sort by storage class"
        case .hidden: "show or hide names with a dot"
        case .transfers: "transfers"
        case .problems: "the last problem in full"
        case .theme: "next theme"
        case .refresh: "refresh the pane"
        case .redraw: "draw the screen anew"
        case .help: "help"
        case .suspend: "suspend"
        case .quit: "quit"
        case .cancel: "stop, close, or clear: one level"
        }
    }

    /// The store that `store.N` is for.
    package var storeIndex: Int? {
        let stores: [Action] = [.store1, .store2, .store3, .store4, .store5, .store6, .store7, .store8, .store9]
        return stores.firstIndex(of: self)
    }
}
