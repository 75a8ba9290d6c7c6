import Browser
import Glibc
import Logging
import NIOCore
import NIOPosix
import PersistyConfiguration
import PersistyData
import PersistyHosting
import PersistyOpening

/// Honours the links of the browser for as long as it runs, where no other server does: to stores without a service of their
/// own, on this machine.
///
/// With a `[server]` whose addresses are of this machine it is that server, unless “persisty serve” runs already: its links
/// outlive the browser. Without one it has a key that nobody else knows, and its links end with the browser.
actor BrowserServer {
    private let configuration: ServerConfiguration?
    private let state: String
    private let logger: Logger
    /// The stores of the configuration that are open.
    private let open: @Sendable () async -> [(StoreConfiguration, any DataStore)]
    private var beginning: Task<Result<Serving, DataError>, Never>?
    /// What links call the stores that no configuration names.
    private var names: [StoreID: String] = [:]

    /// What honours links.
    private struct Serving: Sendable {
        let address: HostedAddress
        let keys: SigningKeys
        /// `nil` where another program serves.
        var here: (service: HostedService, running: Task<Void, Never>)?
    }

    /// - Parameters:
    ///   - configuration: A server whose addresses are of this machine; `nil` where none is set up.
    ///   - open: The stores of the configuration that are open. The server that is set up serves all of them, since links
    ///     to them may have been signed before.
    init(
        _ configuration: ServerConfiguration?, state: String, logger: Logger = .silent,
        open: @escaping @Sendable () async -> [(StoreConfiguration, any DataStore)] = { [] }
    ) {
        self.open = open
        self.configuration = configuration
        self.state = state
        self.logger = logger
    }

    /// Who signs links to `store`, which is served from here on.
    ///
    /// - Parameter configuration: How it was set up; `nil` for a folder that was gone to by its path.
    func factory(
        of entry: StoreEntry, _ store: any DataStore, _ configuration: StoreConfiguration?, among all: [StoreEntry]
    ) async throws(DataError) -> LinkFactory {
        let serving = try await serving()
        guard serving.here != nil || configuration != nil else {
            throw .unsupported(
                "“persisty serve” runs, which knows the stores of the configuration alone.",
                hint: "Add this folder there as a [[store]], or stop the server: then the browser is it.",
                store: entry.name)
        }
        let name = configuration?.name ?? name(of: entry, among: all)
        let isPublic = configuration?.isPublic ?? false
        serving.here?.service.serve(HostedStore(store, name: name, isPublic: isPublic))
        let signer = HostedLinkSigner(store: name, server: serving.address, keys: serving.keys)
        return LinkFactory(
            OpenedStore(store, signer: signer), access: configuration?.access ?? .full, isLocal: true,
            isServedHere: serving.here != nil, open: isPublic ? serving.address : nil)
    }

    /// Stops serving; what is under way is broken off, and leaves nothing.
    func end() async {
        guard case .success(let serving)? = await beginning?.value, let here = serving.here else { return }
        here.running.cancel()
        await here.running.value
    }

    /// A name that no other store has in links.
    private func name(of entry: StoreEntry, among all: [StoreEntry]) -> String {
        if let name = names[entry.id] { return name }
        let base = entry.name.utf8.allSatisfy { $0 == UInt8(ascii: "/") } ? "root" : entry.name
        let taken = Set(all.filter { $0.id != entry.id && $0.origin != .path }.map(\.name) + names.values)
        let name = ([base] + (2...(taken.count + 2)).map { "\(base)-\($0)" }).first { !taken.contains($0) } ?? base
        names[entry.id] = name
        return name
    }

    private func serving() async throws(DataError) -> Serving {
        let task = beginning ?? Task { await self.begun() }
        beginning = task
        let result = await task.value
        // What failed is tried again the next time.
        if case .failure = result, beginning == task { beginning = nil }
        return try result.get()
    }

    private func begun() async -> Result<Serving, DataError> {
        do throws(DataError) {
            guard let configuration else { return .success(try await ownServing()) }
            return .success(try await serving(as: configuration))
        } catch {
            return .failure(error)
        }
    }

    /// The server that is set up.
    private func serving(as configuration: ServerConfiguration) async throws(DataError) -> Serving {
        let links = try await HostedLinks(configuration)
        var serving = Serving(address: links.address, keys: links.keys)
        let stores = await open().map { HostedStore($1, name: $0.name, isPublic: $0.isPublic) }
        do {
            let (service, server) = try await NIOThreadPool.singleton.runIfActive { [state, limits, logger] in
                _ = PrivateFolder.make(state)
                let service = try HostedService(
                    stores, as: configuration, keys: links.keys, ledger: ServerConfiguration.ledger(in: state),
                    limits: limits, logger: logger)
                return (service, try HostedServer(service, as: configuration, logger: logger))
            }
            serving.here = try await run(server).map { (service, $0) }
        } catch let error as DataError {
            guard error.code == .unavailable else { throw error }
            // Who has the ledger honours the links.
            logger.info("links are served by another program", metadata: ["says": "\(error.message)"])
            return serving
        } catch {
            throw DataError(error)
        }
        guard serving.here != nil else {
            throw DataError(
                .unavailable, "Links are to be served on port \(configuration.port), which another program has.",
                hint: "Stop that one, or set another port in [server].", reason: "link.port")
        }
        return serving
    }

    /// A server of this run alone, at the port that links of this machine usually have, so that who forwards that port
    /// reaches it; another browser may have it already.
    private func ownServing() async throws(DataError) -> Serving {
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<SigningKeys.leastBytes).map { _ in UInt8.random(in: 0...255, using: &random) }
        guard let key = SigningKeys.Key(id: "browser", status: .signing, bytes: bytes), let keys = SigningKeys([key])
        else { throw DataError(.other, "No key could be made to sign links with.") }
        let host = "127.0.0.1"
        for port in Self.ports {
            let address = HostedAddress(publicURL: "http://\(host):\(port)")
            let service = try HostedService(
                [], at: address, keys: keys, ledger: nil, limits: limits, logger: logger)
            if let running = try await run(HostedServer(service, host: host, port: port, logger: logger)) {
                return Serving(address: address, keys: keys, here: (service, running))
            }
        }
        throw DataError(
            .unavailable,
            "No port from \(Self.ports.lowerBound) to \(Self.ports.upperBound - 1) is free to serve links on.",
            hint: "Set up a [server] with another port.", reason: "link.port")
    }

    private static let ports = 8899..<8931

    /// Who quits does not wait for others.
    private var limits: HostedLimits {
        var limits = HostedLimits()
        limits.drainTime = .seconds(2)
        return limits
    }

    /// Serves until the task is cancelled; `nil` when another program has the port.
    private func run(_ server: HostedServer) async throws(DataError) -> Task<Void, Never>? {
        let (states, state) = AsyncThrowingStream<Void, any Error>.makeStream()
        let running = Task { [logger] in
            do {
                try await server.run { _ in state.yield() }
                state.finish()
            } catch {
                logger.warning("links are not served there", metadata: ["error": "\(error)"])
                state.finish(throwing: error)
            }
        }
        do {
            for try await _ in states { return running }
            return nil
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            return nil
        } catch {
            throw DataError(error)
        }
    }
}
