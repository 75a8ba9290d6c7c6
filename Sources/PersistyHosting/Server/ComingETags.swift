import PersistyData
import Synchronization

/// Validators that are being made beside answers: that of a great item, made before its first byte goes out, would keep
/// whoever asks first waiting for as long as all of it takes to read.
final class ComingETags: Sendable {
    /// Items of more bytes are answered without a validator that is not known yet.
    static let size: Int64 = 32 << 20

    private struct Name: Hashable {
        let store: String
        let key: DataKey
        let version: DataVersion?
    }

    private let underWay = Mutex<Set<Name>>([])

    /// Has the validator made, unless it is under way or ``most`` others are.
    func make(_ item: DataItem, in store: any DataStore) {
        let name = Name(store: store.name, key: item.key, version: item.version)
        let isNew = underWay.withLock { $0.count < Self.most && $0.insert(name).inserted }
        guard isNew else { return }
        Task {
            // Where it fails, whoever wants it learns why.
            _ = try? await store.etag(of: item, progress: nil)
            underWay.withLock { _ = $0.remove(name) }
        }
    }

    private static let most = 2
}
