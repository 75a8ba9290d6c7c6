public import PersistyData

extension DirectoryStore {
    public func room() async throws(DataError) -> StorageRoom? {
        try await threads.run { (_) throws(DataError) in StorageRoom(ofFile: self.root.descriptor.number) }
    }
}
