import Synchronization

/// What a process said.
final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }
    var count: Int { lines.withLock(\.count) }

    @discardableResult
    func append(_ line: String) -> Bool {
        lines.withLock { $0.append(line) }
        return true
    }
}
