public import PersistyData

extension ChunkStore {
    public func delete(
        _ keys: [DataKey], _ options: DeleteOptions
    ) async throws(DataError) -> [Result<Bool, DataError>] {
        try options.condition.checkForDelete(store: name)
        guard try await withFile(key: nil, { _ throws(DataError) in true }) != nil else {
            return keys.map { key in
                Result { () throws(DataError) in
                    try options.condition.check(against: nil, etag: nil, key: key, store: name)
                    return false
                }
            }
        }
        return try await commits.submit { [name] session in
            try keys.map { key in
                let former = try session.row(key)
                let etag = former.flatMap { Digest(.md5, $0.md5) }.map { ETag($0) }
                do throws(DataError) {
                    let item = former?.item(in: FileIdentity(device: 0, inode: 0))
                    try options.condition.check(against: item, etag: etag, key: key, store: name)
                } catch { return .failure(error) }
                guard let former else {
                    // A row too damaged to be read is removed all the same.
                    let before = session.changes
                    try session.remove(key)
                    return .success(session.changes > before)
                }
                try session.remove(key)
                try session.release(former.stream)
                try session.leave(key.folder, keepsFolders: options.keepsFolders)
                return .success(true)
            }
        }.value()
    }

    public func delete(_ items: [DataItem], keepsFolders: Bool) async -> [Result<Bool, DataError>] {
        do throws(DataError) {
            guard try await withFile(key: nil, { _ throws(DataError) in true }) != nil else {
                return items.map { _ in .success(false) }
            }
            return try await commits.submit { [name] session in
                try items.map { item in
                    guard let former = try session.row(item.key) else { return .success(false) }
                    guard former.isVersion(of: item) else {
                        return .failure(.replacedSince(item.key, store: name))
                    }
                    try session.remove(item.key)
                    try session.release(former.stream)
                    try session.leave(item.key.folder, keepsFolders: keepsFolders)
                    return .success(true)
                }
            }.value()
        } catch {
            return items.map { _ in .failure(error) }
        }
    }

    public func rename(_ item: DataItem, to key: DataKey) async throws(DataError) -> DataItem {
        guard try await read(item.key) != nil else { throw .notFound(item.key, store: name) }
        let row = try await commits.submit(key: item.key) { [name] session in
            guard var row = try session.soundRow(item.key) else { throw DataError.notFound(item.key, store: name) }
            guard item.version == nil || item.version?.value == String(row.stream) else {
                throw DataError.replacedSince(item.key, store: name)
            }
            if key == item.key { return row }
            let other = try session.row(key)?.item(in: FileIdentity(device: 0, inode: 0))
            try WriteCondition.absent.check(against: other, etag: nil, key: key, store: name)
            try session.remove(item.key)
            row.key = key
            try session.put(row)
            return row
        }.value()
        return try self.item(row)
    }

    public func renameFolder(_ folder: DataPrefix, to other: DataPrefix) async throws(DataError) {
        guard !folder.isRoot, !other.isRoot, !folder.contains(other) else {
            throw .folderIntoItself(folder, store: name)
        }
        let missing = DataError.noFolder(folder, store: name)
        guard try await withFile(key: nil, { _ throws(DataError) in true }) != nil else { throw missing }
        let renaming = FolderRenaming(
            from: KeyRange(prefix: folder.text), to: KeyRange(prefix: other.text), store: name)
        try await commits.submit { session in
            guard try renaming.source.isUsed(session.database) else { throw missing }
            guard try !renaming.target.isUsed(session.database) else {
                throw DataError.folderExists(other, store: renaming.store)
            }
            try renaming.run(session)
        }.value()
    }

    public func createFolder(_ folder: DataPrefix) async throws(DataError) {
        guard !folder.isRoot else { return }
        try await commits.submit { try $0.addFolder(folder.text) }.value()
    }

    public func deleteFolder(_ folder: DataPrefix) async throws(DataError) {
        guard try await withFile(key: nil, { _ throws(DataError) in true }) != nil else { return }
        let (range, name) = (KeyRange(prefix: folder.text), name)
        try await commits.submit { session in
            guard try !range.hasItems(session.database) else { throw DataError.folderNotEmpty(folder, store: name) }
            try session.database.run("DELETE FROM folder WHERE key >= ? AND key < ?", range.bounds)
        }.value()
    }
}

extension WriteSession {
    func addFolder(_ folder: String) throws {
        try database.run("INSERT OR IGNORE INTO folder VALUES(?)", [.key(folder)])
    }

    /// Keeps the folder that an item was deleted from, or lets it go with the last item, and so on upwards.
    func leave(_ folder: DataPrefix, keepsFolders: Bool) throws {
        guard !folder.isRoot else { return }
        if keepsFolders { return try addFolder(folder.text) }
        var folder = folder
        // Only folders that were made as such can outlast their items.
        while !folder.isRoot, try database.hasRow("SELECT 1 FROM folder LIMIT 1") {
            let range = KeyRange(prefix: folder.text)
            guard try !range.hasItems(database),
                try !database.hasRow("SELECT 1 FROM folder WHERE key > ? AND key < ? LIMIT 1", range.bounds)
            else { return }
            try database.run("DELETE FROM folder WHERE key = ?", [.key(folder.text)])
            folder = folder.parent ?? .root
        }
    }
}

extension ItemRow {
    /// Whether the item is still what `item` says: the same version, or where it names none, of the same size and time.
    fileprivate func isVersion(of item: DataItem) -> Bool {
        guard let version = item.version else {
            return size == item.size && item.updatedAt == Timestamp(nanoseconds: updated)
        }
        return version.value == String(stream)
    }
}
