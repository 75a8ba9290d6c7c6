import AsyncHTTPClient
import NIOPosix
import Synchronization

/// HTTP clients for the names below `localhost`: `bucket.localhost`. They are this machine's (RFC 6761 §6.3), and the C
/// library asks a name server for them that does not know them.
///
/// A client is told its names when it is made, so that each name has its own. They live as long as the transport.
final class LoopbackClients: Sendable {
    private let configuration: HTTPClient.Configuration
    private let clients = Mutex<[String: HTTPClient]>([:])

    init(_ configuration: HTTPClient.Configuration) { self.configuration = configuration }

    /// The client for a URL; `nil` when its host is not below `localhost`.
    func client(for url: String) -> HTTPClient? {
        guard let host = Self.host(url), host.hasSuffix(".localhost") else { return nil }
        return clients.withLock { clients in
            if let known = clients[host] { return known }
            var configuration = configuration
            configuration.dnsOverride = [host: "localhost"]
            let made = HTTPClient(
                eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton), configuration: configuration)
            clients[host] = made
            return made
        }
    }

    private static func host(_ url: String) -> String? {
        guard let start = url.utf8.firstRange(of: "://".utf8)?.upperBound else { return nil }
        return String(url[start...].prefix { $0 != "/" && $0 != ":" && $0 != "?" })
    }
}
