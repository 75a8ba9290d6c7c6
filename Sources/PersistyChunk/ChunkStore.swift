import GRDB
import Glibc
public import NIOPosix
public import PersistyData

/// Items in chunks in a SQLite database.
///
/// The file is opened when it is first needed and made when it is first written; until then the store is empty. Several
/// stores and processes may use one file: a reader of an item finishes reading it, whoever replaces or deletes it.
public final class ChunkStore: DataStore {
    public let name: String
    public let kind = "chunk"
    public let limits: DataLimits
    public let capabilities: DataCapabilities = [
        .everyOperation, .writeIfAbsent, .writeIfMatches, .attributes, .rename, .folders, .etagIsMD5, .listsAttributes,
        .listsETags,
    ]

    let options: ChunkStoreOptions
    let database: ChunkDatabase
    let commits: GroupCommit
    let writers = WriterCount()
    let threads: NIOThreadPool
    private let fileSystemType: @Sendable (String) -> UInt32?

    /// A store in the database at `path`.
    ///
    /// - Throws: ``DataError/Code/misconfigured`` for an empty path or a chunk size out of bounds. What is wrong with
    ///   the file is told when it is first needed, or by ``check()``.
    public convenience init(
        name: String = "chunk", path: String, options: ChunkStoreOptions = ChunkStoreOptions(),
        threads: NIOThreadPool = .singleton
    ) throws(DataError) {
        try self.init(
            name: name, path: path, options: options, threads: threads,
            fileSystemType: { NetworkFileSystem.type(of: $0) })
    }

    init(
        name: String, path: String, options: ChunkStoreOptions, threads: NIOThreadPool,
        fileSystemType: @escaping @Sendable (String) -> UInt32?
    ) throws(DataError) {
        guard ChunkStoreOptions.chunkSizes.contains(options.chunkSize) else {
            throw DataError(
                .misconfigured, "The chunk size is \(options.chunkSize) bytes; it must be 4 KiB to 16 MiB.",
                store: name,
                reason: "chunk.size")
        }
        let path = try Self.absolute(path, store: name)
        let most = Int64(options.chunkSize) * ChunkSchema.chunksInStream
        var limits = DataLimits()
        limits.itemSize = min(options.itemSize ?? most, most)
        limits.contentTypes = options.contentTypes
        limits.copyBatch = 256
        self.name = name
        self.options = options
        self.limits = limits
        self.threads = threads
        self.fileSystemType = fileSystemType
        database = ChunkDatabase(path: path, store: name)
        commits = GroupCommit(database: database, isDurable: options.durable)
    }

    /// The database's absolute path.
    public var path: String { database.path }

    /// What a person should know of the place where the database lies; `nil` when there is nothing to say. Blocks.
    public var notice: String? {
        fileSystemType(path).flatMap { NetworkFileSystem.name($0) }.map { kind in
            "The database lies on a network file system (\(kind)). It is written in the safest way, but use it from "
                + "one machine at a time: such file systems do not always keep locks."
        }
    }

    /// Opens the database, if there is one, and refuses what is not a chunk store.
    public func check() async throws(DataError) { _ = try await withFile(key: nil) { _ throws(DataError) in } }

    /// Waits until all that was left over is removed from the database.
    package func settle() async throws(DataError) { try await commits.settle() }

    /// Gives `body` the open file on a thread that may block; `nil` when there is no file.
    func withFile<Result: Sendable>(
        key: DataKey?, _ body: @escaping @Sendable (ChunkFile) throws(DataError) -> Result
    ) async throws(DataError) -> Result? {
        try await blocking(key: key) { () throws(DataError) in
            guard let file = try self.database.existing() else { return nil }
            if file.claimLeftovers() { self.commits.collect() }
            return try body(file)
        }
    }

    /// Runs `body` on a thread that may block.
    func blocking<Result: Sendable>(
        key: DataKey?, _ body: @escaping @Sendable () throws(DataError) -> Result
    ) async throws(DataError) -> Result {
        do {
            return try await threads.runIfActive { try body() }
        } catch {
            throw DataError(error, key: key?.text, store: name)
        }
    }

    private static func absolute(_ path: String, store: String) throws(DataError) -> String {
        guard !path.isEmpty, !path.utf8.contains(0), path.utf8.last != UInt8(ascii: "/") else {
            throw DataError(
                .misconfigured, "The path \(path.debugDescription) does not name a file.", store: store,
                reason: "chunk.path")
        }
        // Through links, so that SQLite's and our side files are beside the file whatever name it is opened by.
        if let resolved = realpath(path, nil) {
            defer { free(resolved) }
            return String(cString: resolved)
        }
        if path.utf8.first == UInt8(ascii: "/") { return path }
        guard let folder = getcwd(nil, 0) else {
            throw DataError(.misconfigured, "The working directory is gone.", key: path, store: store)
        }
        defer { free(folder) }
        return String(cString: folder) + "/" + path
    }
}
