import Hummingbird
public import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import UnixSignals

/// Serves a ``HostedService`` on an address of this machine.
public struct HostedServer: Sendable {
    private let service: HostedService
    private let place: Place
    private let certificate: HostedCertificate?
    private let logger: Logger

    private enum Place: Sendable {
        case port(String, Int)
        case socket(String)
    }

    /// A server on `host` and `port`; of port 0 the system chooses one. With a certificate it speaks TLS.
    public init(
        _ service: HostedService, host: String = "127.0.0.1", port: Int = 8899, certificate: HostedCertificate? = nil,
        logger: Logger
    ) {
        var service = service
        service.isSecure = certificate != nil
        self.service = service
        self.certificate = certificate
        place = .port(host, port)
        self.logger = logger
    }

    /// A server on a socket that is a file, of mode 0600: for a proxy on this machine that runs as the same user. One
    /// that another server has left at `path` is replaced.
    public init(_ service: HostedService, socket path: String, logger: Logger) {
        self.service = service
        certificate = nil
        place = .socket(path)
        self.logger = logger
    }

    /// Serves until the task is cancelled, and then until what is under way has ended, at most ``HostedLimits/drainTime``
    /// longer. Nobody uses the service afterwards.
    ///
    /// - Parameters:
    ///   - endsOnSignals: Whether SIGTERM and SIGINT end it too.
    ///   - onRunning: Told the port, once requests are taken; of a socket that is a file, 0.
    public func run(
        endsOnSignals: Bool = false, onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) async throws {
        defer { service.ledger.close() }
        await service.prune()
        switch place {
        case .port(let host, let port):
            try await run(endsOnSignals, at: .hostname(host, port: port)) { channel in
                await onRunning(channel.localAddress?.port ?? port)
            }
        case .socket(let path):
            let file = try SocketFile(path)
            defer { file.remove() }
            try await run(endsOnSignals, at: .unixDomainSocket(path: file.made)) { [logger] channel in
                do { try file.publish() } catch {
                    logger.error("the socket cannot be made", metadata: ["error": "\(error)"])
                    channel.close(promise: nil)
                    return
                }
                await onRunning(0)
            }
        }
    }

    private func run(
        _ endsOnSignals: Bool, at address: BindAddress, _ onRunning: @escaping @Sendable (any Channel) async -> Void
    ) async throws {
        // Where all come at once, what the system cannot keep for the server it lets wait for seconds (listen(2)): twice
        // as many as are admitted, so that those too many are let go and do not keep good ones waiting.
        let application = Application(
            responder: HostedResponder(service), server: certificate?.connections(of: service) ?? service.connections,
            configuration: ApplicationConfiguration(address: address, backlog: 2 * service.limits.connections),
            onServerRunning: onRunning, logger: logger)
        var configuration = ServiceGroupConfiguration(
            services: [application], gracefulShutdownSignals: endsOnSignals ? [.sigterm, .sigint] : [], logger: logger)
        configuration.maximumGracefulShutdownDuration = service.limits.drainTime
        let group = ServiceGroup(configuration: configuration)
        // Cancelled itself, it would drop a connection that is just being taken, which NIO does not bear.
        let running = Task { try await group.run() }
        try await withTaskCancellationHandler {
            try await running.value
        } onCancel: {
            Task { await group.triggerGracefulShutdown() }
        }
    }
}

extension HostedService {
    /// The connections of a hummingbird application that holds clients to this service's limits. What needs no waiting is
    /// answered before the application is asked.
    public var connections: HTTPServerBuilder {
        HTTPServerBuilder { responder in GuardedChannel(self, responder: responder) }
    }
}

/// A ``HostedService`` as all that an application answers.
struct HostedResponder: HTTPResponder {
    private let service: HostedService

    init(_ service: HostedService) { self.service = service }

    func respond(to request: Request, context: HostedContext) async -> Response {
        await service.respond(to: request, on: context.channel)
    }
}

/// What a request comes with.
struct HostedContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}
