import NIOCore
import NIOPosix

/// One connection of a client to the proxy.
struct Conversation: Sendable {
    private let proxy: FaultProxy
    private let client: any Channel

    init(_ proxy: FaultProxy, _ client: any Channel) {
        self.proxy = proxy
        self.client = client
    }

    /// Answers requests until the connection ends, by whomever.
    func run() async {
        let opened = try? await client.eventLoop.submit {
            try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: client)
        }.get()
        try? await opened?.executeThenClose { inbound, outbound in
            try await client.setOption(.autoRead, value: true).get()
            if case .connection(let pieces)? = proxy.faultOfConnection() {
                guard try await send(pieces, outbound) else { return }
            }
            var wire = Wire(inbound)
            while let text = try await wire.head(), let head = RequestHead(text) {
                guard try await answer(head, &wire, outbound) else { return }
            }
        }
    }

    /// Answers one request; `false` when the connection is to end.
    private func answer(
        _ head: RequestHead, _ wire: inout Wire, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws -> Bool {
        let fault = proxy.fault(of: head)
        if case .early(let pieces, let count)? = fault {
            _ = try await wire.bytes(min(count, head.length))
            guard try await send(pieces, outbound) else { return false }
            _ = try await wire.bytes(head.length - min(count, head.length))
            return true
        }
        var body = try await wire.bytes(head.length)
        switch fault {
        case .instead(let make): return try await send(make(head), outbound)
        case .answer(let make): return try await send(make(head, try await asked(head, body)), outbound)
        case .sent(let change):
            change(head, &body)
            return try await send([.bytes(try await asked(head, body).wire)], outbound)
        case nil, .early, .connection: return try await send([.bytes(try await asked(head, body).wire)], outbound)
        }
    }

    /// What the service answers.
    private func asked(_ head: RequestHead, _ body: ByteBuffer) async throws -> Answer {
        let service = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 256 << 10))
            .connect(host: "127.0.0.1", port: proxy.upstream) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await service.executeThenClose { inbound, outbound in
            try await outbound.write(head.onward)
            if body.readableBytes > 0 { try await outbound.write(body) }
            var wire = Wire(inbound)
            var answer = try await wire.answer(to: head.method)
            answer.fields.set("Connection", nil)
            return answer
        }
    }

    /// Sends the pieces; `false` when the connection is to end.
    private func send(_ pieces: [Piece], _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws -> Bool {
        for piece in pieces {
            switch piece {
            case .bytes(let bytes): try await outbound.write(bytes)
            case .pause(let duration): try await Task.sleep(for: duration)
            case .endless(let bytes): while true { try await outbound.write(bytes) }
            case .hang: try await Task.sleep(for: .seconds(3600))
            case .close: return false
            case .reset:
                try await (client as? any SocketOptionProvider)?
                    .setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
                return false
            }
        }
        return true
    }
}
