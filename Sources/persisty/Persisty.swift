import ArgumentParser

/// The root command.
struct Persisty: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "persisty",
        abstract: "Browse data stores, and copy between them.",
        discussion: """
            A place is STORE:KEY, and STORE: is the root of a store. A local path is written ./x, /x or ~/x; \
            - is the standard input or output. Exits with 0 when all was done, 1 when something failed, \
            2 for wrong usage or configuration.
            """,
        version: "persisty \(version)",
        subcommands: [
            Browse.self, Stores.self, List.self, Stat.self, Cat.self, Copy.self, Move.self, Remove.self, Verify.self,
            LinkURL.self, LinkForm.self, Serve.self, Keys.self, S3.self, Config.self,
        ],
        defaultSubcommand: Browse.self
    )

    @OptionGroup(title: "Everywhere") var options: GlobalOptions
}

/// What every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The configuration to use.", valueName: "file"))
    var config: String?

    @Option(help: "What goes into the log: \(LogLevelOption.list).")
    var logLevel: LogLevelOption?
}

/// A command that speaks to a console that it is given.
protocol ConsoleCommand: AsyncParsableCommand {
    func run(on console: Console) async throws
}

extension ConsoleCommand {
    func run() async throws { try await run(on: .process()) }
}
