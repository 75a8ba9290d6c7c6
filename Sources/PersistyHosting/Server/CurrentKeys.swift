import Synchronization

/// The keys of a server that runs: they can be exchanged while it does.
final class CurrentKeys: Sendable {
    private let keys: Mutex<SigningKeys>

    init(_ keys: SigningKeys) { self.keys = Mutex(keys) }

    var value: SigningKeys { keys.withLock { $0 } }

    func set(_ keys: SigningKeys) { self.keys.withLock { $0 = keys } }
}
