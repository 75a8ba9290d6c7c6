import PersistyData
import PersistyTransfer
import TerminalUI

/// What cp and mv have in common: several sources, one destination, one engine.
struct TransferCommand {
    let kind: TransferRequest.Kind
    let isRecursive: Bool
    let policy: ConflictPolicy
    let onlyPlans: Bool
    let writesJSON: Bool
    let session: Session

    private var console: Console { session.console }

    func run(_ sources: [Place], to destination: Place) async throws {
        let target = try await session.stores.location(destination)
        let isInto = try await target.isFolder || sources.count > 1 || target.hasFolder()
        let folder = try DataPrefix(isInto ? target.text : Self.folder(of: target.text))
        let engine = TransferEngine(width: session.configuration.transfer.parallel)
        for source in sources {
            do {
                let location = try await session.stores.location(source)
                let name = isInto ? location.name : Self.name(of: target.text)
                guard let request = try await request(location, to: target.store, folder: folder, name: name) else {
                    continue
                }
                let plan = try await TransferPlanner.plan(request)
                for refusal in plan.refusals {
                    await console.fail(ShownText(failure: refusal.error, key: refusal.key))
                }
                if onlyPlans {
                    try await PlanReport(plan: plan, writesJSON: writesJSON).write(to: console.out)
                } else if !plan.isEmpty {
                    try await engine.finish(plan, on: console)
                }
            } catch let error as UsageError {
                throw error
            } catch {
                try await console.fail(error)
            }
        }
    }

    private func request(
        _ location: Location, to destination: any DataStore, folder: DataPrefix, name: String?
    ) async throws -> TransferRequest? {
        let selection: TransferSource
        let base: DataPrefix
        switch try await location.find() {
        case .item(let item):
            selection = .item(item)
            base = item.key.folder
        case .folder(let prefix):
            guard isRecursive else {
                await console.fail("\(location.typed): This is a folder. Copy it with all in it by -r.")
                return nil
            }
            selection = .folder(prefix)
            base = prefix.parent ?? .root
        }
        var request = TransferRequest(
            kind, [selection], of: location.store, base: base, to: destination, folder: folder,
            // The root of a store has no name; what is in it is copied.
            name: selection.text.isEmpty ? nil : name)
        if selection.text.isEmpty, let name { request.folder = try folder.appending(folder: name) }
        request.policy = policy
        request.width = session.configuration.transfer.parallel
        return request
    }

    private static func folder(of key: String) -> String {
        guard let slash = key.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        return String(key[...slash])
    }

    private static func name(of key: String) -> String {
        guard let slash = key.utf8.lastIndex(of: UInt8(ascii: "/")) else { return key }
        return String(key[key.utf8.index(after: slash)...])
    }
}
