import Glibc
import HostingTestSupport
import Synchronization

/// Many bad clients on one thread. Each that is let go comes again a second later, until all are told to give up.
final class BadCrowd: Sendable {
    /// What came of them.
    struct Outcome: Sendable {
        var connections = 0
        /// The longest that one was borne, by what it did.
        var longest: [BadClient: Duration] = [:]
        /// Those that were not let go.
        var left: [BadClient] = []
    }

    private let port: Int
    private let clients: [(kind: BadClient, beginning: [UInt8])]
    private let givesUp = Mutex(false)

    init(port: Int, _ clients: [(kind: BadClient, beginning: [UInt8])]) {
        self.port = port
        self.clients = clients
    }

    /// From now on nobody comes again.
    func giveUp() { givesUp.withLock { $0 = true } }

    /// Runs until all have given up and were let go, or those that were not have been borne for so long.
    func run(atMost limit: Duration) -> Outcome {
        var outcome = Outcome()
        var open: [Int: BadConnection] = [:]
        var comesAt = clients.indices.map { _ in ContinuousClock.now }
        while true {
            let now = ContinuousClock.now
            let givesUp = givesUp.withLock { $0 }
            if !givesUp {
                for (index, client) in clients.enumerated() where open[index] == nil && comesAt[index] <= now {
                    guard let connection = BadConnection(port: port, client.kind, client.beginning) else { continue }
                    open[index] = connection
                    outcome.connections += 1
                }
            }
            wait(for: open.values)
            for (index, connection) in open where connection.isLetGo() {
                let age = ContinuousClock.now - connection.start
                outcome.longest[connection.kind] = max(outcome.longest[connection.kind] ?? .zero, age)
                open[index] = nil
                comesAt[index] = .now + .seconds(1)
            }
            let stays = open.values.filter { ContinuousClock.now - $0.start > limit }.map(\.kind)
            if givesUp, open.count == stays.count {
                outcome.left = stays
                return outcome
            }
        }
    }

    /// Waits until something happens to one of them, at most for the tenth of a second that they look at the clock in.
    private func wait(for connections: some Collection<BadConnection>) {
        var files = connections.map { $0.interest }
        poll(&files, nfds_t(files.count), 100)
    }
}

/// The connection of a bad client.
final class BadConnection {
    let kind: BadClient
    let start = ContinuousClock.now
    private let descriptor: CInt
    private var rest: ArraySlice<UInt8>
    private var drips = 0

    init?(port: Int, _ kind: BadClient, _ beginning: [UInt8]) {
        guard let descriptor = RawClient.connected(port: port) else { return nil }
        self.kind = kind
        self.descriptor = descriptor
        rest = beginning[...]
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        if !kind.reads {
            // So that not all of a great item lies in the system's memory.
            var size: CInt = 4096
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<CInt>.size))
        }
        send()
        if kind.finishes { shutdown(descriptor, CInt(SHUT_WR)) }
    }

    deinit { close(descriptor) }

    /// What it waits for.
    var interest: pollfd {
        let reads = kind.reads ? Int16(POLLIN) : 0
        return pollfd(fd: descriptor, events: reads | (rest.isEmpty ? 0 : Int16(POLLOUT)), revents: 0)
    }

    /// Goes on with what it does; whether the server has let go of it.
    func isLetGo() -> Bool {
        if kind.drips, ContinuousClock.now - start > .seconds(drips + 1) {
            drips += 1
            rest.append(UInt8(ascii: "a"))
        }
        send()
        guard kind.reads else {
            var file = pollfd(fd: descriptor, events: RawClient.isShut, revents: 0)
            return poll(&file, 1, 0) == 1
        }
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count == 0 || count < 0 && errno != EAGAIN
    }

    private func send() {
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest.removeFirst(count)
        }
    }
}
