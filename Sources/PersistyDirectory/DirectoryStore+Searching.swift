public import PersistyData
import Synchronization

extension DirectoryStore {
    public func search(_ query: DataQuery, pageKey: String?, limit: Int) async throws(DataError) -> DataPage {
        try query.check(limit: limit)
        return try await threads.run { (cancellation) throws(DataError) in
            try self.page(query, from: pageKey, limit: limit, cancellation)
        }
    }

    private func page(
        _ query: DataQuery, from pageKey: String?, limit: Int, _ cancellation: Cancellation
    ) throws(DataError) -> DataPage {
        var fold = SearchFold(query, pageKey: pageKey)
        let isShallow = query.delimiter == "/"
        let suspended = walks.withLock { $0.take(query, pageKey) }
        var walk: OrderedWalk
        if let suspended, !suspended.isStale(below: root) {
            walk = suspended
        } else {
            walk = OrderedWalk(prefix: query.prefix, isShallow: isShallow, floor: fold.start, store: name)
        }
        var page = DataPage()
        while let found = try walk.next(below: root) {
            try cancellation.check(key: query.prefix, store: name)
            let text =
                switch found {
                case .item(let key, _): key.text
                case .folder(let path): try entryText(path, query, fold)
                }
            guard fold.isWanted(text) else { continue }
            if page.items.count + page.prefixes.count == limit {
                page.nextPageKey = fold.pageKey
                walk.putBack(found)
                walk.suspend()
                if let next = fold.pageKey { walks.withLock { [walk] in $0.keep(walk, query, next) } }
                break
            }
            switch fold.take(text) {
            case .skip: break
            case .prefix(let prefix):
                page.prefixes.append(prefix)
                if !isShallow { walk.floor = fold.start }
            case .item: if case .item(let key, let status) = found { page.items.append(item(key, status)) }
            }
        }
        return page
    }

    /// The text that stands for a folder in a search: its path, or where the search begins inside it, the first key in
    /// it that is still to be found.
    private func entryText(_ path: String, _ query: DataQuery, _ fold: SearchFold) throws(DataError) -> String {
        guard !fold.isWanted(path), query.after?.hasPrefix(path) == true else { return path }
        var walk = OrderedWalk(prefix: path, isShallow: false, floor: fold.start, store: name)
        while case .item(let key, _) = try walk.next(below: root) {
            if fold.isWanted(key.text) { return key.text }
        }
        return path
    }

    public func verify(_ query: DataQuery) -> DataFindings {
        let items = VerifiedItems(self, query)
        return DataFindings { () throws(DataError) in try await items.next() }
    }

    /// Whether a file's content is what it was when its digest was remembered, though no time tells of a change.
    func finding(_ item: DataItem, _ cancellation: Cancellation) throws(DataError) -> DataFinding {
        var finding = DataFinding(key: item.key.text, size: item.size, state: .unknown)
        guard let known = item.digest(.md5) else { return finding }
        do throws(DataError) {
            let file = try open(ItemPath(item.key, store: name), as: item)
            let found = try readDigest(of: file, key: item.key.text, cancellation)
            finding.state =
                found == known
                ? .sound(.md5)
                : .damaged(
                    "The MD5 is \(found.hexadecimal); it was \(known.hexadecimal), and no time tells of a change.")
        } catch {
            if error.code == .cancelled { throw error }
            finding.state = .failed(error)
        }
        return finding
    }
}

/// Goes through the items to verify, one a call.
private actor VerifiedItems {
    private let store: DirectoryStore
    private var items: DataItems.AsyncIterator

    init(_ store: DirectoryStore, _ query: DataQuery) {
        self.store = store
        items = store.items(query).makeAsyncIterator()
    }

    func next() async throws(DataError) -> DataFinding? {
        var iterator = items
        let next = try await iterator.next()
        items = iterator
        guard let item = next else { return nil }
        return try await store.threads.run { [store] (cancellation) throws(DataError) in
            try store.finding(item, cancellation)
        }
    }
}
