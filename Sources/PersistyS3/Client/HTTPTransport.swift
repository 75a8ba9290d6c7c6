import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
package import PersistyData
import Synchronization

/// Carries requests over kept connections. HTTP/1.1 only: many connections are what S3 is fastest over.
package final class HTTPTransport: Sendable {
    /// The most connections to one host.
    package static let mostConnections = 256

    /// How many times as long as a connection may stand still a head, and a body that is held whole, may take to come: ten
    /// minutes by default, as a service takes minutes to make an item of parts, and sends blanks meanwhile
    /// ("CompleteMultipartUpload", Amazon S3 API Reference).
    private static let patience: Int64 = 20

    private let client: HTTPClient
    private let loopback: LoopbackClients
    private let stall: TimeAmount

    /// The transports in use. They live as long as the program, and so do their connections' pools.
    private static let all = Mutex<[TransportOptions: HTTPTransport]>([:])

    /// The transport of these options; the same one each time.
    ///
    /// - Throws: ``DataError/Code/misconfigured`` for a file of certificates that cannot be read.
    package static func shared(_ options: TransportOptions) throws(DataError) -> HTTPTransport {
        try all.withLock { (all) throws(DataError) in
            if let known = all[options] { return known }
            let made = try HTTPTransport(options)
            all[options] = made
            return made
        }
    }

    private init(_ options: TransportOptions) throws(DataError) {
        stall = TimeAmount(options.stall)
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let file = options.caFile {
            do {
                tls.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(file))]
            } catch {
                throw DataError(
                    .misconfigured, "The certificates in “\(file.shownInSentence())” cannot be read.",
                    hint: "ca_file names a file of certificates in PEM form.", reason: "s3.ca_file")
            }
        }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(
                connect: TimeAmount(options.connect), read: TimeAmount(options.stall)),
            connectionPool: .init(
                idleTimeout: TimeAmount(options.idle),
                concurrentHTTP1ConnectionsPerHostSoftLimit: Self.mostConnections),
            proxy: options.proxy.map { proxy in
                .server(
                    host: proxy.host, port: proxy.port,
                    authorization: proxy.user.map { .basic(username: $0, password: proxy.password ?? "") })
            },
            decompression: .disabled)
        configuration.httpVersion = .http1Only
        // A failed connection is ours to try again, with its own budget and its own sentence.
        configuration.connectionPool.retryConnectionEstablishment = false
        // Greater buffers than the default: an item of gigabytes is then some thousands of wake-ups.
        configuration.http1_1ConnectionDebugInitializer = { channel in
            channel.setOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(minimum: 2 << 10, initial: 16 << 10, maximum: 512 << 10))
        }
        client = HTTPClient(
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton), configuration: configuration)
        loopback = LoopbackClients(configuration)
    }

    /// Sends one request and gives the head of its answer, and its body as it comes.
    ///
    /// - Parameters:
    ///   - url: As it is sent, byte for byte.
    ///   - headers: All that is sent but the length of the body.
    package func send(
        _ method: String, url: String, headers: [SignableRequest.Header], body: S3Body
    ) async throws(AttemptError) -> S3Stream {
        var request = HTTPClientRequest(url: url)
        request.method = HTTPMethod(rawValue: method)
        for header in headers { request.headers.add(name: header.name, value: header.value) }
        let watch = SendingWatch(stall)
        if body.count > SendingWatch.watched {
            request.body = .stream(BodyBuffers(body.buffers, watch), length: .known(Int64(body.count)))
        } else if body.count > 0 {
            request.body = .bytes(
                body.buffers.dropFirst().reduce(into: body.buffers[0]) { $0.writeImmutableBuffer($1) })
        }
        let client = loopback.client(for: url) ?? client
        let response: HTTPClientResponse
        let sent = body.count
        do {
            // The head alone has this long, or what comes byte by byte, or says 100 again and again, would never end:
            // a multiple of what may pass without a byte, and for what is sent a second every 8 KiB. So has a body after it
            // that is held whole; an item's may take as long as it does not stand still.
            let limit = stall * Self.patience + .seconds(Int64(sent >> 13))
            if sent > SendingWatch.watched {
                response = try await watch.during { [request] in
                    try await client.execute(request, timeout: limit)
                }
            } else {
                response = try await client.execute(request, timeout: limit)
            }
        } catch {
            throw AttemptError(sending: error)
        }
        var found: [String: String] = [:]
        for (name, value) in response.headers where found[name.lowercased()] == nil {
            found[name.lowercased()] = value
        }
        let body = BodyReader(response.body)
        let head = S3Answer(status: Int(response.status.code), headers: found)
        return S3Stream(head: head, patience: .nanoseconds(stall.nanoseconds * Self.patience)) {
            () throws(AttemptError) in try await body.next()
        }
    }
}

extension HTTPTransport {
    /// Sends a request for credentials, and gives the whole answer.
    package func exchange(_ request: CredentialRequest) async throws(DataError) -> CredentialAnswer {
        let address = request.address
        let host = address.host.contains(":") ? "[\(address.host)]" : address.host
        let url = "\(address.scheme.rawValue)://\(host):\(address.port)\(request.path)"
        return try await within(request.timeout, host: address.host) { () throws(AttemptError) in
            let stream = try await self.send(
                request.method, url: url, headers: request.headers, body: S3Body(request.body))
            let body = try await stream.body(upTo: CredentialAnswer.greatestBody, isWanted: true)
            return CredentialAnswer(
                status: stream.head.status, headers: stream.head.headers.map { .init($0.key, $0.value) }, body: body)
        }
    }

    /// What `body` gives, unless it takes longer than `limit`.
    private func within<Value: Sendable>(
        _ limit: Duration, host: String, _ body: @escaping @Sendable () async throws(AttemptError) -> Value
    ) async throws(DataError) -> Value {
        let result = await withTaskGroup(of: Result<Value, AttemptError>?.self) { group in
            group.addTask {
                do throws(AttemptError) { return .success(try await body()) } catch { return .failure(error) }
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        guard !Task.isCancelled else { throw .cancelled() }
        do throws(AttemptError) {
            guard let result else { throw AttemptError(.timedOut) }
            return try result.get()
        } catch {
            throw error.dataError(host: host)
        }
    }
}

/// The one pass over the body of an answer.
private actor BodyReader {
    private var iterator: HTTPClientResponse.Body.AsyncIterator?

    init(_ body: HTTPClientResponse.Body) { iterator = body.makeAsyncIterator() }

    func next() async throws(AttemptError) -> ByteBuffer? {
        // Taken out while it is waited on: an actor lets others in meanwhile.
        guard var mine = iterator else { throw AttemptError(.malformed, "the body is read by two at once") }
        iterator = nil
        do {
            let buffer = try await mine.next(isolation: self)
            iterator = mine
            return buffer
        } catch {
            throw AttemptError(sending: error)
        }
    }
}
