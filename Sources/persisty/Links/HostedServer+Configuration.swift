import Logging
import PersistyConfiguration
import PersistyHosting

extension HostedService {
    /// The service that is set up as `server`.
    ///
    /// Writes a file: call it from a thread that may block.
    init(
        _ stores: [HostedStore], as server: ServerConfiguration, keys: SigningKeys, ledger: String,
        limits: HostedLimits = HostedLimits(), logger: Logger
    ) throws {
        try self.init(
            stores, at: HostedAddress(server), keys: keys, ledger: ledger,
            proxies: TrustedProxies(server.trustedProxies) ?? .none, origins: server.allowOrigins,
            limits: limits, logger: logger)
    }
}

extension HostedServer {
    /// The server that is set up as `server`.
    ///
    /// Reads files: call it from a thread that may block.
    init(_ service: HostedService, as server: ServerConfiguration, logger: Logger) throws {
        if let socket = server.socket {
            self.init(service, socket: socket, logger: logger)
        } else {
            self.init(
                service, host: server.bind, port: server.port, certificate: try HostedCertificate(server),
                logger: logger)
        }
    }
}

extension ServerConfiguration {
    /// The file in the folder of the program's state that says which links were used.
    static func ledger(in state: String) -> String { state + "/links.sqlite" }
}
