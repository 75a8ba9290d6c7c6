import PersistyData

extension S3AccountStore {
    /// What `body` gives. Its errors tell of an item of `bucket` by the key that it has here.
    ///
    /// - Parameter key: The key that errors are told of; others, as those of where bytes come from, stay as they are. Any
    ///   key when it is `nil`.
    func telling<Made>(
        _ bucket: String, _ key: DataKey?, _ body: () async throws(DataError) -> Made
    ) async throws(DataError) -> Made {
        do throws(DataError) { return try await body() } catch { throw error.told(of: key, in: bucket) }
    }
}

extension DataError {
    /// The same with the bucket before the key, where it tells of `key`; of any key when that is `nil`.
    func told(of key: DataKey?, in bucket: String) -> DataError {
        guard let told = self.key, key.map({ $0.text.utf8Equals(told) }) ?? true else { return self }
        var error = self
        error.key = bucket + "/" + told
        if let bytes = keyBytes { error.keyBytes = Array((bucket + "/").utf8) + bytes }
        return error
    }
}
