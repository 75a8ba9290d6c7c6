import Glibc
import PersistyData
import Synchronization

/// The database of a store: opened when it is first needed, made when it is first written.
final class ChunkDatabase: Sendable {
    let path: String
    let store: String
    private let opened = Mutex<ChunkFile?>(nil)
    private let known = Mutex<FileIdentity?>(nil)

    init(path: String, store: String) {
        self.path = path
        self.store = store
    }

    /// The numbers of the file, where it was opened already.
    var identity: FileIdentity? { known.withLock { $0 } }

    /// The open file, or `nil` when there is none. Blocks.
    func existing() throws(DataError) -> ChunkFile? {
        try opened.withLock { (opened) throws(DataError) in
            if let file = opened, file.isInPlace { return file }
            opened = nil
            guard case .chunkStore(let isWriteAhead) = try ChunkFileHeader.read(path, store: store) else { return nil }
            return try open(isWriteAhead: isWriteAhead, &opened)
        }
    }

    /// The open file, made when there is none. Blocks.
    func created() throws(DataError) -> ChunkFile {
        if let file = try existing() { return file }
        return try opened.withLock { (opened) throws(DataError) in
            if let file = opened, file.isInPlace { return file }
            try ChunkFileMaking(path: path, store: store).run()
            return try open(isWriteAhead: false, &opened)
        }
    }

    private func open(isWriteAhead: Bool, _ opened: inout ChunkFile?) throws(DataError) -> ChunkFile {
        let file = try ChunkFile(path: path, store: store, isWriteAhead: isWriteAhead)
        opened = file
        known.withLock { $0 = file.identity }
        return file
    }
}
