import CLinux
import Glibc
import PersistyData

/// Locks on single bytes of a side file, seen by all processes that use a database.
///
/// The kernel drops them when a process ends, however it ends.
final class ByteLocks: Sendable {
    enum Kind: Int32 {
        case shared = 1
        case exclusive = 2
    }

    private let file: Int32

    /// Opens the side file, making it when it is not there. `nil` where that is not allowed.
    init?(path: String) {
        file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard file >= 0 else { return nil }
    }

    deinit { close(file) }

    /// Takes the lock, if nobody else has it: 0, or an error number.
    func take(_ kind: Kind, byte: Int64) -> Int32 { persisty_lock_byte(file, byte, kind.rawValue) }

    func giveBack(byte: Int64) { _ = persisty_lock_byte(file, byte, Int32(PERSISTY_UNLOCK)) }
}

/// The right to write to a database, held by one connection of one process at a time.
///
/// SQLite has such a lock itself, but whoever asks most often wins it. Here the next in turn waits at the gate, and who
/// has just written must pass the gate again.
struct WriteTurn {
    let locks: ByteLocks
    private static let writer: Int64 = 0
    private static let gate: Int64 = 1

    /// Waits for the turn, runs `body`, and gives the turn back. Blocks.
    func run<Result>(patience: Int, path: String, store: String, _ body: () throws -> Result) throws -> Result {
        let limit = Timestamp.now.nanoseconds + Int64(patience) * 1_000_000_000
        try wait(for: Self.gate, until: limit, path, store)
        do {
            defer { locks.giveBack(byte: Self.gate) }
            try wait(for: Self.writer, until: limit, path, store)
        }
        defer { locks.giveBack(byte: Self.writer) }
        return try body()
    }

    private func wait(for byte: Int64, until limit: Int64, _ path: String, _ store: String) throws(DataError) {
        var pause: UInt32 = 50
        while true {
            let error = locks.take(.exclusive, byte: byte)
            if error == 0 { return }
            guard error == EAGAIN || error == EACCES else {
                throw DataError(
                    .unavailable, "The lock beside the database cannot be taken (\(String(cString: strerror(error)))).",
                    hint: "Nothing was changed. Does its file system support locks?", key: path, store: store)
            }
            guard Timestamp.now.nanoseconds < limit else {
                throw DataError(
                    .unavailable,
                    "Another program has been writing to the database for over \(ChunkFile.patience) seconds.",
                    hint: "Nothing was changed; wait for it to end and try again.", key: path, store: store,
                    retry: .after(.seconds(1)))
            }
            usleep(pause)
            pause = min(pause * 2, 1600)
        }
    }
}
