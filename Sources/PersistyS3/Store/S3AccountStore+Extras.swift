public import PersistyData

extension S3AccountStore {
    public func tags(of item: DataItem) async throws(DataError) -> [DataTag] {
        let inner = try required(item.key)
        return try await telling(inner.store.bucket, nil) { () throws(DataError) in
            try await inner.store.tags(of: renamed(item, inner.key))
        }
    }

    public func setTags(_ tags: [DataTag], of item: DataItem) async throws(DataError) {
        let inner = try required(item.key)
        try await telling(inner.store.bucket, nil) { () throws(DataError) in
            try await inner.store.setTags(tags, of: renamed(item, inner.key))
        }
    }

    public func versions(of key: DataKey) async throws(DataError) -> [StoredVersion] {
        guard let inner = try inner(key) else { return [] }
        return try await telling(inner.store.bucket, nil) { () throws(DataError) in
            try await inner.store.versions(of: inner.key).map { renamed($0, key) }
        }
    }

    public func restore(_ version: StoredVersion, of key: DataKey) async throws(DataError) -> DataItem {
        let inner = try required(key)
        return try await telling(inner.store.bucket, nil) { () throws(DataError) in
            renamed(try await inner.store.restore(renamed(version, inner.key), of: inner.key), key)
        }
    }

    public func deleteVersion(_ version: StoredVersion, of key: DataKey) async throws(DataError) {
        let inner = try required(key)
        try await telling(inner.store.bucket, nil) { () throws(DataError) in
            try await inner.store.deleteVersion(renamed(version, inner.key), of: inner.key)
        }
    }

    public func uploads(under prefix: DataPrefix) -> UnfinishedUploads {
        guard let slash = prefix.text.utf8.firstIndex(of: UInt8(ascii: "/")) else {
            return UnfinishedUploads(
                failing: .unsupported(
                    "The unfinished uploads of all buckets together cannot be listed.",
                    hint: "Name one of the buckets.", store: name))
        }
        let bucket = String(prefix.text[..<slash])
        let inside = String(prefix.text[prefix.text.utf8.index(after: slash)...])
        let uploads = self.bucket(bucket).uploads(under: DataPrefix(unchecked: inside))
        let told = UnfinishedUploads { () throws(DataError) in
            try await self.telling(bucket, nil) { () throws(DataError) in try await uploads.next() }
        }
        return told.compactMap { upload in
            guard let key = try? DataKey(bucket + "/" + upload.key.text) else { return nil }
            var upload = upload
            upload.key = key
            return upload
        }
    }

    public func abort(_ upload: UnfinishedUpload) async throws(DataError) {
        let inner = try required(upload.key)
        var upload = upload
        upload.key = inner.key
        try await telling(inner.store.bucket, nil) { () throws(DataError) in try await inner.store.abort(upload) }
    }

    public func createFolder(_ folder: DataPrefix) async throws(DataError) {
        if folder.components.count == 1 { throw bucketsStay(folder, "made") }
        try await bucket(folder.components.first ?? "").createFolder(folder)
    }

    public func deleteFolder(_ folder: DataPrefix) async throws(DataError) {
        if folder.components.count == 1 { throw bucketsStay(folder, "deleted") }
        try await bucket(folder.components.first ?? "").deleteFolder(folder)
    }

    public func renameFolder(_ folder: DataPrefix, to other: DataPrefix) async throws(DataError) {
        if folder.components.count == 1 { throw bucketsStay(folder, "renamed") }
        try await bucket(folder.components.first ?? "").renameFolder(folder, to: other)
    }

    private func bucketsStay(_ folder: DataPrefix, _ what: String) -> DataError {
        .unsupported(
            "Buckets are not \(what) here: they have owners, regions and bills.",
            hint: "Use the service's own tools for that; nothing was changed.", key: folder.text, store: name)
    }

    private func renamed(_ version: StoredVersion, _ key: DataKey) -> StoredVersion {
        var version = version
        version.item?.key = key
        return version
    }
}
