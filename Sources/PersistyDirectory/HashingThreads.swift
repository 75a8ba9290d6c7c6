import NIOPosix

/// Threads on which validators are made of whole contents: where long files are hashed, listings and copies wait for
/// nothing.
enum HashingThreads {
    /// Started when a validator is first asked for, and never stopped.
    static let pool: NIOThreadPool = {
        let pool = NIOThreadPool(numberOfThreads: 2)
        pool.start()
        return pool
    }()
}
