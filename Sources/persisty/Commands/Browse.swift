import ArgumentParser

/// The browser: what runs when nothing else is asked for.
struct Browse: ConsoleCommand {
    static let configuration = CommandConfiguration(abstract: "Browse two places side by side.")

    @Argument(help: ArgumentHelp("Where the left pane begins.", valueName: "left")) var left: String?
    @Argument(help: ArgumentHelp("Where the right pane begins.", valueName: "right")) var right: String?
    @OptionGroup(title: "Everywhere") var options: GlobalOptions

    func run(on console: Console) async throws {
        let places = try [left, right].map { try $0.map(Place.init) }
        let session = try await Session(options, on: console, for: "browse", [left, right].compactMap(\.self))
        try await runBrowser(left: places[0], right: places[1], session: session)
    }
}
