import Browser
import PersistyData
import PersistyTransfer
import TerminalUI

/// A plan, written out.
struct PlanReport {
    let plan: TransferPlan
    let writesJSON: Bool

    func write(to out: Output) async throws {
        let conflicts = Set(plan.conflicts.map(\.index))
        for rename in plan.folderRenames {
            try await line(rename.from.text, rename.to.text, size: nil, exists: false, to: out)
        }
        for folder in plan.emptyFolders { try await line(folder.text, folder.text, size: nil, exists: false, to: out) }
        for index in 0..<plan.items.count {
            try await line(
                try plan.items.key(index).text, try plan.target(of: index).text, size: plan.items.size(index),
                exists: conflicts.contains(index), to: out)
        }
        guard !writesJSON else { return }
        let methods = plan.methods.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { method, count in "\(count) by \(method.rawValue)" as ShownText }.joined(separator: ", ")
        var summary = ShownText.count(plan.items.count, "item", "items") + ", \(HumanSize.text(plan.byteCount))"
        if !methods.isEmpty { summary += ": " + methods }
        if plan.conflictCount > 0 { summary += "; \(plan.conflictCount) of that name are there already" }
        for loss in plan.losses { try await out.write("Lost: \(loss.title).") }
        try await out.write(summary + ". Nothing was copied.")
    }

    private func line(_ key: String, _ target: String, size: Int64?, exists: Bool, to out: Output) async throws {
        let source = plan.request.source.name
        let destination = plan.request.destination.name
        guard writesJSON else {
            let note: ShownText = exists ? "  (is there already)" : ""
            let (from, to) = (Place.text(key, in: source), Place.text(target, in: destination))
            return try await out.write("\(from) -> \(to)" + note)
        }
        var line = JSONLine()
        line.field("key", key)
        line.field("target", target)
        line.field("size", size)
        line.field("exists", exists)
        try await out.write(line.line)
    }
}
