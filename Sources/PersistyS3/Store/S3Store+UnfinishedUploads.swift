public import PersistyData

extension S3Store {
    public func uploads(under prefix: DataPrefix) -> UnfinishedUploads { uploads(under: prefix, pageSize: 1000) }

    package func uploads(under prefix: DataPrefix, pageSize: Int) -> UnfinishedUploads {
        let walk = UploadWalk(self, prefix, pageSize)
        return UnfinishedUploads { () throws(DataError) in try await walk.next() }
    }

    public func abort(_ upload: UnfinishedUpload) async throws(DataError) {
        var unknown: RequestError?
        // Ceph's gateway lists keys encoded, and knows the upload by the key that it was begun with.
        for spelling in [upload, upload.decoded].compactMap(\.self) {
            let name = UploadName(bucket: bucket, key: spelling.key.text, id: upload.id)
            do throws(RequestError) { if try await client.abort(name) { return } } catch {
                guard error.kind == .noSuchKey else { throw failure(error, upload.key) }
                unknown = error
            }
        }
        // That there is no such key does not say that the upload is gone.
        if let unknown, try await isListed(upload) { throw failure(unknown, upload.key) }
    }

    /// Whether the service still tells of the upload.
    private func isListed(_ upload: UnfinishedUpload) async throws(DataError) -> Bool {
        for spelling in [upload, upload.decoded].compactMap(\.self) {
            do throws(RequestError) {
                let page = try await client.uploads(in: bucket, prefix: spelling.key.text)
                if page.rows.contains(where: { $0.id == upload.id }) { return true }
            } catch {
                // rclone says so where there are none.
                guard error.kind == .noSuchUpload else { throw failure(error, upload.key) }
            }
        }
        return false
    }

    /// The same, with the size and number of its parts.
    fileprivate func measured(_ upload: UnfinishedUpload) async throws(DataError) -> UnfinishedUpload {
        let name = UploadName(bucket: bucket, key: upload.key.text, id: upload.id)
        var measured = upload
        (measured.size, measured.parts) = (0, 0)
        var pages = ListingPages()
        var marker: String?
        do throws(RequestError) {
            while true {
                let page = try await client.parts(of: name, marker: marker)
                measured.size = page.parts.reduce(measured.size ?? 0) {
                    $0.addingReportingOverflow($1.size).partialValue
                }
                measured.parts = (measured.parts ?? 0) + page.parts.count
                guard
                    case .next(let next) = try? pages.step(
                        isTruncated: page.isTruncated, token: page.nextMarker, isEmpty: page.parts.isEmpty)
                else { return measured }
                marker = next
            }
        } catch {
            guard !error.isCancelled else { throw failure(error, upload.key) }
            // It may have ended meanwhile, or its parts may not be for these credentials to see.
            guard error.kind == .noSuchUpload || error.kind == .noSuchKey, let other = upload.decoded else {
                return upload
            }
            // Ceph's gateway encodes the keys of uploads without saying so: it is the key that the upload is found by.
            let found = try await self.measured(other)
            return found.parts == nil ? upload : found
        }
    }
}

extension UnfinishedUpload {
    /// The same with its key decoded; `nil` where that is no other key.
    fileprivate var decoded: UnfinishedUpload? {
        guard let text = try? key.text.decodedOnce(), text != key.text, let key = try? DataKey(text) else { return nil }
        var decoded = self
        decoded.key = key
        return decoded
    }
}

/// The unfinished uploads of a bucket, some at a time, each looked at for its parts.
private actor UploadWalk {
    private static let stretch = 64

    private let store: S3Store
    private let prefix: DataPrefix
    private let pageSize: Int
    private var pages = ListingPages()
    private var markers: (key: String?, upload: String?)
    private var waiting: ArraySlice<UnfinishedUpload> = []
    private var isEnded = false

    init(_ store: S3Store, _ prefix: DataPrefix, _ pageSize: Int) {
        self.store = store
        self.prefix = prefix
        self.pageSize = pageSize
    }

    func next() async throws(DataError) -> [UnfinishedUpload]? {
        while waiting.isEmpty {
            guard !isEnded else { return nil }
            try await ask()
        }
        let some = Array(waiting.prefix(Self.stretch))
        waiting.removeFirst(some.count)
        var measured: [UnfinishedUpload] = []
        let results = await sideBySide(some, width: S3Store.width) { [store] (upload) throws(DataError) in
            try await store.measured(upload)
        }
        for result in results {
            let upload = try result.get()
            // Whatever the service sends: nothing outside the prefix may be ended.
            if upload.key.bytes.starts(with: prefix.text.utf8) { measured.append(upload) }
        }
        return measured
    }

    private func ask() async throws(DataError) {
        let page: KeyedPage<ListedUpload>
        do throws(RequestError) {
            page = try await store.client.uploads(
                in: store.bucket, prefix: prefix.text, keyMarker: markers.key, uploadMarker: markers.upload,
                limit: pageSize)
        } catch {
            // rclone says so where there are none.
            guard error.kind != .noSuchUpload else { return isEnded = true }
            guard error.isNoAnswerToThis || error.kind == .unsupported else { throw store.failure(error) }
            throw .unsupported(
                "\(store.profile.name.shownInSentence(limit: 64)) does not tell of unfinished uploads.",
                key: prefix.isRoot ? nil : prefix.text, store: store.name)
        }
        waiting =
            page.rows.compactMap { upload in
                guard let key = try? DataKey(upload.key) else { return nil }
                return UnfinishedUpload(
                    key: key, id: upload.id, startedAt: upload.startedAt, storageClass: upload.storageClass)
            }[...]
        let step = try pages.step(isTruncated: page.isTruncated, token: page.nextToken, isEmpty: page.rows.isEmpty)
        if case .next = step { markers = (page.nextKeyMarker, page.nextIDMarker) } else { isEnded = true }
    }
}
