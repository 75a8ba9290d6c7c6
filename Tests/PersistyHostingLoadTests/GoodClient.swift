import HostingTestSupport
import Synchronization

/// A client that reads and uploads, and measures how long it waits for each answer.
final class GoodClient: Sendable {
    private let port: Int
    private let item: String
    private let uploads: [String]
    private let isDone = Mutex(false)

    /// - Parameter uploads: A link for each upload that it may make.
    init(port: Int, item: String, uploads: [String]) {
        self.port = port
        self.item = item
        self.uploads = uploads
    }

    func stop() { isDone.withLock { $0 = true } }

    /// Works until it is stopped: how long each answer took, and the statuses that it should not have got.
    func run() throws -> (waits: [Duration], wrong: [Int]) {
        var (waits, wrong): ([Duration], [Int]) = ([], [])
        for (number, upload) in uploads.enumerated() where !isDone.withLock({ $0 }) {
            try ask("GET \(item) HTTP/1.1\r\nHost: a\r\n\r\n", for: 200)
            // One in four is too long to be taken in one piece.
            let body = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: number % 4 == 0 ? 300_000 : 10_000)
            try ask(
                "PUT \(upload) HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\nContent-Length: \(body.count)\r\n\r\n", body,
                for: 201)
        }
        return (waits, wrong)

        func ask(_ head: String, _ body: [UInt8] = [], for status: Int) throws {
            let start = ContinuousClock.now
            let client = try RawClient(port: port)
            client.send(Array(head.utf8) + body)
            let answer = client.answer()?.status ?? 0
            waits.append(ContinuousClock.now - start)
            if answer != status { wrong.append(answer) }
        }
    }
}
