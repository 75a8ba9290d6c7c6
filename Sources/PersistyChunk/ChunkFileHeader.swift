import Glibc
import PersistyData

/// What lies at a database's path, by its first bytes, so that nothing is opened, recovered or locked that is not ours.
enum ChunkFileHeader {
    /// Nothing, or a file without bytes.
    case missing
    /// A chunk store; in write-ahead mode another program has had it in its hands.
    case chunkStore(isWriteAhead: Bool)

    /// Reads the header (sqlite.org/fileformat2.html §1.3).
    static func read(_ path: String, store: String) throws(DataError) -> ChunkFileHeader {
        func refusal(_ code: DataError.Code, _ message: String, _ hint: String, _ reason: String) -> DataError {
            DataError(code, message, hint: hint, key: path, store: store, reason: reason)
        }
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT { return .missing }
            let reason = String(cString: strerror(errno))
            throw refusal(
                .unavailable, "The database cannot be reached (\(reason)).", "Look at the path and its permissions.",
                "chunk.unreachable")
        }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw refusal(
                .misconfigured, "This is a folder, not a database file.",
                "Name a file, or make this a directory store.", "chunk.folder")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw refusal(.misconfigured, "This is not a regular file.", "Name a file.", "chunk.special")
        }
        guard status.st_size > 0 else { return .missing }
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw refusal(
                .unavailable, "The database cannot be read (\(String(cString: strerror(errno)))).",
                "Look at the file's permissions.", "chunk.permission")
        }
        defer { close(file) }
        var header = [UInt8](repeating: 0, count: 100)
        guard pread(file, &header, 100, 0) == 100, header.starts(with: Array("SQLite format 3\0".utf8)) else {
            throw refusal(
                .misconfigured, "This file is not a SQLite database; it was left as it is.", "Name another file.",
                "chunk.not_database")
        }
        func number(_ offset: Int) -> UInt32 { header[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) } }
        guard number(68) == ChunkSchema.applicationID, number(60) > 0 else {
            throw refusal(
                .misconfigured, "This SQLite database is not a chunk store; it was left as it is.",
                "It belongs to another program; name another file.", "chunk.foreign")
        }
        guard number(60) <= ChunkSchema.version else {
            throw refusal(
                .misconfigured,
                "A newer version of persisty made this database (format \(number(60)); this one knows "
                    + "\(ChunkSchema.version)). It was left as it is.", "Update persisty.", "chunk.newer")
        }
        return .chunkStore(isWriteAhead: header[18] == 2 || header[19] == 2)
    }
}
