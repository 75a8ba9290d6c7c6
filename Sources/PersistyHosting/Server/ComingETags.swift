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

    private let underWay = Mutex<[Name: Task<Void, Never>]>([:])

    deinit { for task in underWay.withLock({ $0.values }) { task.cancel() } }

    /// Has the validator made, unless it is under way or ``most`` others are.
    func make(_ item: DataItem, in store: any DataStore) {
        let name = Name(store: store.name, key: item.key, version: item.version)
        underWay.withLock { underWay in
            guard underWay.count < Self.most, underWay[name] == nil else { return }
            underWay[name] = Task { [weak self] in
                // Where it fails, whoever wants it learns why.
                _ = try? await store.etag(of: item, progress: nil)
                self?.underWay.withLock { $0[name] = nil }
            }
        }
    }

    private static let most = 2
}
