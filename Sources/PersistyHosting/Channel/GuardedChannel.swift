import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypes

/// Connections of a hosted server: hummingbird's, with deadlines, limits of its decoder, and files sent by the kernel.
struct GuardedChannel: ServerChildChannel {
    typealias Value = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    private let http: HTTP1Channel
    private let peers: PeerCounts

    init(_ service: HostedService, responder: @escaping HTTPChannelHandler.Responder) {
        let limits = service.limits
        peers = PeerCounts(limits, service.proxies)
        http = HTTP1Channel(
            responder: responder,
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [ConnectionGuard(limits), AtOnceResponder(service)],
                httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                    maxHeaderFieldSize: limits.field, maxHeaderListSize: limits.head, maxHeaderFieldCount: limits.fields
                )))
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        guard peers.admit(channel) else {
            return channel.close().flatMapThrowing { throw ChannelError.ioOnClosedChannel }
        }
        return channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(ContentSender())
        }.flatMap { http.setup(channel: channel, logger: logger) }
    }

    func handle(value: Value, logger: Logger) async {
        await withTaskExecutorPreference(EventLoopExecutor(value.channel.eventLoop)) {
            await http.handle(value: value, logger: logger)
        }
    }
}
