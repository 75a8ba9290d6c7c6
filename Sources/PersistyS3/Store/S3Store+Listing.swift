public import PersistyData

extension S3Store {
    public func search(
        _ query: DataQuery, pageKey: String?, limit: Int
    ) async throws(DataError) -> DataPage {
        try query.check(limit: limit)
        var query = query
        var token: String?
        switch (pageKey?.utf8.first, pageKey?.dropFirst()) {
        case (UInt8(ascii: "t"), let text?) where !text.isEmpty: token = String(text)
        case (UInt8(ascii: "a"), let text?) where !text.isEmpty: query.after = try DataKey(String(text))
        case (nil, _):
            if let page = try await folderAround(query) { return page }
        default:
            throw DataError(
                .invalidKey, "This is not a page key of this store.", hint: "Begin the search again.", store: name,
                reason: "search.page_key")
        }
        let answer = try await objects(query, token: token, limit: min(limit, 1000))
        var page = DataPage()
        for row in 0..<answer.rows.count {
            // What is no text cannot be a key, and what the service wrote in place of it is none of its keys.
            guard let name = answer.rows.name(row) else { continue }
            if answer.rows.kind(row) == .folder {
                page.prefixes.append(query.prefix + name)
            } else {
                page.items.append(try item(query.prefix + name, answer.rows, row))
            }
        }
        var pages = ListingPages()
        if case .next(let next) = try pages.step(after: answer) { page.nextPageKey = "t" + next }
        return page
    }

    /// The folder that a search begins inside of, where keys of it still come; `nil` where there is none.
    ///
    /// Services differ in whether they show it.
    private func folderAround(_ query: DataQuery) async throws(DataError) -> DataPage? {
        guard let after = query.after, let delimiter = query.delimiter, after.hasPrefix(query.prefix) else {
            return nil
        }
        let rest = after.bytes.dropFirst(query.prefix.utf8.count)
        guard let found = rest.firstRange(of: delimiter.utf8) else { return nil }
        let folder = String(Substring(after.bytes[..<found.upperBound]))
        let inside = try await objects(DataQuery(prefix: folder, after: after), token: nil, limit: 1)
        let last = folder + "\u{10FFFF}"
        guard !inside.rows.isEmpty, last.utf8.count <= DataKey.maximumLength else { return nil }
        return DataPage(prefixes: [folder], nextPageKey: "a" + last)
    }

    public func list(_ query: DataQuery, attributes: Bool) -> DataListing {
        let listing = ObjectListing(self, query)
        return DataListing { () throws(DataError) in try await listing.next() }
    }

    /// One page of a listing, without what cannot be a row.
    func objects(_ query: DataQuery, token: String?, limit: Int = 1000) async throws(DataError) -> ObjectPage {
        do throws(RequestError) {
            return try await client.list(
                bucket, prefix: query.prefix, delimiter: query.delimiter,
                after: token == nil ? query.after?.text : nil, token: token, limit: limit)
        } catch {
            throw error.dataError(key: query.prefix.isEmpty ? nil : query.prefix, store: name)
        }
    }

    private func item(_ key: String, _ rows: ItemBatch, _ row: Int) throws(DataError) -> DataItem {
        let etag = rows.etag(row)
        let key = try DataKey(key)
        return DataItem(
            key: key, size: rows.size(row) ?? 0, updatedAt: rows.time(row), etag: etag,
            version: etag.map { DataVersion($0.value) }, location: location(key))
    }
}

/// A listing, page after page. The next page is asked for while the one before is taken in.
private actor ObjectListing {
    private let store: S3Store
    private let query: DataQuery
    private var pages = ListingPages()
    private var next: Task<Result<ObjectPage, DataError>, Never>?
    private var isEnded = false

    init(_ store: S3Store, _ query: DataQuery) {
        self.store = store
        self.query = query
    }

    deinit { next?.cancel() }

    func next() async throws(DataError) -> ItemBatch? {
        guard !isEnded else { return nil }
        let asked = next ?? ask(token: nil)
        let page = try await withTaskCancellationHandler {
            await asked.value
        } onCancel: {
            asked.cancel()
        }.get()
        switch try pages.step(after: page) {
        case .next(let token): next = ask(token: token)
        case .end, .endUnsure:
            next = nil
            isEnded = true
        }
        return page.rows
    }

    private func ask(token: String?) -> Task<Result<ObjectPage, DataError>, Never> {
        Task { [store, query] in
            do throws(DataError) { return .success(try await store.objects(query, token: token)) } catch {
                return .failure(error)
            }
        }
    }
}
