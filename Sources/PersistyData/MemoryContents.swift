/// What a memory store holds, in byte order of key.
struct MemoryContents: Sendable {
    var entries: [DataKey: MemoryStore.Entry] = [:]
    /// The keys in order.
    var order: [DataKey] = []
    /// Folders that are there with nothing in them.
    var folders: Set<DataPrefix> = []
    /// Counts writes, so that each has a version.
    var generation = 0

    mutating func put(_ entry: MemoryStore.Entry) {
        let key = entry.item.key
        if entries.updateValue(entry, forKey: key) == nil { order.insert(key, at: position(of: key.text)) }
    }

    mutating func remove(_ key: DataKey) {
        if entries.removeValue(forKey: key) != nil { order.remove(at: position(of: key.text)) }
    }

    /// Where the first key stands that does not come before `text`.
    func position(of text: String) -> Int { SortedTexts.position(of: text, in: order) { $0.text } }

    /// Removes the folder, and those that it lies in, as far as nothing is in them.
    mutating func removeEmptied(_ folder: DataPrefix) {
        var folder = folder
        while !folder.isRoot, !hasItems(in: folder), !folders.contains(where: { $0 != folder && folder.contains($0) }) {
            folders.remove(folder)
            folder = folder.parent ?? .root
        }
    }

    func hasItems(in folder: DataPrefix) -> Bool {
        let index = position(of: folder.text)
        return index < order.count && folder.contains(order[index])
    }

    func page(_ query: DataQuery, from pageKey: String?, limit: Int) -> DataPage {
        var items = SortedTexts(order, prefix: query.prefix) { $0.text }
        let sorted = query.delimiter == "/" ? folders.map(\.text).sorted { $0.utf8Precedes($1) } : []
        var folders = SortedTexts(sorted, prefix: query.prefix) { $0 }
        return DataPage.walk(query, from: pageKey, limit: limit, items: &items, folders: &folders) { walk in
            walk.value.flatMap { entries[$0]?.item }
        }
    }

    mutating func renameFolder(_ folder: DataPrefix, to other: DataPrefix, store: String) throws(DataError) {
        guard !folder.isRoot, !other.isRoot, !folder.contains(other) else {
            throw .folderIntoItself(folder, store: store)
        }
        guard hasItems(in: folder) || folders.contains(where: folder.contains) else {
            throw .noFolder(folder, store: store)
        }
        guard !hasItems(in: other), !folders.contains(where: other.contains) else {
            throw .folderExists(other, store: store)
        }
        func moved(_ text: String) -> String {
            other.text + String(Substring(text.utf8.dropFirst(folder.text.utf8.count)))
        }
        let inside = order.filter(folder.contains)
        var renamed: [MemoryStore.Entry] = []
        for key in inside {
            guard var entry = entries[key] else { continue }
            entry.item.key = try DataKey(moved(key.text))
            renamed.append(entry)
        }
        for key in inside { remove(key) }
        for entry in renamed { put(entry) }
        let inner = folders.filter(folder.contains)
        folders.subtract(inner)
        folders.formUnion(inner.map { DataPrefix(unchecked: moved($0.text)) })
    }
}
