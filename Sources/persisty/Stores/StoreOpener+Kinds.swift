import NIOPosix
import PersistyChunk
import PersistyConfiguration
import PersistyData
import PersistyDirectory

extension StoreOpener {
    /// The opener of this program, which remembers validators of files under `state`.
    ///
    /// The one place that knows what kinds of store there are.
    static func program(state: String, threads: NIOThreadPool = .singleton) -> StoreOpener {
        // One memory for all folders: an entry is known by device and inode.
        let etags = ETagMemory(path: state + "/etags")
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
            })
    }
}
