import Foundation
import Glibc

/// A site on loopback with one blank page: an origin of its own, from which pages use links to elsewhere.
package final class PageServer: Sendable {
    /// Its address, as browsers send it: `http://127.0.0.1:PORT`.
    package let origin: String
    private let descriptor: Int32

    /// Serves until it is gone.
    package init() throws {
        let socket = try LoopbackSocket()
        (descriptor, origin) = (socket.descriptor, "http://127.0.0.1:\(socket.port)")
        guard listen(descriptor, 16) == 0 else { throw ClientFailure("No page can be served.") }
        let descriptor = descriptor
        Thread { Self.serve(descriptor) }.start()
    }

    // Whoever waits for a connection is told that none comes any more.
    deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private static func serve(_ descriptor: Int32) {
        let page = "<!doctype html><title>A page</title>"
        let answer =
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: \(page.utf8.count)\r\n"
            + "Connection: close\r\n\r\n" + page
        while true {
            let client = accept(descriptor, nil, nil)
            if client < 0, errno == EINTR || errno == ECONNABORTED { continue }
            guard client >= 0 else { break }
            var request = [UInt8](repeating: 0, count: 16_384)
            var size = 0
            // A request without a body ends with an empty line.
            while !request.prefix(size).reversed().starts(with: "\n\r\n\r".utf8), size < request.count {
                let room = request.count - size
                let count = request.withUnsafeMutableBytes {
                    Glibc.read(client, $0.baseAddress.map { $0 + size }, room)
                }
                guard count > 0 else { break }
                size += count
            }
            _ = answer.withCString { send(client, $0, strlen($0), CInt(MSG_NOSIGNAL)) }
            close(client)
        }
        close(descriptor)
    }
}
