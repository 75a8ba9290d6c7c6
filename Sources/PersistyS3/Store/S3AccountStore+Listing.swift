public import PersistyData

extension S3AccountStore {
    public func search(_ query: DataQuery, pageKey: String?, limit: Int) async throws(DataError) -> DataPage {
        try query.check(limit: limit)
        guard let slash = query.prefix.utf8.firstIndex(of: UInt8(ascii: "/")) else {
            guard query.delimiter == "/" else {
                throw .unsupported(
                    "All buckets together cannot be searched.", hint: "Search in one of them.", store: name)
            }
            return try await bucketPage(query, pageKey: pageKey, limit: limit)
        }
        let name = String(query.prefix[..<slash])
        let store = bucket(name)
        var inner = query
        inner.prefix = String(query.prefix[query.prefix.utf8.index(after: slash)...])
        inner.after = query.after.flatMap { after in
            after.hasPrefix(name + "/") ? try? DataKey(String(after.text.dropFirst(name.count + 1))) : nil
        }
        var page = try await telling(name, nil) { () throws(DataError) in
            try await store.search(inner, pageKey: pageKey, limit: limit)
        }
        page.prefixes = page.prefixes.map { name + "/" + $0 }
        page.items = page.items.compactMap { item in
            var item = item
            // With the bucket before it a key can be longer than keys are.
            guard let key = try? DataKey(name + "/" + item.key.text) else { return nil }
            item.key = key
            return item
        }
        return page
    }

    public func list(_ query: DataQuery, attributes: Bool) -> DataListing {
        guard let slash = query.prefix.utf8.firstIndex(of: UInt8(ascii: "/")) else { return bucketListing(query) }
        var inner = query
        inner.prefix = String(query.prefix[query.prefix.utf8.index(after: slash)...])
        let name = String(query.prefix[..<slash])
        let listing = bucket(name).list(inner, attributes: attributes)
        return DataListing { () throws(DataError) in
            try await self.telling(name, nil) { () throws(DataError) in try await listing.next() }
        }
    }

    private func bucketPage(_ query: DataQuery, pageKey: String?, limit: Int) async throws(DataError) -> DataPage {
        var fold = SearchFold(query, pageKey: pageKey)
        var page = DataPage()
        for bucket in try await buckets().sorted(by: { $0.name.utf8Precedes($1.name) }) {
            let folder = bucket.name + "/"
            guard folder.utf8.starts(with: query.prefix.utf8), fold.isWanted(folder + "\u{10FFFF}") else { continue }
            guard page.prefixes.count < limit else {
                page.nextPageKey = fold.pageKey
                break
            }
            if case .prefix(let prefix) = fold.take(folder + "\u{10FFFF}") { page.prefixes.append(prefix) }
        }
        return page
    }

    private func bucketListing(_ query: DataQuery) -> DataListing {
        let listing = BucketListing()
        return DataListing { [self] () throws(DataError) in
            guard await listing.isFirst() else { return nil }
            guard query.delimiter == "/" else {
                throw .unsupported(
                    "All buckets together cannot be listed with what is in them.", hint: "List one of them.",
                    store: name)
            }
            var batch = ItemBatch()
            for bucket in try await buckets() where bucket.name.utf8.starts(with: query.prefix.utf8) {
                batch.append(
                    name: String(Substring(bucket.name.utf8.dropFirst(query.prefix.utf8.count))) + "/", kind: .folder,
                    time: bucket.createdAt)
            }
            return batch
        }
    }

    /// All buckets that the credentials may see.
    private func buckets() async throws(DataError) -> [BucketPage.Bucket] {
        var buckets: [BucketPage.Bucket] = []
        var pages = ListingPages()
        var token: String?
        while true {
            do throws(RequestError) {
                let page = try await service.client.buckets(token: token)
                buckets += page.buckets
                let isMore = page.nextToken?.isEmpty == false
                guard isMore,
                    case .next(let next) = try? pages.step(
                        isTruncated: true, token: page.nextToken, isEmpty: page.buckets.isEmpty)
                else { return buckets }
                token = next
            } catch {
                throw error.dataError(store: name)
            }
        }
    }
}

private actor BucketListing {
    private var isDone = false

    func isFirst() -> Bool {
        defer { isDone = true }
        return !isDone
    }
}
