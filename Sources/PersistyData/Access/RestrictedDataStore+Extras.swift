extension RestrictedDataStore {
    public func tags(of item: DataItem) async throws(DataError) -> [DataTag] { try await store.tags(of: item) }

    public func setTags(_ tags: [DataTag], of item: DataItem) async throws(DataError) {
        try require(.update)
        try await store.setTags(tags, of: item)
    }

    public func versions(of key: DataKey) async throws(DataError) -> [StoredVersion] {
        try await store.versions(of: key)
    }

    public func restore(_ version: StoredVersion, of key: DataKey) async throws(DataError) -> DataItem {
        // The item may be there, or be deleted.
        try require(.create)
        try require(.update)
        return try await store.restore(version, of: key)
    }

    public func deleteVersion(_ version: StoredVersion, of key: DataKey) async throws(DataError) {
        try require(.delete)
        try await store.deleteVersion(version, of: key)
    }

    public func uploads(under prefix: DataPrefix) -> UnfinishedUploads {
        do throws(DataError) {
            try require(.search)
            return store.uploads(under: prefix)
        } catch {
            return UnfinishedUploads(failing: error)
        }
    }

    public func abort(_ upload: UnfinishedUpload) async throws(DataError) {
        try require(.delete)
        try await store.abort(upload)
    }
}
