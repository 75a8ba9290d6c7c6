import ArgumentParser
import PersistyConfiguration
import PersistyData
import PersistyTransfer
import TerminalUI

/// `persisty rm`
struct Remove: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Delete items and folders.",
        discussion: """
            With -r it says how many items and bytes will go and asks, on a terminal; --yes answers. Only what was \
            counted is deleted, and only in the version that was counted.
            """)

    @Argument(help: ArgumentHelp("The items and folders.", valueName: "place")) var places: [String]
    @Flag(name: .shortAndLong, help: "Delete folders with all in them.") var recursive = false
    @Flag(name: .shortAndLong, help: "Do not ask.") var yes = false
    @OptionGroup(title: "Everywhere") var options: GlobalOptions

    func run(on console: Console) async throws {
        let found = try places.map { try Place($0) }
        guard !recursive || yes || console.isInteractive else {
            throw UsageError("rm -r asks before it deletes, and nobody can answer here. Say --yes to delete.")
        }
        let session = try await Session(options, on: console, for: "rm", places)
        for place in found {
            do {
                try await remove(try await session.stores.location(place), session)
            } catch let error as UsageError {
                throw error
            } catch {
                try await console.fail(error)
            }
        }
    }

    private func remove(_ location: Location, _ session: Session) async throws {
        let console = session.console
        try location.refuseLink()
        let selection: TransferSource
        let base: DataPrefix
        switch try await location.find() {
        case .item(let item):
            selection = .item(item)
            base = item.key.folder
        case .folder(let folder):
            guard recursive else {
                return await console.fail("\(location.typed): This is a folder. Delete it with all in it by -r.")
            }
            selection = .folder(folder)
            base = folder.parent ?? .root
        }
        let plan = try await DeletionPlanner.plan(location.store, [selection], base: base)
        guard !plan.isEmpty else { return await console.fail(plan.refusals) }
        if recursive, !yes {
            let count = ShownText.count(plan.items.count, "item", "items")
            guard
                try await console.confirms(
                    "Delete \(location.typed): " + count + ", \(HumanSize.text(plan.byteCount))?")
            else { return await console.say("Nothing was deleted.") }
        }
        try await TransferEngine.run(plan, session)
    }
}
