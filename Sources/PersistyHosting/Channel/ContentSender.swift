import NIOCore

/// Bytes of a file that are to follow what was written, without coming through the program (sendfile(2)).
struct SendFile: Sendable {
    let file: NIOFileHandle
    let range: Range<Int64>
}

/// Bytes that are to follow what was written. It succeeds when the system has taken them: whoever waits for that holds no
/// more for a client that takes them slowly.
struct SendBytes: Sendable {
    let buffer: ByteBuffer
}

/// Writes ``SendFile`` and ``SendBytes`` events, which pass by the encoder of HTTP: the head before them has told how many
/// bytes there are.
final class ContentSender: ChannelOutboundHandler {
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        switch event {
        case let send as SendFile:
            let region = FileRegion(
                fileHandle: send.file, readerIndex: Int(send.range.lowerBound), endIndex: Int(send.range.upperBound))
            context.writeAndFlush(wrapOutboundOut(.fileRegion(region)), promise: promise)
        case let send as SendBytes:
            context.writeAndFlush(wrapOutboundOut(.byteBuffer(send.buffer)), promise: promise)
        default: context.triggerUserOutboundEvent(event, promise: promise)
        }
    }
}
