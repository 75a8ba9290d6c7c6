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
    private let host: String
    private let port: Int
    private let logger: Logger

    /// A server on `host` and `port`; of port 0 the system chooses one.
    public init(_ service: HostedService, host: String = "127.0.0.1", port: Int = 8899, logger: Logger) {
        self.service = service
        self.host = host
        self.port = port
        self.logger = logger
    }

    /// Serves until the task is cancelled; nobody uses the service afterwards.
    ///
    /// - Parameters:
    ///   - endsOnSignals: Whether SIGTERM and SIGINT end it too, when what is under way has ended, at most
    ///     ``HostedLimits/drainTime`` later.
    ///   - onRunning: Told the port, once requests are taken.
    public func run(
        endsOnSignals: Bool = false, onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) async throws {
        defer { service.ledger.close() }
        await service.prune()
        let application = Application(
            responder: HostedResponder(service), server: service.connections,
            configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? port) }, logger: logger)
        var configuration = ServiceGroupConfiguration(
            services: [application], gracefulShutdownSignals: endsOnSignals ? [.sigterm, .sigint] : [], logger: logger)
        configuration.maximumGracefulShutdownDuration = service.limits.drainTime
        try await ServiceGroup(configuration: configuration).run()
    }
}

extension HostedService {
    /// The connections of a hummingbird application that holds clients to this service's limits.
    public var connections: HTTPServerBuilder {
        HTTPServerBuilder { [limits] responder in GuardedChannel(limits, responder: responder) }
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
