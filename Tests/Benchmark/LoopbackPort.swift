import Glibc

/// Ports of this machine.
enum LoopbackPort {
    /// One that nobody listens at.
    static func free() throws -> UInt16 {
        let socket = try Self.socket()
        defer { close(socket) }
        var address = address(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(socket, pointer, length) == 0 ? getsockname(socket, pointer, &length) : -1
            }
        }
        guard result == 0 else { throw Failure("a port", errorNumber: errno) }
        return UInt16(bigEndian: address.sin_port)
    }

    /// Waits, at most ten seconds, until somebody listens.
    static func wait(for port: UInt16) throws {
        let end = ContinuousClock.now + .seconds(10)
        while true {
            let socket = try Self.socket()
            defer { close(socket) }
            var address = address(port: port)
            let result = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            if result == 0 { return }
            guard .now < end else { throw Failure("port \(port)", errorNumber: errno) }
            usleep(10_000)
        }
    }

    private static func socket() throws -> Int32 {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw Failure("a socket", errorNumber: errno) }
        return socket
    }

    private static func address(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }
}
