import Glibc

/// A port of 127.0.0.1 for a server that must know its address before it listens: as long as this is there, the system gives
/// the port to nobody who asks for any.
package final class ReservedPort: Sendable {
    package let number: Int
    private let descriptor: Int32

    /// Reserves a free one.
    package init() throws {
        let socket = try LoopbackSocket()
        (descriptor, number) = (socket.descriptor, socket.port)
    }

    deinit { close(descriptor) }
}
