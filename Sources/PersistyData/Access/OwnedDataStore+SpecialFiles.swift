extension OwnedDataStore {
    public func specialFiles(_ keys: [DataKey]) async -> [Result<SpecialFile?, DataError>] {
        var found = await store.specialFiles(keys.filter { allows(.read, $0) })[...]
        return keys.map { key in
            guard allows(.read, key) else { return .success(nil) }
            return found.popFirst() ?? .failure(.noAnswer(key: key.text, store: name))
        }
    }

    public func delete(_ files: [SpecialFile], keepsFolders: Bool) async -> [Result<Bool, DataError>] {
        var deleted = await store.delete(files.filter { prefix.contains($0.key) }, keepsFolders: keepsFolders)[...]
        return files.map { file in
            do throws(DataError) {
                try requireOwning(file.key.text)
            } catch {
                return .failure(error)
            }
            return deleted.popFirst() ?? .failure(.noAnswer(key: file.key.text, store: name))
        }
    }

    public func rename(_ file: SpecialFile, to key: DataKey) async throws(DataError) -> SpecialFile {
        try requireOwning(file.key.text)
        try requireOwning(key.text)
        return try await store.rename(file, to: key)
    }

    public func facts(of file: SpecialFile) async throws(DataError) -> [DataFact] {
        guard allows(.read, file.key) else { throw .notFound(file.key, store: name) }
        return try await store.facts(of: file)
    }
}
