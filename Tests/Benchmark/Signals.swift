import Glibc
import Synchronization

/// The signals that end the benchmark, and the one that tells of an ended child.
enum Signals {
    static let child = set([SIGCHLD])
    /// Held by an interruption until the end.
    private static let turn = Mutex(())
    private static let interruption = set([SIGINT, SIGTERM, SIGHUP])

    /// Keeps them for those who wait for them. Comes before the first thread.
    static func block() {
        var signals = set([SIGCHLD, SIGINT, SIGTERM, SIGHUP])
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// Does what an interruption must not come between; after one, nothing.
    static func uninterrupted<Value: Sendable>(_ body: () -> Value) -> Value { turn.withLock { _ in body() } }

    static func set(_ signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        return set
    }

    /// From now on an interruption ends all children, removes the folders, and ends this process.
    static func removeWhenInterrupted(_ folders: [String]) {
        var thread = pthread_t()
        let argument = Unmanaged.passRetained(Folders(folders)).toOpaque()
        pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let folders = Unmanaged<Folders>.fromOpaque(argument).takeRetainedValue()
                var signals = Signals.interruption
                var signal: Int32 = 0
                sigwait(&signals, &signal)
                Signals.turn.withLock { _ in
                    Child.killAll()
                    // The main thread may still be filling a folder.
                    for _ in 0..<1000 where folders.paths.contains(where: Files.isFolder) {
                        for folder in folders.paths { Files.remove(folder) }
                    }
                    _exit(128 + signal)
                }
                return nil
            }, argument)
    }

    private final class Folders {
        let paths: [String]
        init(_ paths: [String]) { self.paths = paths }
    }
}
