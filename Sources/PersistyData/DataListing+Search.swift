import Synchronization

extension DataListing {
    /// A listing made from the pages of a search, for stores that find items in order anyway.
    package init(searching store: any DataStore, _ query: DataQuery) {
        let state = Mutex<(pageKey: String?, isEnded: Bool)>((nil, false))
        let skip = query.prefix.utf8.count
        self.init { () throws(DataError) in
            let (pageKey, isEnded) = state.withLock { $0 }
            guard !isEnded else { return nil }
            let page = try await store.search(query, pageKey: pageKey, limit: 1000)
            state.withLock { $0 = (page.nextPageKey, page.nextPageKey == nil) }
            var batch = ItemBatch()
            for prefix in page.prefixes {
                batch.append(name: String(Substring(prefix.utf8.dropFirst(skip))), kind: .folder)
            }
            for item in page.items {
                batch.append(
                    name: String(Substring(item.key.text.utf8.dropFirst(skip))), kind: .item, size: item.size,
                    time: item.updatedAt, etag: item.etag, contentType: item.contentType)
            }
            return batch
        }
    }
}
