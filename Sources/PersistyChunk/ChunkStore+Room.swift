public import PersistyData

extension ChunkStore {
    public func room() async throws(DataError) -> StorageRoom? {
        try await blocking(key: nil) { () throws(DataError) in
            // Before the first write there is no file yet: it will lie where its folder does.
            StorageRoom(ofPath: self.path) ?? StorageRoom(ofPath: ChunkFileMaking.folder(of: self.path))
        }
    }
}
