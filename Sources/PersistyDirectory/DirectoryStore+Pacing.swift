import NIOPosix

extension DirectoryStore {
    /// The threads of copies that are held back; begun when the first one is.
    static let pacedThreads: NIOThreadPool = {
        let threads = NIOThreadPool(numberOfThreads: 16)
        threads.start()
        return threads
    }()
}
