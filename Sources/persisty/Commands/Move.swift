import ArgumentParser
import PersistyTransfer
import TerminalUI

/// `persisty mv`
struct Move: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "mv",
        abstract: "Move or rename items and folders.",
        discussion: """
            Places are as for cp. Between two stores an item is copied, the copy is verified, and only then is the \
            original deleted.
            """)

    @Argument(help: ArgumentHelp("The items and folders, and where they go.", valueName: "place"))
    var places: [String]
    @Option(help: "What to do with an item that is there: \(IfExists.list).") var ifExists = IfExists.fail
    @OptionGroup(title: "Everywhere") var options: GlobalOptions

    func validate() throws {
        guard places.count >= 2 else { throw ValidationError("This wants at least one source, and a destination.") }
    }

    func run(on console: Console) async throws {
        let sources = try places.dropLast().map { try Place($0) }
        let destination = try Place(places.last ?? "")
        let session = try await Session(options, on: console, for: "mv", places)
        try await TransferCommand(
            kind: .move, isRecursive: true, policy: ifExists.policy, onlyPlans: false, writesJSON: false,
            session: session
        ).run(sources, to: destination)
    }
}
