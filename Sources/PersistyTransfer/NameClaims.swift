import PersistyData
import Synchronization

/// The names that one transfer has thought of for itself, so that no two of its workers take the same.
///
/// Only a store that cannot promise to write where nothing is would otherwise let one replace the other.
final class NameClaims: Sendable {
    private let claimed = Mutex<Set<DataKey>>([])
    private let index: NameIndex?
    private let plan: TransferPlan

    init(_ plan: TransferPlan) {
        self.plan = plan
        index = plan.request.destination.capabilities.contains(.writeIfAbsent) ? nil : NameIndex(plan.items)
    }

    /// Takes the key, unless another item of the transfer has it, or will get it.
    func claim(_ key: DataKey) -> Bool {
        guard let index else { return true }
        let name = Array(key.text.utf8.dropFirst(plan.request.folder.text.utf8.count))
        if let source = plan.naming.completed(name),
            source.withUnsafeBytes({ index.find($0, in: plan.items) }) != nil
        {
            return false
        }
        return claimed.withLock { $0.insert(key).inserted }
    }
}
