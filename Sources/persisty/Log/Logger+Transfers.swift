import Logging
import PersistyData
import PersistyTransfer
import TerminalUI

extension Logger {
    /// Keeps when a transfer or a deletion began, and how it ended: what a person asks for afterwards.
    func note(_ status: TransferStatus) {
        guard status.state.isEnded else {
            return info("\(status.kind.rawValue) began", metadata: status.whatAndWhere)
        }
        for failure in status.failures {
            error("\(status.kind.rawValue) failed for an item", metadata: Metadata(failure.error, name: failure.name))
        }
        let level: Level = status.state == .finished ? .info : status.state == .failed ? .error : .warning
        log(
            level: level, "\(status.kind.rawValue) \(status.state.rawValue)",
            metadata: status.whatAndWhere.merging(status.outcome) { $1 })
    }

    /// Keeps what is about to be deleted, as it was selected.
    func note(_ plan: DeletionPlan) {
        for selected in plan.selection.prefix(100) {
            notice("to be deleted", metadata: ["store": "\(plan.store.name)", "key": "\(selected.text)"])
        }
    }
}

extension TransferStatus {
    fileprivate var whatAndWhere: Logger.Metadata {
        var known: Logger.Metadata = [
            "transfer": "\(id.value)", "from": "\(sourceStore):\(sourceFolder.text)", "first": "\(first)",
            "selected": "\(selected)", "items": "\(itemsTotal)", "bytes": "\(bytesTotal)",
        ]
        if let destinationStore { known["to"] = "\(destinationStore):\(destinationFolder?.text ?? "")" }
        return known
    }

    fileprivate var outcome: Logger.Metadata {
        var known: Logger.Metadata = [
            "done": "\(itemsDone)", "bytes-done": "\(bytesDone)", "seconds": "\(elapsed.components.seconds)",
        ]
        if failureCount > 0 { known["failed"] = "\(failureCount)" }
        if failureCount > failures.count { known["failed-unlisted"] = "\(failureCount - failures.count)" }
        if foldersDone > 0 { known["folders"] = "\(foldersDone)" }
        if !skipped.isEmpty { known["left-out"] = "\(Self.counts(skipped) { $0.rawValue })" }
        if !verifications.isEmpty { known["verified"] = "\(Self.counts(verifications) { $0.name })" }
        if !lostAttributes.isEmpty { known["not-kept"] = "\(Self.counts(lostAttributes) { $0 })" }
        if !methods.isEmpty { known["by"] = "\(Self.counts(methods) { $0.rawValue })" }
        return known
    }

    /// `3 clone, 1 stream`
    private static func counts<Kind>(_ counts: [Kind: Int], _ name: (Kind) -> String) -> String {
        counts.map { "\($0.value) \(name($0.key))" }.sorted().joined(separator: ", ")
    }
}

extension Verification {
    fileprivate var name: String {
        switch self {
        case .compared(let algorithm): "compared by \(algorithm.rawValue)"
        case .recorded(let algorithm): "\(algorithm.rawValue) recorded"
        case .service: "by the service"
        case .shared: "shared"
        case .sizeOnly: "size only"
        }
    }
}
