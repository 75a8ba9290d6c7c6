import NIOCore
import PersistyData
import PersistyTransfer

/// Puts texts into a store.
func fill(_ store: any DataStore, _ contents: [String: String]) async throws {
    for (key, text) in contents { try await store.write(DataKey(key), text.utf8) }
}

/// All that a store holds.
func contents(of store: any DataStore) async throws -> [String: String] {
    var contents: [String: String] = [:]
    for try await item in store.items() {
        let bytes = try await store.bytes(of: item.key, upTo: 1 << 24)
        contents[item.key.text] = bytes.map { String(buffer: $0) }
    }
    return contents
}

/// Plans and runs, and tells how it ended.
func run(
    _ request: TransferRequest, resolving resolution: ConflictResolution? = nil
) async throws -> TransferStatus {
    let engine = TransferEngine()
    let id = await engine.start(try await TransferPlanner.plan(request), resolving: resolution)
    guard let status = await engine.wait(for: id) else { throw DataError(.other, "The transfer was forgotten.") }
    return status
}

/// A request for all of a store.
func everything(
    _ kind: TransferRequest.Kind, of source: any DataStore, to destination: any DataStore,
    _ policy: ConflictPolicy = .fail
) -> TransferRequest {
    var request = TransferRequest(kind, [.folder(.root)], of: source, to: destination)
    request.policy = policy
    return request
}

let old = Timestamp(seconds: 100)
let new = Timestamp(seconds: 200)
