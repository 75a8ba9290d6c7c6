import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import PersistyData
import PersistyS3
import Synchronization

/// A service on this machine that answers as a test has it answer.
final class LoopbackService: Sendable {
    typealias Answering = @Sendable (HTTPRequestHead, String) -> (status: Int, body: String)

    let channel: any Channel
    private let received = Mutex<[HTTPRequestHead]>([])

    /// The requests so far.
    var heads: [HTTPRequestHead] { received.withLock(\.self) }

    var port: Int { channel.localAddress?.port ?? 0 }

    /// Gives `body` a service, and ends it.
    static func run(answering: @escaping Answering, _ body: (LoopbackService) async throws -> Void) async throws {
        let box = Box()
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(box: box, answering: answering))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let service = LoopbackService(channel)
        box.service.withLock { $0 = service }
        do { try await body(service) } catch {
            try? await channel.close()
            throw error
        }
        try await channel.close()
    }

    private init(_ channel: any Channel) { self.channel = channel }

    private final class Box: Sendable {
        let service = Mutex<LoopbackService?>(nil)
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let box: Box
        private let answering: Answering
        private var head: HTTPRequestHead?
        private var body = ""

        init(box: Box, answering: @escaping Answering) {
            self.box = box
            self.answering = answering
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): (self.head, body) = (head, "")
            case .body(let buffer): body += String(buffer: buffer)
            case .end:
                guard let head else { return }
                box.service.withLock { $0?.received.withLock { $0.append(head) } }
                let answer = answering(head, body)
                let headers: HTTPHeaders = [
                    "content-length": "\(answer.body.utf8.count)", "location": "http://127.0.0.1:1/",
                ]
                let status = HTTPResponseStatus(statusCode: answer.status)
                context.write(
                    wrapOutboundOut(.head(.init(version: .http1_1, status: status, headers: headers))), promise: nil)
                context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: answer.body)))), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }
    }
}

extension CredentialMeans {
    /// Means that really ask.
    static func asking(_ environment: [String: String], home: String, client: HTTPClient) -> CredentialMeans {
        CredentialMeans(environment: environment, home: home, now: { CredentialScene.noon }) {
            request async throws(DataError) in
            do {
                var sent = HTTPClientRequest(url: request.url)
                sent.method = .init(rawValue: request.method)
                sent.headers = HTTPHeaders(request.headers.map { ($0.name, $0.value) })
                if !request.body.isEmpty { sent.body = .bytes(request.body) }
                let nanoseconds = Int64(request.timeout / .nanoseconds(1))
                let answer = try await client.execute(sent, timeout: .nanoseconds(nanoseconds))
                let body = try await answer.body.collect(upTo: CredentialAnswer.greatestBody)
                return CredentialAnswer(
                    status: Int(answer.status.code),
                    headers: answer.headers.map { .init($0.name.lowercased(), $0.value) },
                    body: Array(buffer: body))
            } catch { throw DataError(.unavailable, "The service does not answer.") }
        }
    }
}
