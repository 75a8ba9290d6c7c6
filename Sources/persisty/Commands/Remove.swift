import ArgumentParser
import Browser
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
            counted is deleted, and only in the version that was counted. Of a link the link is deleted, never what it \
            leads to.
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
                try await remove(try await session.stores.location(place, followsLink: false), session)
            } catch let error as UsageError {
                throw error
            } catch {
                try await console.fail(error)
            }
        }
    }

    private func remove(_ location: Location, _ session: Session) async throws {
        let console = session.console
        let selection: TransferSource
        let base: DataPrefix
        switch try await location.find() {
        case .item(let item):
            selection = .item(item)
            base = item.key.folder
        case .special(let file):
            selection = .key(file.key)
            base = file.key.folder
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
            guard try await console.confirms(plan.question(location.typed)) else {
                return await console.say("Nothing was deleted.")
            }
        }
        try await TransferEngine.run(plan, session)
    }
}

extension DeletionPlan {
    /// What is asked before it is carried out.
    fileprivate func question(_ typed: String) -> ShownText {
        var text = "Delete \(typed): " + ShownText.count(items.count, "item", "items")
        text += ", \(HumanSize.text(byteCount))"
        if !specialFiles.isEmpty { text += ", " + countedSpecialFiles(specialFiles.kinds) }
        if specialFiles.kinds[.link] != nil { text += " (what links lead to stays)" }
        if refusalCount > 0 { text += "; \(refusalCount) cannot be deleted and will stay" }
        return text + "?"
    }
}
