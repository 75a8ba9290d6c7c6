import Browser
import Logging
import NcursesTerminal
import PersistyConfiguration
import PersistyData
import PersistyTransfer
import TerminalUI

/// Runs the browser until the person quits.
///
/// - Throws: ``UsageError`` for places, themes or keys that are none; what kept the terminal from being taken.
func runBrowser(left: Place?, right: Place?, session: Session) async throws {
    let ui = session.configuration.ui
    let themes = ThemeLibrary(folder: session.folders.themes)
    let waker = TerminalWaker()
    let inbox = Inbox { waker.wake() }
    let stores = BrowserStores(session.stores) { inbox.post(.storeChanged($0)) }
    let places = PlaceResolver(
        stores: stores, home: session.folders.home, currentDirectory: session.console.currentDirectory)
    let engine = TransferEngine(session)
    let links = StoreLinks(stores: stores, session)
    let history = HistoryFile(session.folders.programState + "/history", logger: session.logger)
    let runner = EffectRunner(
        stores: stores, links: links, places: places, engine: engine, history: history,
        logger: session.logger
    ) { inbox.post($0) }
    let start = try await StartingPlaces(left, right, stores: stores, places: places)
    let settings = Model.Settings(
        keymap: try .browser(session.configuration), columns: ui.columns.compactMap { Column(rawValue: $0.rawValue) },
        glyphs: Glyphs.named(ui.glyphs.rawValue) ?? .unicode, themes: themes.names(), theme: ui.theme,
        welcome: session.configuration.file == nil ? welcome(session) : nil)
    let entries = await stores.all
    let environment = session.console.environment
    let logger = session.logger
    let watching = Task { for await snapshot in engine.snapshots { inbox.post(.transfers(snapshot)) } }
    let result = await withTerminalThread {
        let terminal = try Terminal(environment: environment, hasMouse: ui.mouse, waker: waker)
        var model = Model(
            stores: entries, left: start.left.place, right: start.right.place, settings: settings, now: .now,
            offsets: .ofThisMachine())
        model.placeHistory = history.read()
        model.panes.left.wantedName = start.left.cursor
        model.panes.right.wantedName = start.right.cursor
        let theme = try themes.load(ui.theme, depth: terminal.colorDepth).theme
        var loop = BrowseLoop(
            terminal: terminal, model: model, theme: theme, themes: themes, runner: runner, inbox: inbox,
            logger: logger)
        loop.run()
        history.write(loop.placeHistory)
    }
    watching.cancel()
    runner.cancelAll()
    await engine.stop(within: .seconds(2))
    await links.server?.end()
    logger.info("browser ended")
    try result.get()
}

private func welcome(_ session: Session) -> ShownText {
    let file = session.folders.configurationFile
    let home = session.folders.home
    let shown = file.hasPrefix(home + "/") ? "~" + file.dropFirst(home.count) : file
    return "? lists all keys · your stores go into \(shown), as README shows"
}

/// Where the panes begin.
private struct StartingPlaces {
    struct Pane {
        var place: Browser.Place
        var cursor: String?
    }

    var left: Pane
    var right: Pane

    /// Without a place the left pane shows the first store and the right one the second.
    init(_ left: Place?, _ right: Place?, stores: BrowserStores, places: PlaceResolver) async throws {
        let first = Browser.Place(store: 0)
        let count = await stores.all.count
        self.left = try await Self.pane(left, places) ?? Pane(place: first)
        self.right = try await Self.pane(right, places) ?? Pane(place: Browser.Place(store: count > 1 ? 1 : 0))
    }

    private static func pane(_ place: Place?, _ places: PlaceResolver) async throws -> Pane? {
        guard let place else { return nil }
        if place == .standard { throw UsageError("“-” cannot be browsed.") }
        if case .store(let name, _) = place, await places.stores.entry(named: name) == nil {
            throw places.stores.unknown(name)
        }
        let found = try await places.place(place.description, base: Browser.Place(store: 0))
        let folder = try await found.folder(in: try await places.stores.store(found.store))
        return Pane(place: Browser.Place(store: found.store, prefix: folder.prefix), cursor: folder.cursor)
    }
}
