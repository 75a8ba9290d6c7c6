import Foundation
import HostingTestSupport
import Logging
import PersistyChunk
import PersistyData
import PersistyDirectory
import PersistyTestSupport
import Synchronization

@testable import PersistyHosting

/// A server on loopback with a directory store `docs`, a chunk store `vault` and two stores in memory: `open`, which
/// everybody reads, and `short`, whose room a test says. They lie in a folder that goes with it.
struct RunningServer: Sendable {
    let port: Int
    let service: HostedService
    let address: HostedAddress
    let docs: any DataStore
    let vault: any DataStore
    let short: any DataStore
    let room: MovableRoom
    let log: RecordedLog
    let folder: String

    static let time = Timestamp(seconds: 1_800_000_000)

    /// Runs `body` beside a server whose clock stands still.
    static func with(
        limits: HostedLimits = HostedLimits(), origins: [String] = ["https://app.example"],
        uploadLimit: Int64 = 4 << 30, proxies: [String] = [],
        time: @escaping @Sendable () -> Timestamp = { RunningServer.time },
        in folder: String? = nil, socket: String? = nil,
        certificate: HostedCertificate? = nil,
        _ body: @Sendable @escaping (RunningServer) async throws -> Void
    ) async throws {
        let own = try folder ?? makeTemporaryDirectory()
        defer { if folder == nil { removeTemporaryDirectory(own) } }
        try FileManager.default.createDirectory(atPath: own + "/docs", withIntermediateDirectories: true)
        let docs = try DirectoryStore(name: "docs", root: own + "/docs")
        let vault = try ChunkStore(name: "vault", path: own + "/vault.sqlite")
        let room = MovableRoom()
        let short = ShortStore(store: MemoryStore(name: "short"), room: room)
        let address = address(uploadLimit)
        let log = RecordedLog()
        let service = try HostedService(
            [
                HostedStore(docs, name: "docs"), HostedStore(vault, name: "vault"),
                HostedStore(MemoryStore(name: "open"), name: "open", isPublic: true),
                HostedStore(short, name: "short"),
            ], at: address, keys: try TestTokens.keys(), ledger: own + "/links.sqlite",
            proxies: TrustedProxies(proxies) ?? .none, origins: origins, limits: limits, logger: log.logger,
            clock: time)
        let server =
            socket.map { HostedServer(service, socket: $0, logger: log.logger) }
            ?? HostedServer(service, port: 0, certificate: certificate, logger: log.logger)
        let (ports, told) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run { told.yield($0) } }
            group.addTask {
                guard let port = await ports.first(where: { _ in true }) else { return }
                try await body(
                    RunningServer(
                        port: port, service: service, address: address, docs: docs, vault: vault, short: short,
                        room: room, log: log, folder: own)
                )
            }
            // The one that ends first is the body, or a server that does not start.
            try await group.next()
            group.cancelAll()
            while true { do { guard try await group.next() != nil else { break } } catch is CancellationError {} }
        }
    }

    private static func address(_ uploadLimit: Int64) -> HostedAddress {
        var address = HostedAddress(publicURL: "https://srv-1.example")
        address.uploadLimit = uploadLimit
        return address
    }

    /// The target of a signed link: what follows the host.
    func target(_ link: Link, in store: String = "docs") async throws -> String {
        let signer = HostedLinkSigner(
            store: store, server: address, keys: try TestTokens.keys(), clock: { RunningServer.time })
        return try await target(signer.sign([link])[0].get().url)
    }

    /// The target of a form.
    func target(_ policy: UploadPolicy, in store: String = "docs") async throws -> String {
        let signer = HostedLinkSigner(
            store: store, server: address, keys: try TestTokens.keys(), clock: { RunningServer.time })
        return try await target(signer.form(policy).url)
    }

    private func target(_ url: String) -> String { String(url.dropFirst(address.publicURL.count)) }

    /// What the server answers to one request on a connection of its own.
    func request(
        _ method: String, _ target: String, _ headers: [(String, String)] = [], body: [UInt8]? = nil
    ) async throws -> RawAnswer {
        var text = "\(method) \(target) HTTP/1.1\r\nHost: srv-1.example\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if let body, !headers.contains(where: { ["content-length", "transfer-encoding"].contains($0.0.lowercased()) }) {
            text += "Content-Length: \(body.count)\r\n"
        }
        text += "\r\n"
        return try await raw(Array(text.utf8) + (body ?? []), toHead: method == "HEAD")
    }

    /// What the server answers to these bytes.
    func raw(_ bytes: [UInt8], toHead: Bool = false) async throws -> RawAnswer {
        try await onThread {
            let client = try RawClient(port: port)
            client.send(bytes)
            guard let answer = client.answer(toHead: toHead) else { throw RawClient.ConnectionFailed() }
            return answer
        }
    }
}

/// All lines of a log, for what must not be in it.
final class RecordedLog: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined(separator: "\n") } }

    var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(log: self) }
        logger.logLevel = .trace
        return logger
    }

    private struct Handler: LogHandler {
        let log: RecordedLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            log.lines.withLock { $0.append("\(event.message) \(metadata) \(event.metadata ?? [:])") }
        }
    }
}
