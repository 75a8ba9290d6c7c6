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
    func position(of text: String) -> Int {
        var (low, high) = (0, order.count)
        while low < high {
            let middle = (low + high) / 2
            if order[middle].text.utf8Precedes(text) { low = middle + 1 } else { high = middle }
        }
        return low
    }

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
        var page = DataPage()
        var fold = SearchFold(query, pageKey: pageKey)
        var index = position(of: fold.start)
        let empty = emptyFolders(query)
        var nextFolder = empty.startIndex
        while true {
            let key = index < order.count && order[index].hasPrefix(query.prefix) ? order[index] : nil
            while nextFolder < empty.endIndex, !fold.isWanted(empty[nextFolder]) { nextFolder += 1 }
            let folder = nextFolder < empty.endIndex ? empty[nextFolder] : nil
            let text: String
            switch (key?.text, folder) {
            case (let key?, let folder?): text = folder.utf8Precedes(key) ? folder : key
            case (let key?, nil): text = key
            case (nil, let folder?): text = folder
            case (nil, nil): return page
            }
            guard page.items.count + page.prefixes.count < limit else {
                page.nextPageKey = fold.pageKey
                return page
            }
            switch fold.take(text) {
            case .skip: break
            case .prefix(let prefix):
                page.prefixes.append(prefix)
                index = position(of: fold.start)
                continue
            case .item: if let key, key.text == text, let item = entries[key]?.item { page.items.append(item) }
            }
            if key?.text == text { index += 1 } else { nextFolder += 1 }
        }
    }

    /// The folders with nothing in them that a query with delimiter `/` shows, in order.
    private func emptyFolders(_ query: DataQuery) -> [String] {
        guard query.delimiter == "/" else { return [] }
        return folders.filter { $0.text.utf8.starts(with: query.prefix.utf8) && !$0.text.utf8Equals(query.prefix) }
            .map(\.text).sorted { $0.utf8Precedes($1) }
    }

    mutating func renameFolder(_ folder: DataPrefix, to other: DataPrefix, store: String) throws(DataError) {
        guard !folder.isRoot, !other.isRoot, !folder.contains(other) else {
            throw DataError(.invalidKey, "A folder cannot be moved into itself.", key: folder.text, store: store)
        }
        guard hasItems(in: folder) || folders.contains(where: folder.contains) else {
            throw DataError(.notFound, "There is no such folder.", key: folder.text, store: store)
        }
        guard !hasItems(in: other), !folders.contains(where: other.contains) else {
            throw DataError(.exists, "There is a folder of that name already.", key: other.text, store: store)
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
