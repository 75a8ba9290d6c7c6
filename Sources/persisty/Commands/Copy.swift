import ArgumentParser
import Logging
import PersistyData
import PersistyTransfer
import TerminalUI

/// `persisty cp`
struct Copy: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "cp",
        abstract: "Copy items and folders.",
        discussion: """
            The last place is the destination: what ends in “/”, or is a folder, is copied into; anything else is the \
            new name of the one source. “-” copies from the standard input or to the standard output. Where there is \
            an item of that name already the copy fails, and the rest goes on, unless --if-exists says otherwise. \
            With --plan nothing is copied; with --plan --json one object a line: key, target, size, exists.
            """)

    @Argument(help: ArgumentHelp("The items and folders, and where they go.", valueName: "place"))
    var places: [String]
    @Flag(name: .shortAndLong, help: "Copy folders with all in them.") var recursive = false
    @Option(help: "What to do with an item that is there: \(IfExists.list).") var ifExists = IfExists.fail
    @Flag(help: "Compare nothing but sizes, where the bytes need not be read for anything else.") var noVerify = false
    @Flag(help: "Show what would be done, and do nothing.") var plan = false
    @Flag(help: "With --plan: write one JSON object a line.") var json = false
    @OptionGroup(title: "Everywhere") var options: GlobalOptions

    func validate() throws {
        guard places.count >= 2 else { throw ValidationError("This wants at least one source, and a destination.") }
        guard !json || plan else { throw ValidationError("--json goes with --plan.") }
    }

    func run(on console: Console) async throws {
        let sources = try places.dropLast().map { try Place($0) }
        let destination = try Place(places.last ?? "")
        let session = try await Session(options, on: console, for: "cp", places)
        if sources.contains(.standard) || destination == .standard {
            guard sources.count == 1, !plan else {
                throw UsageError("“-” stands for one item: give one source, without --plan.")
            }
            return try await pass(sources[0], to: destination, session)
        }
        try await TransferCommand(
            kind: .copy, isRecursive: recursive, verifies: !noVerify, policy: ifExists.policy, onlyPlans: plan,
            writesJSON: json,
            session: session
        ).run(sources, to: destination)
    }

    /// Copies from the standard input, or to the standard output.
    private func pass(_ source: Place, to destination: Place, _ session: Session) async throws {
        if destination == .standard {
            let bytes: DataReader
            if source == .standard {
                bytes = session.console.input()
            } else {
                let location = try await session.stores.location(source)
                bytes = try await location.store.reader(of: try await location.item())
            }
            return try await session.console.out.write(contentOf: bytes)
        }
        let location = try await session.stores.location(destination)
        guard !location.isFolder else { throw UsageError("“\(location.typed)” is a folder; name an item.") }
        let key = try DataKey(location.text)
        var writing = WriteOptions()
        switch ifExists {
        case .replace, .different, .newer: break
        case .fail: writing.condition = .absent
        case .skip:
            if try await location.store.read(key) != nil { return }
            writing.condition = .absent
        }
        let item = try await location.store.write(
            key, session.console.input().paced(by: session.pacing), writing)
        session.logger.info(
            "stored the standard input",
            metadata: ["store": "\(location.store.name)", "key": "\(key.text)", "bytes": "\(item.size)"])
    }
}

/// What to do where there is an item already, as an option.
enum IfExists: String, ExpressibleByArgument, CaseIterable {
    case fail, skip, replace, newer, different

    static let list = allCases.map(\.rawValue).joined(separator: ", ")

    var policy: ConflictPolicy {
        switch self {
        case .fail: .fail
        case .skip: .skip
        case .replace: .replace
        case .newer: .newer
        case .different: .different
        }
    }
}
