package import PersistyConfiguration
package import PersistyData

/// A store that is open, and who signs links to its items.
package struct OpenedStore: Sendable {
    /// The store, with no more access than was given.
    package var store: any DataStore
    /// `nil` where the store's service signs none: a server of this program may.
    package var signer: (any LinkSigner)?

    package init(_ store: any DataStore, signer: (any LinkSigner)? = nil) {
        self.store = store
        self.signer = signer
    }
}

/// Makes stores of what was set up, with no more access than was given.
package struct StoreOpener: Sendable {
    /// Opens the folder at a path as a store of this name.
    let directory: @Sendable (_ name: String, _ path: String) async throws(DataError) -> any DataStore
    /// Opens a database, or gets ready to make it, as a store of this name.
    let chunk: @Sendable (_ name: String, ChunkConfiguration) async throws(DataError) -> any DataStore
    /// Gets ready to ask a service for a bucket, or for all buckets, as a store of this name.
    let s3: @Sendable (_ name: String, S3Configuration) async throws(DataError) -> any DataStore

    /// An opener by which each kind of store is opened so.
    package init(
        directory: @escaping @Sendable (_ name: String, _ path: String) async throws(DataError) -> any DataStore,
        chunk: @escaping @Sendable (_ name: String, ChunkConfiguration) async throws(DataError) -> any DataStore,
        s3: @escaping @Sendable (_ name: String, S3Configuration) async throws(DataError) -> any DataStore
    ) {
        self.directory = directory
        self.chunk = chunk
        self.s3 = s3
    }

    /// Opens a store that was set up.
    package func open(_ configuration: StoreConfiguration) async throws(DataError) -> OpenedStore {
        let store: any DataStore
        switch configuration.kind {
        case .directory(let settings): store = try await directory(configuration.name, settings.path)
        case .chunk(let settings): store = try await chunk(configuration.name, settings)
        case .s3(let settings): store = try await s3(configuration.name, settings)
        }
        // Of the store itself: what hides it does not sign. What is allowed a factory asks of the one in front.
        let signer = Self.signer(of: store)
        return switch configuration.access {
        case .full: OpenedStore(store, signer: signer)
        case .readOnly: OpenedStore(RestrictedDataStore(store, allowing: [.read, .search]), signer: signer)
        case .noDelete:
            OpenedStore(
                RestrictedDataStore(store, allowing: [.read, .search, .create, .update]), signer: signer)
        }
    }

    /// Opens a folder that was named on the command line.
    package func openFolder(_ path: String) async throws(DataError) -> OpenedStore {
        OpenedStore(try await directory(path, path))
    }

    /// Opens a bucket that was named on the command line; all buckets for the empty name.
    package func openBucket(_ bucket: String) async throws(DataError) -> OpenedStore {
        let store = try await s3("s3://" + bucket, S3Configuration(bucket: bucket.isEmpty ? nil : bucket))
        return OpenedStore(store, signer: Self.signer(of: store))
    }
}
