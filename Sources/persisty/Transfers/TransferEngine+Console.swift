import Browser
import PersistyConfiguration
import PersistyData
import PersistyTransfer
import TerminalUI

extension TransferEngine {
    /// The engine of a command or of the browser, which keeps in the log what was done.
    init(_ session: Session) {
        let logger = session.logger
        self.init(
            width: session.configuration.transfer.parallel, pacing: session.pacing, observer: { logger.note($0) })
    }

    /// Does what was planned, tells how it goes, and says what failed.
    static func run(_ plan: TransferPlan, _ session: Session) async throws {
        let engine = TransferEngine(session)
        try await engine.report(engine.start(plan), on: session.console)
    }

    /// Deletes what was planned, tells how it goes, and says what failed.
    static func run(_ plan: DeletionPlan, _ session: Session) async throws {
        session.logger.note(plan)
        let engine = TransferEngine(session)
        try await engine.report(engine.start(plan), on: session.console)
    }

    private func report(_ id: TransferID, on console: Console) async throws {
        let progress = ProgressLine(console.errors)
        let watching = Task { [snapshots] in
            guard progress.isSeen else { return }
            for await snapshot in snapshots {
                if let status = snapshot[id] { await progress.show(status) }
                if Task.isCancelled { return }
            }
        }
        let status = await wait(for: id)
        watching.cancel()
        await watching.value
        await progress.clear()
        guard let status else { return await console.fail("What became of this is not known.") }
        // These are in the log already, as what failed of this transfer.
        await console.fail(status.failures, isLogged: true)
        if status.failureCount > status.failures.count {
            await console.fail("\(status.failureCount - status.failures.count) more failed.")
        }
        if status.state == .cancelled { await console.fail("This was cancelled; what was done stays done.") }
        if progress.isSeen { try await console.errors.write(status.summary) }
    }
}

extension TransferStatus {
    /// What was done, and by what it is known to be right.
    var summary: ShownText {
        let verb: ShownText =
            switch kind {
            case .copy: "copied"
            case .move: "moved"
            case .delete: "deleted"
            }
        let items = itemsDone - specialFilesDone.values.reduce(0, +)
        var text = ShownText.count(items, "item", "items")
        if !specialFilesDone.isEmpty { text += ", " + countedSpecialFiles(specialFilesDone) }
        text += " " + verb
        if bytesDone > 0 { text += ", \(HumanSize.text(bytesDone))" }
        if skippedCount > 0 { text += "; \(skippedCount) left out" }
        if failureCount > 0 { text += "; \(failureCount) failed" }
        let evidence = verifications.map { ($0.key.evidence, $0.value) }.sorted { $0.0.text < $1.0.text }
            .map { name, count in "\(count) " + name }
        if !evidence.isEmpty { text += " (" + evidence.joined(separator: ", ") + ")" }
        for (name, count) in lostAttributes.sorted(by: { $0.key < $1.key }) {
            text += "; \(count) without " + ShownText(name)
        }
        return text + "."
    }
}

extension Verification {
    /// By what a copy is known to be right.
    fileprivate var evidence: ShownText {
        switch self {
        case .compared(let algorithm): "compared by \(algorithm.title)"
        case .recorded(let algorithm): "recorded with \(algorithm.title)"
        case .service: "copied by the service, which vouches for them"
        case .shared: "sharing their blocks"
        case .sizeOnly: "of equal size, not verified"
        }
    }
}
