extension OwnedDataStore {
    public func tags(of item: DataItem) async throws(DataError) -> [DataTag] {
        try requireReading(item.key)
        return try await store.tags(of: item)
    }

    public func setTags(_ tags: [DataTag], of item: DataItem) async throws(DataError) {
        try requireOwning(item.key.text)
        try await store.setTags(tags, of: item)
    }

    public func versions(of key: DataKey) async throws(DataError) -> [StoredVersion] {
        allows(.read, key) ? try await store.versions(of: key) : []
    }

    public func restore(_ version: StoredVersion, of key: DataKey) async throws(DataError) -> DataItem {
        try requireOwning(key.text)
        // What is read for it is the owner's too, whatever the version says.
        if let item = version.item { try requireOwning(item.key.text) }
        return try await store.restore(version, of: key)
    }

    public func deleteVersion(_ version: StoredVersion, of key: DataKey) async throws(DataError) {
        try requireOwning(key.text)
        try await store.deleteVersion(version, of: key)
    }

    /// Uploads of others are nobody's business, as they are not to be read yet.
    public func uploads(under prefix: DataPrefix) -> UnfinishedUploads {
        let own = self.prefix
        if prefix.text.utf8.starts(with: own.text.utf8) { return store.uploads(under: prefix) }
        guard own.text.utf8.starts(with: prefix.text.utf8) else {
            return UnfinishedUploads { () throws(DataError) in nil }
        }
        return store.uploads(under: own)
    }

    public func abort(_ upload: UnfinishedUpload) async throws(DataError) {
        try requireOwning(upload.key.text)
        try await store.abort(upload)
    }
}
