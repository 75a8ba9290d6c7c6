/// What a cell is for. A theme says how that looks; a screen never names a colour.
///
/// A dot is a fallback: what a theme does not say of `row.cursor.idle` it says of `row.cursor`, else `row`, else
/// `text`.
package enum Role: String, CaseIterable, Hashable, Sendable {
    case text
    case textDim = "text.dim"
    case textStrong = "text.strong"
    case textLink = "text.link"
    case background
    case border
    case borderFocus = "border.focus"
    case title
    case titleFocus = "title.focus"

    case row
    case rowAlt = "row.alt"
    case rowCursor = "row.cursor"
    case rowCursorIdle = "row.cursor.idle"
    case rowMarked = "row.marked"
    case rowMarkedCursor = "row.marked.cursor"
    case rowDrag = "row.drag"
    case rowDrop = "row.drop"
    case rowNew = "row.new"
    case rowChanged = "row.changed"
    case rowGone = "row.gone"

    case cellSize = "cell.size"
    case cellTime = "cell.time"
    case cellEtag = "cell.etag"
    case cellType = "cell.type"
    case head
    case headSorted = "head.sorted"

    case kindFolder = "kind.folder"
    case kindText = "kind.text"
    case kindCode = "kind.code"
    case kindData = "kind.data"
    case kindImage = "kind.image"
    case kindMedia = "kind.media"
    case kindArchive = "kind.archive"
    case kindMarker = "kind.marker"
    case kindVersion = "kind.version"

    case store
    case storeActive = "store.active"
    case storeReadonly = "store.readonly"
    case storeOffline = "store.offline"
    case crumb
    case crumbLast = "crumb.last"

    case info, success, warning, error, busy

    case barFill = "bar.fill"
    case barEmpty = "bar.empty"
    case barPaused = "bar.paused"
    case barFailed = "bar.failed"

    case input
    case inputSelection = "input.selection"
    case inputGhost = "input.ghost"
    case match, key, button
    case buttonFocus = "button.focus"
    case buttonDanger = "button.danger"

    /// A code for cameras, dark on light in every theme.
    case qr

    case same, newer, older, only, differs

    case codeComment = "code.comment"
    case codeString = "code.string"
    case codeNumber = "code.number"
    case codeKeyword = "code.keyword"
    case codeName = "code.name"
    case codeType = "code.type"
    case codePunctuation = "code.punctuation"
    case codeInvalid = "code.invalid"
}
