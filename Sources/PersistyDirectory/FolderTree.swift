import CLinux
import Glibc

/// Making, moving and removing folders.
enum FolderTree {
    /// Renames unless something has the new name.
    static func rename(_ from: Int32, _ old: String, _ to: Int32, _ new: String) throws(SystemError) {
        let result = persisty_rename_new(from, old, to, new)
        guard result < 0, result == -EINVAL || result == -ENOSYS else { return _ = try SystemError.check(result) }
        // Without RENAME_NOREPLACE (NFS): a link replaces no file, and a rename no folder that has something in it.
        if try FileStatus(of: old, in: from).isFolder {
            guard (try? FileStatus(of: new, in: to)) == nil else { throw SystemError(EEXIST) }
            try SystemError.check(persisty_rename(from, old, to, new))
        } else {
            try SystemError.check(persisty_link(from, old, to, new))
            try SystemError.check(persisty_unlink(from, old))
        }
    }

    /// - Throws: ENOTEMPTY when there is anything but folders in `folder`, at any depth.
    static func check(_ folder: Descriptor, _ cancellation: Cancellation) throws(SystemError) {
        if cancellation.isCancelled { throw SystemError(ECANCELED) }
        for entry in try DirectoryEntries.all(in: folder) {
            if let inner = try open(entry.name, in: folder) { try check(inner, cancellation) }
        }
    }

    /// Removes the folders in `folder`, innermost first.
    static func removeFolders(in folder: Descriptor) throws(SystemError) {
        // Read again from the start: an earlier pass has moved the position.
        guard lseek(folder.number, 0, SEEK_SET) == 0 else { throw SystemError(errno) }
        for entry in try DirectoryEntries.all(in: folder) {
            if let inner = try open(entry.name, in: folder) { try removeFolders(in: inner) }
            let result = persisty_remove_directory(folder.number, entry.name)
            if result < 0, result != -ENOENT { throw SystemError(-result) }
        }
    }

    /// A folder in `folder`; `nil` when it is gone.
    private static func open(_ name: [CChar], in folder: Descriptor) throws(SystemError) -> Descriptor? {
        let number = persisty_openat(folder.number, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0)
        switch number {
        case -ENOENT: return nil
        case -ENOTDIR, -ELOOP: throw SystemError(ENOTEMPTY)
        default: return Descriptor(owning: try SystemError.check(number))
        }
    }
}

extension DirectoryStore {
    /// Works in the folder at `path`, made where it is missing; if that fails, what was made and is empty goes again.
    func inFolder(_ path: String, _ body: (Descriptor) throws(SystemError) -> Void) throws(SystemError) {
        for attempt in 1... {
            var isMade = false
            do throws(SystemError) {
                return try body(try openMaking(path, &isMade))
            } catch {
                if isMade { removeEmptyFolders(path) }
                // An empty folder may be removed by a delete that goes on at the same time.
                guard error.number == ENOENT, attempt < 100, root.isThere else { throw error }
            }
        }
    }

    private func openMaking(_ path: String, _ isMade: inout Bool) throws(SystemError) -> Descriptor {
        do throws(SystemError) {
            return try root.openFolder(path)
        } catch {
            guard error.number == ENOENT, !path.isEmpty else { throw error }
            let (above, name) = ItemPath.parent(of: path)
            let parent = try openMaking(above, &isMade)
            let result = persisty_make_directory(parent.number, name, 0o777)
            if result < 0, result != -EEXIST { throw SystemError(-result) }
            if result >= 0 { isMade = true }
            return try root.openFolder(path)
        }
    }
}
