import CLinux
import Glibc
public import PersistyData

extension DirectoryStore {
    public func specialFiles(_ keys: [DataKey]) async -> [Result<SpecialFile?, DataError>] {
        do throws(DataError) {
            return try await threads.run { (cancellation) throws(DataError) in
                var folders = LastFolder(root: self.root)
                return keys.map { key in
                    Result { () throws(DataError) in
                        try cancellation.check(key: key.text, store: self.name)
                        return try self.specialFile(key, &folders)
                    }
                }
            }
        } catch {
            return keys.map { _ in .failure(error) }
        }
    }

    private func specialFile(_ key: DataKey, _ folders: inout LastFolder) throws(DataError) -> SpecialFile? {
        let path = try ItemPath(key, store: name)
        guard let status = try status(path, &folders) else { return nil }
        let target =
            status.isLink ? (try? folders.open(path.folder)).flatMap { Self.target(of: path.name, in: $0) } : nil
        return specialFile(key, status, target)
    }

    private func specialFile(_ key: DataKey, _ status: FileStatus, _ target: [UInt8]?) -> SpecialFile? {
        let kind = DirectoryEntries.Kind(status).row
        guard kind.isSpecial else { return nil }
        return SpecialFile(
            key: key, kind: kind, target: target, updatedAt: Timestamp(nanoseconds: status.modified),
            version: version(of: status.fingerprint))
    }

    private static func target(of name: String, in folder: Descriptor) -> [UInt8]? {
        // A link holds less than PATH_MAX bytes (symlink(2)).
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = persisty_read_link(folder.number, name, &buffer, buffer.count)
        return count < 0 ? nil : buffer.prefix(count).map(UInt8.init(bitPattern:))
    }

    public func delete(_ files: [SpecialFile], keepsFolders: Bool) async -> [Result<Bool, DataError>] {
        do throws(DataError) {
            return try await threads.run { (cancellation) throws(DataError) in
                files.map { file in
                    Result { () throws(DataError) in
                        try cancellation.check(key: file.key.text, store: self.name)
                        return try self.delete(file, keepsFolders: keepsFolders)
                    }
                }
            }
        } catch {
            return files.map { _ in .failure(error) }
        }
    }

    private func delete(_ file: SpecialFile, keepsFolders: Bool) throws(DataError) -> Bool {
        let path = try ItemPath(file.key, store: name)
        do throws(SystemError) {
            let folder = try root.openFolder(path.folder)
            let lock = try RootLock(root, exclusive: true)
            defer { withExtendedLifetime(lock) {} }
            // What the name itself is, and unlinkat(2) of it: neither follows a link.
            let status = try FileStatus(of: path.name, in: folder.number)
            guard isStill(file, status) else { throw SystemError(ESTALE) }
            try unlink(path.name, in: folder, status)
        } catch {
            if error.number == ESTALE { throw .replacedSince(file.key, store: name) }
            guard error.isAbsence else { throw failure(error, "It could not be deleted", file.key.text) }
            if error.number == ENOENT, !root.isThere { throw .rootIsGone(store: name) }
            return false
        }
        if !keepsFolders { removeEmptyFolders(path.folder) }
        return true
    }

    private func isStill(_ file: SpecialFile, _ status: FileStatus) -> Bool {
        guard DirectoryEntries.Kind(status).row == file.kind else { return false }
        return file.version.map { $0 == version(of: status.fingerprint) }
            ?? (file.updatedAt == Timestamp(nanoseconds: status.modified))
    }

    public func rename(_ file: SpecialFile, to key: DataKey) async throws(DataError) -> SpecialFile {
        let old = try ItemPath(file.key, store: name)
        let new = try ItemPath(key, store: name)
        return try await threads.run { (_) throws(DataError) in try self.rename(file, old, to: key, new) }
    }

    private func rename(
        _ file: SpecialFile, _ old: ItemPath, to key: DataKey, _ new: ItemPath
    ) throws(DataError) -> SpecialFile {
        if file.key == key { return file }
        do throws(SystemError) {
            let from = try root.openFolder(old.folder)
            let lock = try RootLock(root, exclusive: true)
            defer { withExtendedLifetime(lock) {} }
            do throws(SystemError) {
                guard isStill(file, try FileStatus(of: old.name, in: from.number)) else { throw SystemError(ESTALE) }
            } catch {
                throw SystemError(error.isAbsence ? ESTALE : error.number)
            }
            try inFolder(new.folder) { (to) throws(SystemError) in
                try FolderTree.rename(from.number, old.name, to.number, new.name)
            }
        } catch {
            if error.number == ESTALE { throw .replacedSince(file.key, store: name) }
            if error.number == EXDEV { throw failure(error, "It cannot be renamed", file.key.text) }
            throw writeFailure(error, new, root: root, store: name)
        }
        removeEmptyFolders(old.folder)
        var folders = LastFolder(root: root)
        guard let renamed = try specialFile(key, &folders) else { throw .replacedSince(key, store: name) }
        return renamed
    }
}
