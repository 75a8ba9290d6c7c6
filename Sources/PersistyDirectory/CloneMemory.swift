import Synchronization

/// Between which devices files can share blocks (ioctl_ficlone(2)), as far as it has been tried.
final class CloneMemory: Sendable {
    static let shared = CloneMemory()

    private struct Pair: Hashable {
        var from: UInt64
        var to: UInt64
    }

    private let known = Mutex<[Pair: Bool]>([:])

    /// Whether it works; `nil` when that is not known yet.
    func works(from: UInt64, to: UInt64) -> Bool? { known.withLock { $0[Pair(from: from, to: to)] } }

    func learn(_ works: Bool, from: UInt64, to: UInt64) { known.withLock { $0[Pair(from: from, to: to)] = works } }
}
