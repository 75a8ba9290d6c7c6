import CLinux
import Glibc
import HTTPTypes
import NIOCore
import NIOHTTPTypes
import NIOPosix

/// Closes a connection whose client keeps it waiting, and one that was told that it ends.
///
/// Between the decoder and the answers, where hummingbird lets handlers be added: its own idle timeout begins again with
/// each byte of a body, and never ends for a client that does not read.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How often a connection is looked at.
    private static let interval = TimeAmount.seconds(1)
    /// How long what still comes is passed over after the last answer, so that the client reads it before the connection
    /// is reset.
    private static let lingerTime = TimeAmount.seconds(2)

    /// Where nobody has looked for so long, the whole server stood still.
    private static let longestPause = Duration.seconds(3)

    private let elapsed: @Sendable () -> Duration
    private var lastLook = Duration.zero
    private var deadlines: ConnectionDeadlines
    private var timer: RepeatedTask?
    private var endsConnection = false
    private var isLingering = false
    private var hasUnreadBody = false
    private var wantsContinue = false
    private var pending = 0

    init(_ limits: HostedLimits) {
        let clock = ContinuousClock()
        let start = clock.now
        elapsed = { clock.now - start }
        deadlines = ConnectionDeadlines(limits, now: .zero)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let loopBound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleRepeatedTask(initialDelay: Self.interval, delay: Self.interval) { _ in
            let (handler, context) = loopBound.value
            handler.look(context)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isLingering else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            endsConnection =
                deadlines.headCame(now: elapsed()) || head.headerFields[.connection]?.lowercased() == "close"
            hasUnreadBody = true
            wantsContinue = head.headerFields[.expect]?.lowercased() == "100-continue"
        case .body(let buffer): deadlines.bodyCame(buffer.readableBytes, now: elapsed())
        case .end:
            hasUnreadBody = false
            deadlines.bodyEnded(now: elapsed())
        }
        context.fireChannelRead(data)
    }

    func read(context: ChannelHandlerContext) {
        if hasUnreadBody { deadlines.bodyIsWanted(now: elapsed()) }
        context.read()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isLingering else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        var part = unwrapOutboundIn(data)
        if case .head(var head) = part, head.status.kind != .informational {
            endsConnection = endsConnection || head.headerFields[.connection]?.lowercased() == "close"
            // So that the client sends no request that nobody would answer (RFC 9112 §9.6).
            if endsConnection {
                head.headerFields[.connection] = "close"
                part = .head(head)
            }
        }
        count(context.write(wrapOutboundOut(part)), context, promise)
        guard case .end = part else { return }
        deadlines.answerEnded(now: elapsed())
        if endsConnection { end(context) }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        switch event {
        case is BodyIsWanted:
            if wantsContinue {
                wantsContinue = false
                context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: promise)
            } else {
                promise?.succeed()
            }
        case is SendFile, is SendBytes:
            let sent = context.eventLoop.makePromise(of: Void.self)
            context.triggerUserOutboundEvent(event, promise: sent)
            count(sent.futureResult, context, promise)
        default: context.triggerUserOutboundEvent(event, promise: promise)
        }
    }

    private func count(
        _ write: EventLoopFuture<Void>, _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?
    ) {
        pending += 1
        write.assumeIsolated().whenComplete { result in
            self.pending -= 1
            promise?.completeWith(result)
        }
    }

    private func look(_ context: ChannelHandlerContext) {
        let acknowledged = pending > 0 ? context.channel.acknowledgedBytes : nil
        deadlines.pending(pending > 0, acknowledged: acknowledged, now: elapsed())
        let now = elapsed()
        let pause = now - lastLook
        lastLook = now
        // What the client sent meanwhile is read before the next look.
        guard pause < Self.longestPause, deadlines.overdue(now: now) != nil else { return }
        timer?.cancel()
        // What the client does not take would stay in the system's memory, and with it the connection, for minutes.
        context.channel.resetsWhenClosed()
        context.close(promise: nil)
    }

    /// Ends the connection after the last answer. What the client still sends is passed over for a moment: a reset would
    /// take the answer from it.
    private func end(_ context: ChannelHandlerContext) {
        context.flush()
        guard hasUnreadBody else {
            context.close(promise: nil)
            return
        }
        isLingering = true
        context.close(mode: .output, promise: nil)
        let loopBound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: Self.lingerTime) { loopBound.value.close(promise: nil) }
    }
}

/// Told before the body of a request is read: whoever waits for `100 Continue` gets it.
struct BodyIsWanted: Sendable {}

extension Channel {
    /// Has closing throw away what was not sent, and tell the peer by a reset (socket(7), SO_LINGER).
    fileprivate func resetsWhenClosed() {
        guard let provider = self as? any SocketOptionProvider else { return }
        _ = provider.setSoLinger(linger(l_onoff: 1, l_linger: 0))
    }

    /// How many bytes the peer has taken in all; `nil` where the channel does not tell.
    fileprivate var acknowledgedBytes: UInt64? {
        guard let provider = self as? any SocketOptionProvider else { return nil }
        let option: EventLoopFuture<persisty_tcp_info> = provider.unsafeGetSocketOption(
            level: .tcp, name: NIOBSDSocket.Option(rawValue: CInt(persisty_tcp_info_option)))
        // On the channel's own event loop it is known at once.
        var bytes: UInt64?
        option.assumeIsolated().whenSuccess { bytes = $0.bytes_acked }
        return bytes
    }
}
