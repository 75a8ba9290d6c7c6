import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Answers a request where it comes in, if nothing need be waited for: a task for it costs several times as much as the
/// answer. All else goes on to tasks.
///
/// Answers keep the order of their requests: while one is under way, all that follow go on too. So do those of a client that
/// takes its answers too slowly: a task waits for it, where here they would pile up.
final class AtOnceResponder: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let service: HostedService
    private var address: NetworkAddress?
    /// How many requests went on and are not answered yet.
    private var underWay = 0
    /// What the request is answered whose end has not come yet.
    private var answer: (head: HTTPResponse, body: ByteBuffer)?

    init(_ service: HostedService) { self.service = service }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            if underWay == 0, context.channel.isWritable {
                answer = service.answerAtOnce(to: head, from: address(context))
            }
            guard answer == nil else { return }
            underWay += 1
        case .body:
            // A head that tells of a body is not answered here.
            guard answer == nil else { return }
        case .end:
            guard let answer else { break }
            self.answer = nil
            context.write(wrapOutboundOut(.head(answer.head)), promise: nil)
            if answer.body.readableBytes > 0 { context.write(wrapOutboundOut(.body(answer.body)), promise: nil) }
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            return
        }
        context.fireChannelRead(data)
    }

    /// Asked of the system once.
    private func address(_ context: ChannelHandlerContext) -> NetworkAddress {
        if let address { return address }
        let made = NetworkAddress(context.remoteAddress)
        address = made
        return made
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { underWay = max(0, underWay - 1) }
        context.write(data, promise: promise)
    }
}
