import PersistyConfiguration
import PersistyData

/// Makes stores of what was set up, with no more access than was given.
struct StoreOpener: Sendable {
    /// Opens the folder at a path as a store of this name.
    let directory: @Sendable (_ name: String, _ path: String) async throws(DataError) -> any DataStore
    /// Opens a database, or gets ready to make it, as a store of this name.
    let chunk: @Sendable (_ name: String, ChunkConfiguration) async throws(DataError) -> any DataStore
    /// Gets ready to ask a service for a bucket, or for all buckets, as a store of this name.
    let s3: @Sendable (_ name: String, S3Configuration) async throws(DataError) -> any DataStore

    func open(_ configuration: StoreConfiguration) async throws(DataError) -> any DataStore {
        let store: any DataStore
        switch configuration.kind {
        case .directory(let settings): store = try await directory(configuration.name, settings.path)
        case .chunk(let settings): store = try await chunk(configuration.name, settings)
        case .s3(let settings): store = try await s3(configuration.name, settings)
        }
        switch configuration.access {
        case .full: return store
        case .readOnly: return RestrictedDataStore(store, allowing: [.read, .search])
        case .noDelete: return RestrictedDataStore(store, allowing: [.read, .search, .create, .update])
        }
    }

    /// Opens a folder that was named on the command line.
    func openFolder(_ path: String) async throws(DataError) -> any DataStore { try await directory(path, path) }

    /// Opens a bucket that was named on the command line; all buckets for the empty name.
    func openBucket(_ bucket: String) async throws(DataError) -> any DataStore {
        try await s3("s3://" + bucket, S3Configuration(bucket: bucket.isEmpty ? nil : bucket))
    }
}
