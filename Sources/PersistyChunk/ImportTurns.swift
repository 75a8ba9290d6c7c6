import PersistyData
import Synchronization

/// What the workers of an import have still to do: short files many to a turn, long ones one by one.
final class ImportTurns: Sendable {
    /// A file up to this size is read at once.
    private static let shortBytes: Int64 = 256 << 10
    private static let turnBytes: Int64 = 1 << 20
    private static let turnFiles = 64

    private struct Rest {
        var short: ArraySlice<[Int]> = []
        var long: ArraySlice<Int> = []
    }

    private let rest: Mutex<Rest>

    init(_ requests: [CopyRequest], _ indices: [Int]) {
        var rest = Rest()
        var (turn, bytes) = ([Int](), Int64(0))
        for index in indices {
            let size = requests[index].item.size
            if size > Self.shortBytes {
                rest.long.append(index)
                continue
            }
            turn.append(index)
            bytes += size
            if bytes >= Self.turnBytes || turn.count >= Self.turnFiles {
                rest.short.append(turn)
                (turn, bytes) = ([], 0)
            }
        }
        if !turn.isEmpty { rest.short.append(turn) }
        self.rest = Mutex(rest)
    }

    func nextShort() -> [Int]? { rest.withLock { $0.short.popFirst() } }

    func nextLong() -> Int? { rest.withLock { $0.long.popFirst() } }
}
