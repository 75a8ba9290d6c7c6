import PersistyConfiguration
import PersistyData
import PersistyTransfer
import TerminalUI

/// What cp and mv have in common: several sources, one destination, one engine.
struct TransferCommand {
    let kind: TransferRequest.Kind
    let isRecursive: Bool
    var verifies = true
    let policy: ConflictPolicy
    let onlyPlans: Bool
    let writesJSON: Bool
    let session: Session

    private var console: Console { session.console }

    func run(_ sources: [Place], to destination: Place) async throws {
        let target = try await session.stores.location(destination)
        var isInto = target.isFolder || sources.count > 1
        if !isInto { isInto = try await target.hasFolder() }
        let folder = try DataPrefix(isInto ? target.text : Self.folder(of: target.text))
        var requests: [TransferRequest] = []
        var last: (storeID: String, base: DataPrefix)?
        for source in sources {
            do {
                // A link that is named is copied as what it leads to, and moved itself.
                let location = try await session.stores.location(source, followsLink: kind == .copy)
                guard let selection = try await selection(location) else { continue }
                let base = selection.base
                let name = isInto ? location.name : Self.name(of: target.text)
                // What a shell makes of `*` is one transfer, not thousands.
                if name == nil, let former = last, former == (location.storeID, base), !selection.text.isEmpty {
                    requests[requests.count - 1].selection.append(selection)
                    continue
                }
                last = name == nil && !selection.text.isEmpty ? (location.storeID, base) : nil
                var request = TransferRequest(
                    kind, [selection], of: location.store, base: base, to: target.store, folder: folder)
                if selection.text.isEmpty {
                    // The root of a store has no name to keep: what is in it is copied.
                    if let name { request.folder = try folder.appending(folder: name) }
                } else {
                    request.name = name
                }
                request.policy = policy
                request.verifies = verifies
                request.width = session.configuration.transfer.parallel
                requests.append(request)
            } catch let error as UsageError {
                throw error
            } catch {
                try await console.fail(error)
            }
        }
        for request in requests { try await run(request) }
    }

    private func run(_ request: TransferRequest) async throws {
        do {
            let plan = try await TransferPlanner.plan(request)
            if onlyPlans {
                try await PlanReport(plan: plan, writesJSON: writesJSON).write(to: console.out)
            }
            if let same = plan.methods[.nothing] { await tellSame(same, plan) }
            // A transfer that runs tells of its refusals itself.
            guard !onlyPlans, !plan.isEmpty else { return await console.fail(plan.refusals) }
            try await TransferEngine.run(plan, session)
        } catch {
            try await console.fail(error)
        }
    }

    /// What would become itself: as cp does, that is said and counts as a failure.
    private func tellSame(_ count: Int, _ plan: TransferPlan) async {
        let folder = Place.text(plan.request.folder.text, in: plan.request.destination.name)
        await console.fail(
            "\(ShownText(folder)): \(count == 1 ? "One of the sources is" : "\(count) of the sources are") there already,"
                + " under the same name; source and destination are the same, and nothing was done about that.")
    }

    private func selection(_ location: Location) async throws -> TransferSource? {
        switch try await location.find() {
        case .item(let item): return .item(item)
        case .special(let file): return .key(file.key)
        case .folder(let folder):
            guard isRecursive else {
                await console.fail("\(location.typed): This is a folder. Copy it with all in it by -r.")
                return nil
            }
            return .folder(folder)
        }
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

extension TransferSource {
    /// The folder that it lies in.
    fileprivate var base: DataPrefix {
        switch self {
        case .item(let item): item.key.folder
        case .key(let key): key.folder
        case .folder(let folder): folder.parent ?? .root
        }
    }
}
