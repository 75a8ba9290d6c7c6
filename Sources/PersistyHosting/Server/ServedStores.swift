import Synchronization

/// The stores of a service by their names in links.
final class ServedStores: Sendable {
    private let stores: Mutex<[String: HostedStore]>

    init(_ stores: [HostedStore]) {
        self.stores = Mutex(Dictionary(stores.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }))
    }

    subscript(name: String) -> HostedStore? { stores.withLock { $0[name] } }

    func add(_ store: HostedStore) { stores.withLock { $0[store.name] = store } }
}
