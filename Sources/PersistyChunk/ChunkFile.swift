import GRDB
import Glibc
import PersistyData
import Synchronization

/// An open database: connections for reading, one for writing, and the locks between processes.
///
/// The journal is a rollback journal. It writes a new page once where a write-ahead log writes it twice, every commit
/// is durable, it works on network file systems, and the fault of SQLite's log before 3.51.3 (two connections that
/// write and reset the log at the same moment damage the database) is not in it.
final class ChunkFile: Sendable {
    /// How many seconds a connection waits for another before it gives up.
    static let patience = 30
    static let lockSuffix = "-lock"

    let path: String
    let identity: FileIdentity
    let pins: StreamPins
    private let store: String
    private let isWritable: Bool
    private let turn: WriteTurn?
    private let readers = Mutex<[DatabaseQueue]>([])
    private let writer = Mutex<DatabaseQueue?>(nil)
    private let leftovers = Atomic(false)

    enum Purpose {
        case making, reading, readingOnly, writing
    }

    init(path: String, store: String, isWriteAhead: Bool) throws(DataError) {
        self.path = path
        self.store = store
        isWritable = access(path, W_OK) == 0
        let locks = isWritable ? ByteLocks(path: path + Self.lockSuffix) : nil
        turn = locks.map { WriteTurn(locks: $0) }
        pins = StreamPins(locks: locks)
        guard let identity = Self.identity(path) else {
            throw .databaseGone(key: path, store: store)
        }
        self.identity = identity
        if isWriteAhead { try leaveWriteAheadMode() }
        let hasLeftovers = try read { database in try database.hasRow("SELECT 1 FROM stream LIMIT 1") }
        leftovers.store(hasLeftovers && isWritable, ordering: .relaxed)
    }

    /// Whether streams were left over by those who wrote before; told once.
    func claimLeftovers() -> Bool { leftovers.exchange(false, ordering: .relaxed) }

    /// Whether the file is still the one at its path.
    var isInPlace: Bool { Self.identity(path) == identity }

    /// Reads with a connection of its own. Blocks.
    func read<Result>(
        key: String? = nil, _ body: (Database) throws -> Result
    ) throws(DataError) -> Result {
        try dataErrors(key: key) {
            let queue = try readers.withLock { $0.popLast() } ?? connection(isWritable ? .reading : .readingOnly)
            defer { readers.withLock { if $0.count < 4 { $0.append(queue) } } }
            return try queue.unsafeRead(body)
        }
    }

    /// Reads several times from one state of the database. Blocks.
    func readTransaction<Result>(
        key: String? = nil, _ body: (Database) throws -> Result
    ) throws(DataError) -> Result {
        try read(key: key) { database in
            var result: Result?
            try database.inTransaction(.deferred) {
                result = try body(database)
                return .commit
            }
            guard let result else { throw DataError.noAnswer(key: key, store: store) }
            return result
        }
    }

    /// Runs one transaction in this connection's turn. Blocks.
    func write<Result>(durable: Bool, _ body: (WriteSession) throws -> Result) throws -> Result {
        guard let turn else {
            throw DataError(
                .forbidden, "The database or its folder may not be written.", hint: "Nothing was changed.", key: path,
                store: store)
        }
        return try turn.run(patience: Self.patience, path: path, store: store) {
            guard isInPlace else {
                throw DataError(
                    .unavailable, "The database file was moved or replaced meanwhile.",
                    hint: "Nothing was changed; try again.", key: path, store: store, retry: .now)
            }
            let queue = try writer.withLock { writer in
                if let writer { return writer }
                let new = try connection(.writing)
                writer = new
                return new
            }
            return try queue.inDatabase { database in
                try database.run(durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL")
                let session = WriteSession(database, pins: pins, store: store)
                var result: Result?
                do {
                    try database.inTransaction(.immediate) {
                        result = try body(session)
                        try session.finish()
                        return .commit
                    }
                } catch {
                    session.rolledBack()
                    throw error
                }
                guard let result else { throw DataError.noAnswer(key: path, store: store) }
                return result
            }
        }
    }

    /// Gives the writer's cache back to the system.
    func rest() {
        let queue = writer.withLock { $0 }
        queue?.inDatabase { try? $0.run("PRAGMA shrink_memory") }
    }

    private func connection(_ purpose: Purpose) throws -> DatabaseQueue {
        try DatabaseQueue(path: path, configuration: Self.configuration(purpose))
    }

    static func configuration(_ purpose: Purpose) -> Configuration {
        var configuration = Configuration()
        configuration.label = "persisty.chunk"
        configuration.readonly = purpose == .readingOnly
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .callback { attempts in
            usleep(UInt32(min(attempts + 1, 10)) * 500)
            return attempts < patience * 200
        }
        configuration.prepareDatabase { database in
            switch purpose {
            case .making: try database.execute(sql: "PRAGMA secure_delete = OFF")
            case .readingOnly: try database.execute(sql: "PRAGMA cache_size = -4096")
            case .reading:
                // Not opened for reading only: the first to come after a killed writer rolls its journal back.
                try database.execute(sql: "PRAGMA query_only = ON; PRAGMA cache_size = -4096")
            case .writing:
                // A spilled cache would take the exclusive lock in the middle of a transaction.
                try database.execute(
                    sql: """
                        PRAGMA journal_mode = PERSIST; PRAGMA journal_size_limit = 1048576;
                        PRAGMA secure_delete = OFF; PRAGMA cache_size = -24576; PRAGMA cache_spill = OFF;
                        """)
            }
        }
        return configuration
    }

    private func leaveWriteAheadMode() throws(DataError) {
        guard let turn else { return }
        try dataErrors(key: nil) {
            try turn.run(patience: Self.patience, path: path, store: store) {
                let queue = try connection(.writing)
                try queue.close()
            }
        }
    }

    func dataErrors<Result>(key: String?, _ body: () throws -> Result) throws(DataError) -> Result {
        do { return try body() } catch {
            if let failure = SQLFailure(error) { throw failure.dataError(path: path, key: key, store: store) }
            throw DataError(error, key: key ?? path, store: store)
        }
    }

    private static func identity(_ path: String) -> FileIdentity? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }
}
