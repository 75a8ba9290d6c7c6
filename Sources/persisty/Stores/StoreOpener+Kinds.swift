import NIOPosix
import PersistyData
import PersistyDirectory

extension StoreOpener {
    /// The stores of the program; what is remembered of them lies in the folder `state`.
    static func program(state: String, threads: NIOThreadPool = .singleton) -> StoreOpener {
        let etags = ETagMemory(path: state + "/etags")
        return StoreOpener(
            directory: { name, path throws(DataError) in
                try await opening(threads, path) { try DirectoryStore(name: name, root: path, etags: etags) }
            },
            chunk: { name, _ throws(DataError) in MemoryStore(name: name) })
    }

    /// Opening blocks.
    private static func opening(
        _ threads: NIOThreadPool, _ path: String, _ open: @escaping @Sendable () throws -> any DataStore
    ) async throws(DataError) -> any DataStore {
        do {
            return try await threads.runIfActive { try open() }
        } catch {
            throw DataError(error, key: path)
        }
    }
}
