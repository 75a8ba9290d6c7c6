import PersistyData
import Synchronization

/// The room that one upload takes, for as long as this is held: all of it before the first byte where its size is known,
/// and else in stretches as it grows.
final class StagingShare: Sendable {
    /// After how many bytes the room is looked at again.
    static let stretch: Int64 = 16 << 20

    private struct State {
        var came: Int64 = 0
        var taken: Int64 = 0
        /// How many bytes may come before the room is looked at again.
        var looked: Int64 = 0
    }

    private let quota: StagingQuota
    private let store: any DataStore
    private let rule: RoomRule
    private let state = Mutex(State())

    /// - Throws: ``DataError/Code/noSpace`` where there is no room for as much as `size` says.
    init(
        _ size: Int64?, of quota: StagingQuota, in store: any DataStore, _ limits: HostedLimits
    ) async throws(DataError) {
        self.quota = quota
        self.store = store
        rule = RoomRule(limits)
        if let size { try take(size) }
        try await look(for: size ?? 0)
    }

    deinit { quota.give(state.withLock { $0.taken }) }

    /// So many bytes more have come.
    func came(_ count: Int) async throws(DataError) {
        let (missing, looks) = state.withLock { state in
            state.came += Int64(count)
            return (state.came - state.taken, state.came > state.looked)
        }
        if missing > 0 { try take(max(missing, Self.stretch)) }
        if looks { try await look(for: 0) }
    }

    private func take(_ count: Int64) throws(DataError) {
        guard quota.take(count) else {
            throw DataError(
                .noSpace, "Uploads under way have all the room there is for them.", hint: "Nothing was stored.",
                store: store.name, reason: "staging.quota")
        }
        state.withLock { $0.taken += count }
    }

    private func look(for count: Int64) async throws(DataError) {
        if let room = try await store.room(), !rule.admits(count, into: room) {
            throw DataError(
                .noSpace, "The file system of the store is nearly full.", hint: "Nothing was stored.",
                store: store.name, reason: "staging.floor")
        }
        state.withLock { $0.looked = $0.came + Self.stretch }
    }
}

/// How much of a file system uploads leave free.
struct RoomRule: Sendable {
    private let leastFree: Int64
    private let leastFreePercent: Int64

    init(_ limits: HostedLimits) { (leastFree, leastFreePercent) = (limits.leastFree, limits.leastFreePercent) }

    /// Whether so many bytes may come into `room`.
    func admits(_ count: Int64, into room: StorageRoom) -> Bool {
        let least = max(leastFree, room.total / 100 * leastFreePercent)
        let (rest, overflows) = room.free.subtractingReportingOverflow(count)
        return !overflows && rest >= least
    }
}
