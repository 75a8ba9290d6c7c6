import Glibc
import NIOPosix
import Synchronization
import TerminalUI

/// Whoever read the output has gone.
struct OutputClosed: Error {}

/// A stream of output: bytes for a program that reads them, shown text for a person at a terminal.
final class Output: Sendable {
    /// Whether a person sees it directly.
    let isTerminal: Bool
    private let sink: @Sendable ([UInt8]) async throws -> Void
    private let waiting = Mutex<[UInt8]>([])
    private static let limit = 1 << 18

    init(isTerminal: Bool, sink: @escaping @Sendable ([UInt8]) async throws -> Void) {
        self.isTerminal = isTerminal
        self.sink = sink
    }

    /// The file behind `descriptor`, written to on a thread that may wait.
    convenience init(descriptor: Int32, threads: NIOThreadPool = .singleton) {
        self.init(isTerminal: isatty(descriptor) == 1) { bytes in
            try await threads.runIfActive { try Self.write(bytes, to: descriptor) }
        }
    }

    /// Bytes as they are. Only for what is not shown by a terminal, or is escaped already.
    func write(_ bytes: [UInt8]) async throws {
        let full: [UInt8]? = waiting.withLock { waiting in
            waiting.append(contentsOf: bytes)
            guard waiting.count >= Self.limit else { return nil }
            defer { waiting = [] }
            return waiting
        }
        if let full { try await sink(full) }
    }

    func write(_ line: ShownText) async throws { try await write(Array(line.text.utf8) + [UInt8(ascii: "\n")]) }

    func flush() async throws {
        let rest = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        if !rest.isEmpty { try await sink(rest) }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                if errno == EAGAIN {
                    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&waiting, 1, -1)
                    continue
                }
                if errno == EPIPE { throw OutputClosed() }
                throw OutputFailure(number: errno)
            }
            rest = rest.dropFirst(count)
        }
    }
}

/// The output could not be written, and its reader is still there: a full disk, for one.
struct OutputFailure: Error {
    var number: Int32
}
