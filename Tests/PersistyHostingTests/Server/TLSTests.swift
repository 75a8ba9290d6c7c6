import Foundation
import HostingTestSupport
import NIOCore
import NIOPosix
import NIOSSL
import PersistyData
import PersistyTestSupport
import Testing

@testable import PersistyHosting

@Suite struct `A server with a certificate` {
    private static func file(_ name: String) throws -> [UInt8] {
        let tests = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let file = FileManager.default.contents(atPath: tests + "/PersistyS3FaultTests/Certificates/" + name)
        return [UInt8](try #require(file))
    }

    private static func certificate() throws -> HostedCertificate {
        try HostedCertificate(chain: file("right.pem"), key: file("key.pem"))
    }

    @Test(arguments: ["docs", "vault"])
    func `speaks TLS, sends whole items by it, and wants browsers to come back so`(store: String) async throws {
        try await RunningServer.with(certificate: try Self.certificate()) { server in
            let bytes = seededBytes(3_000_000)
            _ = try await server.store(store).write(DataKey("a"), DataReader(bytes), WriteOptions())
            let read = try await server.securely(
                "GET", try await server.target(Link(.get, DataKey("a")), in: store), .tlsv12)
            #expect(read.status == 200 && read.body == bytes)
            #expect(read.header("strict-transport-security") == "max-age=31536000")
            let upload = try await server.target(Link(.put, DataKey("new")), in: store)
            let written = try await server.securely("PUT", upload, .tlsv13, body: bytes)
            #expect(written.status == 201)
            #expect(try await server.store(store).read(DataKey("new"))?.size == Int64(bytes.count))
        }
    }

    @Test func `answers nobody who speaks less`() async throws {
        try await RunningServer.with(certificate: try Self.certificate()) { server in
            await #expect(throws: (any Error).self) { try await server.securely("GET", "/healthz", .tlsv11) }
            await #expect(throws: (any Error).self) { try await server.request("GET", "/healthz") }
            // Once it answers this, it has done with the others: a server that is cancelled between must not be left one.
            let last = try await server.securely("GET", "/healthz", .tlsv13)
            #expect(last.status == 200)
        }
    }

    @Test func `is not made of what is none, nor with another's key`() throws {
        let (chain, key) = (try Self.file("right.pem"), try Self.file("key.pem"))
        for (chain, key) in [(key, key), (chain, chain), ([], key), (chain, Array(key.dropLast(200)))] {
            #expect { try HostedCertificate(chain: chain, key: key) } throws: {
                ($0 as? DataError)?.code == .misconfigured
            }
        }
    }
}

extension RunningServer {
    /// What the server answers to one request by TLS of one version.
    fileprivate func securely(
        _ method: String, _ target: String, _ version: TLSVersion, body: [UInt8] = []
    ) async throws -> RawAnswer {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        (configuration.minimumTLSVersion, configuration.maximumTLSVersion) = (version, version)
        let context = try NIOSSLContext(configuration: configuration)
        let head =
            "\(method) \(target) HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: a/b\r\n"
            + (body.isEmpty ? "" : "Content-Length: \(body.count)\r\n") + "\r\n"
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let answer = loop.makePromise(of: [UInt8].self)
        do {
            _ = try await ClientBootstrap(group: loop).channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        NIOSSLClientHandler(context: context, serverHostname: nil),
                        WholeAnswer(to: ByteBuffer(bytes: Array(head.utf8) + body), answer),
                    ])
                }
            }.connect(host: "127.0.0.1", port: port).get()
        } catch {
            answer.fail(error)
        }
        let received = try await answer.futureResult.get()
        guard let end = received.firstRange(of: Array("\r\n\r\n".utf8)) else { throw RawClient.ConnectionFailed() }
        var whole = RawAnswer(head: Array(received[..<end.upperBound]))
        whole.body = Array(received[end.upperBound...])
        return whole
    }
}

/// Sends a request, and keeps all that comes until the other side closes.
private final class WholeAnswer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let request: ByteBuffer
    private let answer: EventLoopPromise<[UInt8]>
    private var received: [UInt8] = []

    init(to request: ByteBuffer, _ answer: EventLoopPromise<[UInt8]>) {
        self.request = request
        self.answer = answer
    }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(request), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += unwrapInboundIn(data).readableBytesView
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        answer.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { answer.succeed(received) }
}
