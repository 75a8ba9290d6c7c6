import PersistyConfiguration
import PersistyData

/// Makes stores of what was set up, with no more access than was given.
struct StoreOpener: Sendable {
    /// Opens the folder at a path as a store of this name.
    let directory: @Sendable (_ name: String, _ path: String) async throws(DataError) -> any DataStore
    /// Opens a database, or gets ready to make it, as a store of this name.
    let chunk: @Sendable (_ name: String, ChunkConfiguration) async throws(DataError) -> any DataStore

    func open(_ configuration: StoreConfiguration) async throws(DataError) -> any DataStore {
        let store: any DataStore
        switch configuration.kind {
        case .directory(let settings): store = try await directory(configuration.name, settings.path)
        case .chunk(let settings): store = try await chunk(configuration.name, settings)
        case .s3:
            throw DataError(
                .unavailable, "Stores of type s3 come with a later version.",
                hint: "It may stay in the configuration; the other stores work.", store: configuration.name)
        }
        switch configuration.access {
        case .full: return store
        case .readOnly: return RestrictedDataStore(store, allowing: [.read, .search])
        case .noDelete: return RestrictedDataStore(store, allowing: [.read, .search, .create, .update])
        }
    }

    /// Opens a folder that was named on the command line.
    func openFolder(_ path: String) async throws(DataError) -> any DataStore { try await directory(path, path) }
}
