import Foundation
import Glibc

/// A connection that sends exactly the bytes it is given, and reads what comes.
package final class RawClient: @unchecked Sendable {
    private let descriptor: CInt
    private var received: [UInt8] = []

    package struct ConnectionFailed: Error {
        package init() {}
    }

    package convenience init(port: Int) throws {
        guard let descriptor = Self.connected(port: port) else { throw ConnectionFailed() }
        self.init(descriptor)
    }

    /// A connection through a socket that is a file.
    package convenience init(path: String) throws {
        let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        guard Self.with(path, { connect(descriptor, $0, $1) }) == 0 else {
            Glibc.close(descriptor)
            throw ConnectionFailed()
        }
        self.init(descriptor)
    }

    private init(_ descriptor: CInt) {
        self.descriptor = descriptor
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    /// Makes a socket a file; whether it has become one.
    package static func bind(_ descriptor: CInt, to path: String) -> Bool {
        with(path) { Glibc.bind(descriptor, $0, $1) } == 0
    }

    private static func with(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt) -> CInt {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }

    /// A socket that is connected to a port of this machine, for the caller to close.
    package static func connected(port: Int) -> CInt? {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if result == 0 { return descriptor }
        close(descriptor)
        return nil
    }

    deinit { Glibc.close(descriptor) }

    /// Sends; whether all went out before the other side closed.
    @discardableResult
    package func send(_ bytes: some Collection<UInt8>) -> Bool {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest.removeFirst(count)
        }
        return true
    }

    /// Says that nothing more will be sent.
    package func finishSending() { shutdown(descriptor, CInt(SHUT_WR)) }

    /// Closes at once, as a client that is killed.
    package func reset() {
        var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        shutdown(descriptor, CInt(SHUT_RDWR))
    }

    /// The next answer; `nil` when the other side closes instead. Answers `100 Continue` are passed over.
    package func answer(toHead: Bool = false) -> RawAnswer? {
        while true {
            guard let head = take(upTo: Array("\r\n\r\n".utf8)) else { return nil }
            var answer = RawAnswer(head: head)
            if answer.status == 100 { continue }
            if !toHead, answer.status != 304, answer.status != 204 {
                guard let body = take(count: answer.length) else {
                    answer.isCut = true
                    answer.body = received
                    return answer
                }
                answer.body = body
            }
            return answer
        }
    }

    /// The status of an interim answer.
    package func interim() -> Int? { take(upTo: Array("\r\n\r\n".utf8)).map { RawAnswer(head: $0).status } }

    /// Whether the other side has closed; what still comes before that is kept.
    package func isClosed() -> Bool {
        while read() {}
        return isEnded
    }

    /// POLLRDHUP of poll(2), which wants _GNU_SOURCE.
    package static let isShut: Int16 = 0x2000

    /// Waits, without taking anything, until the other side has let go of the connection.
    package func isLetGo() -> Bool {
        var file = pollfd(fd: descriptor, events: Self.isShut, revents: 0)
        return poll(&file, 1, 20_000) == 1
    }

    /// Waits until something comes, which is kept; whether it has.
    package func waitsForMore() -> Bool { read() }

    package private(set) var isEnded = false
    package var rest: [UInt8] { received }

    private func read() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        if count > 0 {
            received += buffer[..<count]
            return true
        }
        isEnded = count == 0 || errno == ECONNRESET
        return false
    }

    private func take(upTo end: [UInt8]) -> [UInt8]? {
        while true {
            if let found = received.firstRange(of: end) {
                let bytes = Array(received[..<found.upperBound])
                received.removeSubrange(..<found.upperBound)
                return bytes
            }
            guard read() else { return nil }
        }
    }

    private func take(count: Int) -> [UInt8]? {
        while received.count < count { guard read() else { return nil } }
        let bytes = Array(received[..<count])
        received.removeFirst(count)
        return bytes
    }
}

/// An answer as it came.
package struct RawAnswer: Sendable {
    package var status: Int
    /// Names in lower case.
    package var headers: [(name: String, value: String)]
    package var body: [UInt8] = []
    /// Whether the connection ended in the middle of the body.
    package var isCut = false

    package init(head: [UInt8]) {
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
        status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        headers = lines.dropFirst().compactMap { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return parts.count == 2
                ? (parts[0].lowercased(), parts[1].trimmingCharacters(in: .whitespaces)) : nil
        }
    }

    package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    package var length: Int { header("content-length").flatMap { Int($0) } ?? 0 }
}
