import Hummingbird
import NIOCore
import PersistyHosting

/// Hands requests for signed links to the service that they are for.
struct HostedRoutes: RouterMiddleware {
    private let service: HostedService

    init(_ service: HostedService) { self.service = service }

    func handle(
        _ request: Request, context: MessengerContext,
        next: @concurrent (Request, MessengerContext) async throws -> Response
    ) async throws -> Response {
        let first = request.uri.path.split(separator: "/").first.map(String.init) ?? ""
        guard HostedService.paths.contains(first) else { return try await next(request, context) }
        return await service.respond(to: request, on: context.channel)
    }
}

/// What a request comes with: the connection, and who asks.
struct MessengerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel
    var maxUploadSize: Int { 16 << 10 }

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}
