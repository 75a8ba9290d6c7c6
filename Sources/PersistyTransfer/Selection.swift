import PersistyData

/// A selection without what it names twice: what lies in a selected folder is that folder's.
struct Selection: Sendable {
    let store: any DataStore
    let parts: [TransferSource]

    /// - Throws: ``DataError/Code/invalidKey`` for what does not lie in `base`.
    init(_ selection: [TransferSource], of store: any DataStore, base: DataPrefix) throws(DataError) {
        for part in selection where !part.text.utf8.starts(with: base.text.utf8) {
            throw DataError(
                .invalidKey, "This does not lie in the folder that the selection was made in.",
                hint: "Nothing was changed.", key: part.text, store: store.name)
        }
        self.store = store
        let folders = Set(
            selection.compactMap { part in
                if case .folder(let folder) = part { folder } else { nil }
            })
        var seen: Set<DataKey> = []
        var seenFolders: Set<DataPrefix> = []
        parts = selection.filter { part in
            switch part {
            case .item(let item): seen.insert(item.key).inserted && !Self.isCovered(item.key.folder, by: folders)
            case .key(let key): seen.insert(key).inserted && !Self.isCovered(key.folder, by: folders)
            case .folder(let folder):
                seenFolders.insert(folder).inserted
                    && !(folder.parent.map { Self.isCovered($0, by: folders) } ?? false)
            }
        }
    }

    var folders: [DataPrefix] {
        parts.compactMap { part in
            if case .folder(let folder) = part { folder } else { nil }
        }
    }

    private static func isCovered(_ folder: DataPrefix, by folders: Set<DataPrefix>) -> Bool {
        guard !folders.isEmpty else { return false }
        var folder = Optional(folder)
        while let next = folder {
            if folders.contains(next) { return true }
            folder = next.parent
        }
        return false
    }
}

/// What a selection comes to, step by step.
enum SelectionStep: Sendable {
    /// An item that was given, or read because its key was.
    case item(DataItem)
    /// A link or another special file, found by its key.
    case special(SpecialFile)
    /// A stretch of a folder's listing.
    case rows(ItemBatch, under: String)
    /// A folder whose rows all came.
    case folder(DataPrefix, isEmpty: Bool)
    /// Something that cannot be found or listed.
    case failed(TransferFailure)

    static func failed(_ key: String, _ error: DataError) -> SelectionStep {
        .failed(TransferFailure(key: key, error: error))
    }
}

extension Selection {
    /// Tells `visit` all that the parts come to; `enters` says into which selected folders to look.
    func expand(
        entering enters: (DataPrefix) async throws(DataError) -> Bool = { _ in true },
        _ visit: (SelectionStep) async throws(DataError) -> Void
    ) async throws(DataError) {
        var keys: [DataKey] = []
        for part in parts {
            switch part {
            case .item(let item): try await visit(.item(item))
            case .key(let key):
                keys.append(key)
                if keys.count == 1000 { try await look(up: &keys, visit) }
            case .folder(let folder):
                if try await enters(folder) { try await walk(folder, visit) }
            }
        }
        try await look(up: &keys, visit)
    }

    private func look(
        up keys: inout [DataKey], _ visit: (SelectionStep) async throws(DataError) -> Void
    ) async throws(DataError) {
        guard !keys.isEmpty else { return }
        for (key, result) in zip(keys, await store.read(keys)) {
            switch result {
            case .success(let item?): try await visit(.item(item))
            case .success(nil):
                guard let file = try await store.specialFile(key) else {
                    try await visit(.failed(key.text, .notFound(key, store: store.name)))
                    continue
                }
                try await visit(.special(file))
            case .failure(let error):
                if Task.isCancelled { throw .cancelled(store: store.name) }
                try await visit(.failed(key.text, error))
            }
        }
        keys = []
    }

    /// Looks through a folder: folder by folder where they are things of their own and may be empty, else all at once.
    private func walk(
        _ folder: DataPrefix, _ visit: (SelectionStep) async throws(DataError) -> Void
    ) async throws(DataError) {
        let hasFolders = store.capabilities.contains(.folders)
        var pending = [folder]
        while let next = pending.popLast() {
            var inner: [DataPrefix] = []
            var isEmpty = true
            do throws(DataError) {
                let query = hasFolders ? DataQuery.folder(next) : DataQuery(prefix: next.text)
                let listing = store.list(query, attributes: true)
                while let batch = try await listing.next() {
                    guard !Task.isCancelled else { throw .cancelled(store: store.name) }
                    if !batch.isEmpty { isEmpty = false }
                    for row in 0..<batch.count where batch.kind(row) == .folder {
                        guard let name = batch.name(row) else {
                            let name = next.text.utf8 + batch.nameBytes(row)
                            let error = DataError.notUTF8(in: store.name)
                            try await visit(.failed(TransferFailure(name: name, error: error)))
                            continue
                        }
                        // A name that adds nothing would lead into the same folder for ever.
                        guard !name.isEmpty else { continue }
                        do throws(DataError) {
                            inner.append(try DataPrefix(next.text + name))
                        } catch {
                            try await visit(.failed(next.text + name, error))
                        }
                    }
                    try await visit(.rows(batch, under: next.text))
                }
                if isEmpty, next == folder, try await !store.hasFolder(folder) {
                    throw .noFolder(folder, store: store.name)
                }
                if hasFolders { try await visit(.folder(next, isEmpty: isEmpty)) }
            } catch {
                if error.code == .cancelled || Task.isCancelled { throw error }
                try await visit(.failed(next.text, error))
            }
            pending += inner.reversed()
        }
    }
}

extension DataStore {
    /// Whether there is a folder of that name, with or without something in it.
    func hasFolder(_ folder: DataPrefix) async throws(DataError) -> Bool {
        guard !folder.isRoot else { return true }
        let name = String(Substring(folder.text.utf8.dropLast()))
        var pageKey: String?
        do throws(DataError) {
            let listing = list(.folder(folder), attributes: false)
            while let batch = try await listing.next() {
                if !batch.isEmpty { return true }
            }
            // With nothing in it, only the folder above tells.
            repeat {
                // Other names that begin so may come before it: “a-b” before “a/”.
                let page = try await search(DataQuery(prefix: name, delimiter: "/"), pageKey: pageKey, limit: 1000)
                if page.prefixes.contains(where: { $0.utf8Equals(folder.text) }) { return true }
                pageKey = page.nextPageKey
            } while pageKey != nil
        } catch {
            guard error.code == .notFound else { throw error }
        }
        return false
    }
}
