import ArgumentParser

/// The browser: what runs when nothing else is asked for.
struct Browse: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "browse", abstract: "Browse two places side by side.")

    @Argument(help: ArgumentHelp("Where the left pane begins.", valueName: "left")) var left: String?
    @Argument(help: ArgumentHelp("Where the right pane begins.", valueName: "right")) var right: String?
    @OptionGroup(title: "Everywhere") var options: GlobalOptions

    func run(on console: Console) async throws {
        try await Self.run([left, right].compactMap(\.self), options, on: console)
    }

    /// Runs the browser on at most two places.
    static func run(_ places: [String], _ options: GlobalOptions? = nil, on console: Console) async throws {
        let found = try places.map(Place.init)
        let session = try await Session(options, on: console, for: "browse", places)
        try await runBrowser(left: found.first, right: found.dropFirst().first, session: session)
    }

    /// The places that the arguments are, if they are nothing else.
    ///
    /// The browser is to be there at once, and to make the parser ready for all commands takes a third of its start.
    static func places(_ arguments: [String]) -> [String]? {
        let places = arguments.first == "browse" ? arguments.dropFirst() : arguments[...]
        let words = Persisty.configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
        guard places.count <= 2, !places.contains(where: { $0.hasPrefix("-") || $0.isEmpty }),
            places.first.map({ !words.contains($0) }) ?? true
        else { return nil }
        return Array(places)
    }
}
