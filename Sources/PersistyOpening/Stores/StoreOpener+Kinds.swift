package import Logging
package import NIOPosix
import PersistyChunk
import PersistyConfiguration
import PersistyData
import PersistyDirectory
import PersistyS3

extension StoreOpener {
    /// An opener that remembers validators of files and what was learnt of services under `state`, where all programs of a
    /// person find it.
    ///
    /// The one place that knows what kinds of store there are.
    package static func remembering(
        in state: String, environment: [String: String], home: String, logger: Logger,
        threads: NIOThreadPool = .singleton
    ) -> StoreOpener {
        // One memory for all folders: an entry is known by device and inode.
        let etags = ETagMemory(path: state + "/etags")
        let services = ServicesFile(state + "/services", logger: logger)
        return StoreOpener(
            directory: { name, path throws(DataError) in
                do {
                    return try await threads.runIfActive { try DirectoryStore(name: name, root: path, etags: etags) }
                } catch {
                    throw DataError(error, store: name)
                }
            },
            chunk: { name, settings throws(DataError) in
                var options = ChunkStoreOptions()
                options.chunkSize = settings.chunkSize
                options.itemSize = settings.maxItemSize
                options.contentTypes = settings.contentTypes
                let store = try ChunkStore(name: name, path: settings.path, options: options)
                try await store.check()
                return store
            },
            s3: { name, settings throws(DataError) in
                do throws(DataError) {
                    let service = try await S3Service(
                        S3ServiceOptions(settings), environment: environment, home: home, records: services)
                    let options = S3StoreOptions(settings)
                    guard let bucket = settings.bucket else { return service.store(named: name, options: options) }
                    return service.store(named: name, bucket: bucket, options: options)
                } catch {
                    throw DataError(error, store: name)
                }
            })
    }

    /// Who signs links by which the service itself is asked; `nil` for stores of this machine.
    static func signer(of store: any DataStore) -> (any LinkSigner)? {
        (store as? S3Store)?.linkSigner ?? (store as? S3AccountStore)?.linkSigner
    }
}

extension S3StoreOptions {
    fileprivate init(_ settings: S3Configuration) {
        self.init()
        storageClass = settings.storageClass
        checksum =
            switch settings.checksum {
            case .auto: nil
            case .crc64nvme: .crc64nvme
            case .md5: .md5
            case .none: UploadChecksum.none
            }
        keepsConditions =
            switch settings.conditions {
            case .auto: nil
            case .kept: true
            case .refused: false
            }
    }
}

extension S3ServiceOptions {
    fileprivate init(_ settings: S3Configuration) {
        self.init()
        region = settings.region
        endpoint = settings.endpoint
        addressing =
            switch settings.addressing {
            case .auto: .automatic
            case .path: .path
            case .virtual: .virtualHost
            }
        credentials =
            switch settings.credentials {
            case .auto: .automatic
            case .environment: .environment
            case .anonymous: .anonymous
            case .profile(let name): .profile(name)
            case .command(let command): .command(command)
            }
        usesDualStack = settings.isDualStack
        usesFIPS = settings.isFIPS
        caFile = settings.caFile
        isInsecure = settings.isInsecure
        isRequesterPaying = settings.isRequesterPaying
    }
}
