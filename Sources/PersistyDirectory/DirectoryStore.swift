import CLinux
import Glibc
public import NIOPosix
public import PersistyData
import Synchronization

/// A store whose items are the files under a folder, which it cannot leave: links are never followed, also not while
/// others swap folders for links. Links, pipes, sockets and devices are its special files.
///
/// A validator is the MD5 of the content. It is never made in order to read an item or to list; what was made once is
/// remembered in an ``ETagMemory``.
public final class DirectoryStore: DataStore {
    public let name: String
    public let kind = "directory"
    public let capabilities: DataCapabilities = [
        .everyOperation, .writeIfAbsent, .writeIfMatches, .rename, .folders, .etagIsMD5, .specialFiles,
    ]
    public let limits: DataLimits = {
        var limits = DataLimits()
        limits.copyBatch = 64
        return limits
    }()
    /// The folder as it was given.
    public let path: String

    let root: ContainedRoot
    let etags: ETagMemory
    let threads: NIOThreadPool
    /// Walks that a search may go on with.
    let walks = Mutex(SuspendedWalks())
    let nameChanges = Mutex(NameChanges())

    /// Opens the folder at `path`.
    ///
    /// - Parameters:
    ///   - etags: Where validators are remembered; by default only in this store.
    ///   - threads: Where blocking calls are made.
    /// - Throws: ``DataError/Code/unavailable`` when there is no such folder or it cannot be opened.
    public convenience init(
        name: String, root path: String, etags: ETagMemory? = nil, threads: NIOThreadPool = .singleton
    ) throws(DataError) {
        try self.init(name: name, root: path, etags: etags, threads: threads, resolution: nil)
    }

    package init(
        name: String, root path: String, etags: ETagMemory? = nil, threads: NIOThreadPool = .singleton,
        resolution: Resolution?
    ) throws(DataError) {
        self.name = name
        self.path = path
        self.etags = etags ?? ETagMemory()
        self.threads = threads
        do throws(SystemError) {
            // The root itself may be a link: it is the owner's own choice.
            let number = persisty_openat(AT_FDCWD, path, persisty_o_path | O_DIRECTORY, 0)
            root = try ContainedRoot(Descriptor(owning: try SystemError.check(number)), resolution: resolution)
            guard faccessat(root.descriptor.number, ".", R_OK | X_OK, 0) == 0 else { throw SystemError(errno) }
        } catch {
            throw DataError.unavailable(path, error, store: name)
        }
        Staging.sweep(in: root.descriptor)
    }
}

extension DataError {
    /// A folder that cannot be opened as a store.
    static func unavailable(_ path: String, _ error: SystemError, store: String) -> DataError {
        let (message, hint): (String, String?) =
            switch error.number {
            case ENOENT: ("There is no folder at this path.", "Make it, or correct the path.")
            case ENOTDIR: ("There is a file at this path, and not a folder.", "Give the path of a folder.")
            case EACCES, EPERM:
                ("This folder cannot be opened: permission is denied.", "Look at its owner and mode.")
            case ELOOP: ("This path is a loop of links.", "Correct the links.")
            default: (DataError(error, "This folder cannot be opened", key: nil, store: nil).message, nil)
            }
        return DataError(
            .unavailable, message, hint: hint, key: path, store: store, reason: "errno.\(error.number)")
    }
}

extension DirectoryStore {
    /// The item that a file is, as far as it is known without reading it.
    func item(_ key: DataKey, _ status: FileStatus, contentType: String? = nil) -> DataItem {
        let fingerprint = status.fingerprint
        return item(key, fingerprint, etags.digest(of: fingerprint), contentType ?? ContentType.ofName(key.text))
    }

    func item(_ key: DataKey, _ fingerprint: Fingerprint, _ digest: Digest?, _ contentType: String?) -> DataItem {
        DataItem(
            key: key, size: fingerprint.size, updatedAt: Timestamp(nanoseconds: fingerprint.modified),
            etag: digest.map { ETag($0) }, attributes: DataAttributes(contentType: contentType),
            digests: digest.map { [$0] } ?? [], version: version(of: fingerprint),
            location: .file(device: fingerprint.device, inode: fingerprint.inode))
    }

    /// The version of a file, or special file. That another of its names was taken away here is no other version.
    func version(of fingerprint: Fingerprint) -> DataVersion {
        nameChanges.withLock { $0.original(fingerprint) }.version
    }

    /// What to say when a call on an existing item fails.
    func failure(_ error: SystemError, _ what: String, _ key: String) -> DataError {
        if error.number == ENOENT, !root.isThere { return .rootIsGone(store: name) }
        return DataError(error, what, key: key, store: name)
    }
}
