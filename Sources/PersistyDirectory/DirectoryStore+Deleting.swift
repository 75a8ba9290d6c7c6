import CLinux
import Glibc
public import PersistyData
import Synchronization

extension DirectoryStore {
    public func delete(
        _ keys: [DataKey], _ options: DeleteOptions
    ) async throws(DataError) -> [Result<Bool, DataError>] {
        try options.condition.checkForDelete(store: name)
        return try await threads.run { (cancellation) throws(DataError) in
            keys.map { key in
                Result { () throws(DataError) in
                    try cancellation.check(key: key.text, store: self.name)
                    return try self.delete(key, options, cancellation)
                }
            }
        }
    }

    public func delete(_ items: [DataItem], keepsFolders: Bool) async -> [Result<Bool, DataError>] {
        let options = DeleteOptions(keepsFolders: keepsFolders)
        do throws(DataError) {
            return try await threads.run { (cancellation) throws(DataError) in
                items.map { item in
                    Result { () throws(DataError) in
                        try cancellation.check(key: item.key.text, store: self.name)
                        return try self.delete(item.key, as: item, options, cancellation)
                    }
                }
            }
        } catch {
            return items.map { _ in .failure(error) }
        }
    }

    /// - Parameter item: The version that it must be, whatever the condition.
    private func delete(
        _ key: DataKey, as item: DataItem? = nil, _ options: DeleteOptions, _ cancellation: Cancellation
    ) throws(DataError) -> Bool {
        let path = try ItemPath(key, store: name)
        for _ in 0..<8 {
            var expected: Fingerprint?
            if case .matches(let fingerprint) = try placementCondition(options.condition, key, path, cancellation) {
                expected = fingerprint
            }
            var isReplaced = false
            do throws(SystemError) {
                let folder = try root.openFolder(path.folder)
                let lock = try RootLock(root, exclusive: options.condition != .always || item != nil)
                defer { withExtendedLifetime(lock) {} }
                let status = try FileStatus(of: path.name, in: folder.number)
                guard status.isFile else { throw SystemError(ENOENT) }
                if let expected, status.fingerprint != expected { continue }
                isReplaced = item.map { !isVersion(status.fingerprint, of: $0) } ?? false
                if !isReplaced { try unlink(path.name, in: folder, status) }
            } catch {
                guard error.isAbsence || error.number == EISDIR else {
                    throw failure(error, "The item could not be deleted", key.text)
                }
                if error.number == ENOENT, !root.isThere { throw .rootIsGone(store: name) }
                try options.condition.check(against: nil, etag: nil, key: key, store: name)
                return false
            }
            if isReplaced { throw .replacedSince(key, store: name) }
            if !options.keepsFolders { removeEmptyFolders(path.folder) }
            return true
        }
        throw .replacedSince(key, store: name)
    }

    /// Takes a name away. The other names of its file get another change time by that, and are still what they were.
    func unlink(_ name: String, in folder: Descriptor, _ status: FileStatus) throws(SystemError) {
        guard status.links > 1 else { return _ = try SystemError.check(persisty_unlink(folder.number, name)) }
        let opened = persisty_openat(folder.number, name, persisty_o_path | O_NOFOLLOW, 0)
        let file = Descriptor(owning: try SystemError.check(opened))
        try SystemError.check(persisty_unlink(folder.number, name))
        guard let now = try? file.status() else { return }
        nameChanges.withLock { $0.record(status.fingerprint, now: now.fingerprint, links: status.links) }
        guard now.fingerprint.hasContent(of: status.fingerprint) else { return }
        if let digest = etags.digest(of: status.fingerprint) { etags.remember(digest, of: now.fingerprint) }
    }

    /// Whether the file is still what `item` says: the same version, or where it names none, of the same size and time.
    private func isVersion(_ fingerprint: Fingerprint, of item: DataItem) -> Bool {
        guard let wanted = item.version else {
            return fingerprint.size == item.size && item.updatedAt == Timestamp(nanoseconds: fingerprint.modified)
        }
        return version(of: fingerprint) == wanted
    }

    /// Removes a folder that has become empty, and so on upwards; one that is in use stays.
    func removeEmptyFolders(_ folder: String) {
        var folder = folder
        while !folder.isEmpty {
            let (above, name) = ItemPath.parent(of: folder)
            guard let parent = try? root.openFolder(above), persisty_remove_directory(parent.number, name) == 0 else {
                return
            }
            folder = above
        }
    }
}
