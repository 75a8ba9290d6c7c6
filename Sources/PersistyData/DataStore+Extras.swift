/// A store without tags, versions and unfinished uploads refuses what is asked of them.
extension DataStore {
    public func tags(of item: DataItem) async throws(DataError) -> [DataTag] {
        throw .unsupported("Items of this store have no tags.", key: item.key.text, store: name)
    }

    public func setTags(_ tags: [DataTag], of item: DataItem) async throws(DataError) {
        throw .unsupported(
            "Items of this store have no tags.", hint: "Nothing was changed.", key: item.key.text, store: name)
    }

    public func versions(of key: DataKey) async throws(DataError) -> [StoredVersion] {
        throw .unsupported("This store keeps no former versions.", key: key.text, store: name)
    }

    public func restore(_ version: StoredVersion, of key: DataKey) async throws(DataError) -> DataItem {
        throw .unsupported(
            "This store keeps no former versions.", hint: "Nothing was changed.", key: key.text, store: name)
    }

    public func deleteVersion(_ version: StoredVersion, of key: DataKey) async throws(DataError) {
        throw .unsupported(
            "This store keeps no former versions.", hint: "Nothing was changed.", key: key.text, store: name)
    }

    public func uploads(under prefix: DataPrefix) -> UnfinishedUploads {
        UnfinishedUploads(
            failing: .unsupported("This store keeps no unfinished uploads.", key: prefix.text, store: name))
    }

    public func abort(_ upload: UnfinishedUpload) async throws(DataError) {
        throw .unsupported(
            "This store keeps no unfinished uploads.", hint: "Nothing was changed.", key: upload.key.text, store: name)
    }
}
