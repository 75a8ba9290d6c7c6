import CLinux
import Glibc
import Synchronization

/// The private folder in which a file gets a name for the moment before it takes the place of another.
///
/// Whoever uses it holds a shared lock on it (flock(2)), so what lies in it while an exclusive lock can be had was left
/// by a process that died, and is removed.
final class Staging: Sendable {
    let folder: Descriptor
    private let parent: Descriptor

    /// Makes and locks the folder in `parent`.
    init(in parent: Descriptor) throws(SystemError) {
        for _ in 0..<100 {
            let made = persisty_make_directory(parent.number, PathFault.stagingName, 0o700)
            if made < 0, made != -EEXIST { throw SystemError(-made) }
            guard let folder = try Self.open(in: parent) else { continue }
            if made == -EEXIST, persisty_lock(folder.number, LOCK_EX | LOCK_NB) == 0 { Self.empty(folder) }
            // Where locks are unknown there is one process at a time, or nothing that would remove.
            _ = persisty_lock(folder.number, LOCK_SH)
            guard try folder.status().links > 0 else { continue }
            (self.folder, self.parent) = (folder, parent)
            return
        }
        throw SystemError(EBUSY)
    }

    deinit {
        guard persisty_lock(folder.number, LOCK_EX | LOCK_NB) == 0 else { return }
        persisty_remove_directory(parent.number, PathFault.stagingName)
    }

    /// A name that no other has.
    static func uniqueName() -> String {
        String(getpid(), radix: 36) + "-" + String(UInt64.random(in: .min ... .max), radix: 36)
    }

    /// Removes what processes that died have left in `parent`.
    static func sweep(in parent: Descriptor) {
        guard let folder = try? open(in: parent), persisty_lock(folder.number, LOCK_EX | LOCK_NB) == 0 else { return }
        empty(folder)
        persisty_remove_directory(parent.number, PathFault.stagingName)
    }

    private static func open(in parent: Descriptor) throws(SystemError) -> Descriptor? {
        let number = persisty_openat(
            parent.number, PathFault.stagingName, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0)
        if number == -ENOENT { return nil }
        return Descriptor(owning: try SystemError.check(number))
    }

    /// Removes all in a staging folder: files, and the folders that were made ready for one.
    private static func empty(_ folder: Descriptor) {
        guard let entries = try? DirectoryEntries.all(in: folder) else { return }
        for entry in entries {
            guard persisty_unlink(folder.number, entry.name) < 0 else { continue }
            let inner = persisty_openat(folder.number, entry.name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0)
            guard inner >= 0 else { continue }
            empty(Descriptor(owning: inner))
            persisty_remove_directory(folder.number, entry.name)
        }
    }
}
