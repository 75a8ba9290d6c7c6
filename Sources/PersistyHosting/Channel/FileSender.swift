import NIOCore

/// Bytes of a file that are to follow what was written, without coming through the program (sendfile(2)).
struct SendFile: Sendable {
    let file: NIOFileHandle
    let range: Range<Int64>
}

/// Writes ``SendFile`` events, which pass by the encoder of HTTP: the head before them has told how many bytes there are.
final class FileSender: ChannelOutboundHandler {
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard let send = event as? SendFile else {
            context.triggerUserOutboundEvent(event, promise: promise)
            return
        }
        let region = FileRegion(
            fileHandle: send.file, readerIndex: Int(send.range.lowerBound), endIndex: Int(send.range.upperBound))
        context.writeAndFlush(wrapOutboundOut(.fileRegion(region)), promise: promise)
    }
}
