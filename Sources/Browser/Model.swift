package import PersistyData
package import PersistyTransfer
package import TerminalUI

/// All that the screen is made from.
package struct Model: Sendable {
    package var size = Size(columns: 80, rows: 24)
    package var settings: Settings
    package var now: Timestamp
    package var offsets: UTCOffsets
    package var stores: [StoreEntry]
    package var panes: Pair<Pane>
    package var focus = Side.left
    /// Whether one pane takes the whole width.
    package var isSinglePane = false
    package var inspector: Inspector?
    package var sheet: Sheet?
    package var lineInput: LineInput?
    /// What was yanked or cut.
    package var register: TransferOrder?
    package var drag: Drag?
    /// The last click, to tell a double click.
    package var lastClick: Click?
    /// Keys of a sequence that is not finished.
    package var pending: [Key] = []
    package var notice: Notice?
    /// The latest problem, in full.
    package var problem: Problem?
    package var problemCount = 0
    package var transfers = TransferSnapshot()
    /// The places that were gone to, in this run and in those before.
    package var placeHistory = PlaceHistory()
    /// Whether the program ends as soon as nothing runs any more.
    package var quitsWhenIdle = false
    /// What each pane's validators were last asked for.
    var etagRows = Pair<[Row]>([], [])
    /// Whether attributes of rows in view are asked for and not answered.
    var isAwaitingView = Pair(false, false)
    /// Listings that take the place of a pane's rows when they arrive, so that a refresh does not flicker.
    var incoming: Pair<Incoming?> = Pair(nil, nil)
    /// The name that the cursor goes to when a pane is listed again: what was just renamed, made, or copied there.
    var expectedName: Pair<String?> = Pair(nil, nil)
    private var lastID = 1

    package init(
        stores: [StoreEntry], left: Place, right: Place, settings: Settings, now: Timestamp, offsets: UTCOffsets = .utc
    ) {
        self.stores = stores
        self.settings = settings
        self.now = now
        self.offsets = offsets
        panes = Pair(Pane(place: left, id: 0), Pane(place: right, id: 1))
    }

    /// What the configuration and the keys of the program decide.
    package struct Settings: Sendable {
        package var keymap: Keymap<Action>
        package var columns: [Column]
        package var glyphs: Glyphs
        package var themes: [String]
        package var theme: String
        /// What to say when there is no configuration: how to add a store.
        package var welcome: ShownText?
        /// What was last looked for.
        package var lastFind = ""

        package init(
            keymap: Keymap<Action>, columns: [Column] = Column.allCases, glyphs: Glyphs = .unicode, themes: [String],
            theme: String, welcome: ShownText? = nil
        ) {
            self.keymap = keymap
            self.columns = columns
            self.glyphs = glyphs
            self.themes = themes
            self.theme = theme
            self.welcome = welcome
        }
    }

    /// A listing on its way into a pane that shows the same place already.
    struct Incoming: Sendable {
        var listing: Listing
    }

    /// The pane that keys are for.
    package var pane: Pane {
        get { panes[focus] }
        set { panes[focus] = newValue }
    }

    package func store(_ id: StoreID) -> StoreEntry? { stores.first { $0.id == id } }

    /// The stores as the bar and the keys count them: those set up, and those that a pane was led to by a path.
    package var listedStores: [StoreEntry] {
        stores.filter { entry in
            entry.origin != .path || Side.allCases.contains { panes[$0].place.store == entry.id }
        }
    }

    package func storeName(_ id: StoreID) -> ShownText { ShownText(store(id)?.name ?? "?") }

    /// A number that nothing else has.
    mutating func newID() -> Int {
        lastID += 1
        return lastID
    }

    var dates: DateText { DateText(now: now, offsets: offsets) }

    /// A place in a few words: `vault:reports/`.
    package func title(of place: Place) -> ShownText {
        "\(storeName(place.store)):\(ShownText(place.prefix.text))"
    }
}

extension Model {
    /// Whether rows in view wait for their sizes and times: a frame drawn a moment later shows them.
    package var isAwaitingAttributes: Bool { Side.allCases.contains { isAwaitingView[$0] } }
}
