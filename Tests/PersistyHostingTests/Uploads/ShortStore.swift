import PersistyData
import Synchronization

/// The room of a store, as a test says; it may shrink each time that it is looked at.
final class MovableRoom: Sendable {
    private let state = Mutex<(room: StorageRoom?, shrinks: Int64)>((nil, 0))

    var value: StorageRoom? {
        get {
            state.withLock { state in
                defer { state.room?.free -= state.shrinks }
                return state.room
            }
        }
        set { state.withLock { $0.room = newValue } }
    }

    var shrinks: Int64 {
        get { state.withLock { $0.shrinks } }
        set { state.withLock { $0.shrinks = newValue } }
    }
}

/// A store on a file system that is as full as a test says.
struct ShortStore: DataStore {
    let store: MemoryStore
    let room: MovableRoom

    var name: String { store.name }
    var kind: String { store.kind }
    var capabilities: DataCapabilities { store.capabilities }
    var limits: DataLimits { store.limits }

    func room() async throws(DataError) -> StorageRoom? { room.value }

    func read(_ key: DataKey) async throws(DataError) -> DataItem? { try await store.read(key) }

    func reader(of item: DataItem, range: ByteRange) async throws(DataError) -> DataReader {
        try await store.reader(of: item, range: range)
    }

    func write(_ key: DataKey, _ bytes: DataReader, _ options: WriteOptions) async throws(DataError) -> DataItem {
        try await store.write(key, bytes, options)
    }

    func delete(_ keys: [DataKey], _ options: DeleteOptions) async throws(DataError) -> [Result<Bool, DataError>] {
        try await store.delete(keys, options)
    }

    func search(_ query: DataQuery, pageKey: String?, limit: Int) async throws(DataError) -> DataPage {
        try await store.search(query, pageKey: pageKey, limit: limit)
    }
}
