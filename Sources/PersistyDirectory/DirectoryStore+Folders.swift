import CLinux
import Glibc
public import PersistyData
import Synchronization

extension DirectoryStore {
    public func localPath(of folder: DataPrefix) -> String? {
        // Where the open root is now, whatever led there when it was opened (proc(5), /proc/pid/fd).
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/fd/\(root.descriptor.number)", &buffer, buffer.count)
        guard count > 0, count < buffer.count else { return nil }
        let path = String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
        return (path == "/" ? "" : path) + "/" + folder.text
    }

    public func rename(_ item: DataItem, to key: DataKey) async throws(DataError) -> DataItem {
        let old = try ItemPath(item.key, store: name)
        let new = try ItemPath(key, store: name)
        return try await threads.run { (_) throws(DataError) in try self.rename(item, old, to: key, new) }
    }

    private func rename(
        _ item: DataItem, _ old: ItemPath, to key: DataKey, _ new: ItemPath
    ) throws(DataError) -> DataItem {
        let file = try open(old, as: item)
        if item.key == key { return self.item(key, file.status) }
        let digest = etags.digest(of: file.status.fingerprint)
        do throws(SystemError) {
            let from = try root.openFolder(old.folder)
            let lock = try RootLock(root, exclusive: true)
            defer { withExtendedLifetime(lock) {} }
            guard try FileStatus(of: old.name, in: from.number).fingerprint == file.status.fingerprint else {
                throw SystemError(ESTALE)
            }
            try inFolder(new.folder) { (to) throws(SystemError) in
                try FolderTree.rename(from.number, old.name, to.number, new.name)
            }
        } catch {
            if error.number == ESTALE { throw .replacedSince(item.key, store: name) }
            if error.number == EXDEV { throw failure(error, "The item cannot be renamed", item.key.text) }
            throw writeFailure(error, new, root: root, store: name)
        }
        removeEmptyFolders(old.folder)
        // Only the change time is another now, also for its other names.
        let placed = (try? file.descriptor.status()) ?? file.status
        if file.status.links > 1 {
            nameChanges.withLock {
                $0.record(file.status.fingerprint, now: placed.fingerprint, links: file.status.links)
            }
        }
        if let digest, placed.fingerprint.hasContent(of: file.status.fingerprint) {
            etags.remember(digest, of: placed.fingerprint)
        }
        return self.item(key, placed)
    }

    public func renameFolder(_ folder: DataPrefix, to other: DataPrefix) async throws(DataError) {
        guard !folder.isRoot, !other.isRoot, folder == other || !folder.contains(other) else {
            throw DataError(
                .invalidKey, "A folder cannot be moved into itself.", hint: "Nothing was changed.", key: folder.text,
                store: name)
        }
        let old = try FolderPath(folder, store: name).text
        let new = try FolderPath(other, store: name).text
        try await threads.run { (_) throws(DataError) in
            do throws(SystemError) {
                let (above, name) = ItemPath.parent(of: old)
                let (newAbove, newName) = ItemPath.parent(of: new)
                let from = try self.root.openFolder(above)
                guard try FileStatus(of: name, in: from.number).isFolder else { throw SystemError(ENOENT) }
                if folder == other { return }
                try self.inFolder(newAbove) { (to) throws(SystemError) in
                    try FolderTree.rename(from.number, name, to.number, newName)
                }
                self.removeEmptyFolders(above)
            } catch {
                switch error.number {
                case EEXIST, ENOTEMPTY:
                    throw DataError(
                        .exists, "There is something of that name already.", hint: "Nothing was changed.",
                        key: other.text, store: self.name)
                case ENOENT where self.root.isThere:
                    throw .noFolder(folder, store: self.name)
                default: throw self.failure(error, "The folder could not be renamed", folder.text)
                }
            }
        }
    }

    public func createFolder(_ folder: DataPrefix) async throws(DataError) {
        let path = try FolderPath(folder, store: name).text
        try await threads.run { (_) throws(DataError) in
            do throws(SystemError) {
                try self.inFolder(path) { (_) in }
            } catch {
                if error.number == ENOTDIR || error.number == EEXIST || error.number == ELOOP {
                    throw DataError(
                        .exists, "An item or a link has this name, or a part of it.", hint: "It was left as it is.",
                        key: folder.text, store: self.name)
                }
                throw self.failure(error, "The folder could not be made", folder.text)
            }
        }
    }

    public func deleteFolder(_ folder: DataPrefix) async throws(DataError) {
        let path = try FolderPath(folder, store: name).text
        try await threads.run { (cancellation) throws(DataError) in
            do throws(SystemError) {
                let start = try self.root.open(path, O_RDONLY | O_DIRECTORY)
                try FolderTree.check(start, cancellation)
                try FolderTree.removeFolders(in: start)
                guard !path.isEmpty else { return }
                let (above, name) = ItemPath.parent(of: path)
                let parent = try self.root.openFolder(above)
                try SystemError.check(persisty_remove_directory(parent.number, name))
            } catch {
                switch error.number {
                case ENOTEMPTY, EEXIST: throw .folderNotEmpty(folder, store: self.name)
                case ECANCELED: throw .cancelled(key: folder.text, store: self.name)
                case ENOENT where self.root.isThere: return
                default: throw self.failure(error, "The folder could not be deleted", folder.text)
                }
            }
        }
    }
}
