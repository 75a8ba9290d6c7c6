import GRDB
import Glibc
import PersistyData

/// Makes an empty database: whole under another name, then renamed, so that nobody ever sees half of one.
struct ChunkFileMaking {
    let path: String
    let store: String

    func run() throws(DataError) {
        let folder = Self.folder(of: path)
        try makeFolder(folder)
        guard let locks = ByteLocks(path: path + ChunkFile.lockSuffix) else { throw failure("made", errno) }
        do {
            try WriteTurn(locks: locks).run(patience: ChunkFile.patience, path: path, store: store) {
                // Another process may have made it meanwhile.
                guard case .missing = try ChunkFileHeader.read(path, store: store) else { return }
                let new = path + "-new"
                unlink(new)
                unlink(new + "-journal")
                do { try make(new) } catch {
                    unlink(new)
                    unlink(new + "-journal")
                    throw error
                }
                guard rename(new, path) == 0 else { throw failure("made", errno) }
                sync(folder)
            }
        } catch {
            if let failure = SQLFailure(error) { throw failure.dataError(path: path, key: nil, store: store) }
            throw DataError(error, key: path, store: store)
        }
    }

    private func make(_ new: String) throws {
        let queue = try DatabaseQueue(path: new, configuration: ChunkFile.configuration(.making))
        defer { try? queue.close() }
        try queue.inDatabase { database in
            try database.execute(sql: "PRAGMA page_size = \(ChunkSchema.pageSize); PRAGMA synchronous = FULL")
            try database.inTransaction(.exclusive) {
                try ChunkSchema.create(database)
                return .commit
            }
        }
    }

    private func makeFolder(_ folder: String) throws(DataError) {
        guard mkdir(folder, 0o777) != 0, errno != EEXIST else { return }
        guard errno == ENOENT, folder != "/" else { throw failure("made", errno) }
        try makeFolder(Self.folder(of: folder))
        guard mkdir(folder, 0o777) == 0 || errno == EEXIST else { throw failure("made", errno) }
    }

    private func sync(_ folder: String) {
        let file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { return }
        fsync(file)
        close(file)
    }

    private func failure(_ verb: String, _ number: Int32) -> DataError {
        let code: DataError.Code = number == ENOSPC || number == EDQUOT ? .noSpace : .unavailable
        return DataError(
            code, "The database cannot be \(verb) (\(String(cString: strerror(number)))).",
            hint: "Look at the folder and its permissions.", key: path, store: store, reason: "chunk.making")
    }

    static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }
}
