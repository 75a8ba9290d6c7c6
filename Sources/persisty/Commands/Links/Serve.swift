import ArgumentParser
import Dispatch
import Glibc
import Logging
import NIOPosix
import PersistyConfiguration
import PersistyData
import PersistyHosting
import PersistyOpening
import TerminalUI

/// `persisty serve`
struct Serve: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the signed links of stores.",
        discussion: """
            Serves what “persisty url” and “persisty form” sign, as [server] in the configuration says: of all stores but \
            buckets, whose services honour links themselves, or of those that are named. SIGTERM and Ctrl-C end it when \
            what is under way has ended, at most half a minute later; SIGHUP has it read its keys anew.
            """)

    @Argument(help: ArgumentHelp("The names of stores.", valueName: "store")) var stores: [String] = []
    @OptionGroup(title: "Everywhere") var options: GlobalOptions

    func run(on console: Console) async throws {
        let session = try await Session(options, on: console, for: "serve", stores)
        guard let server = session.configuration.server else {
            throw UsageError(
                "No server is set up. Make a key by “persisty keys new k1”, which says what to write into the configuration."
            )
        }
        let hosted = try await served(session)
        guard !hosted.isEmpty else {
            throw UsageError("There is no store to serve; buckets serve their links themselves.")
        }
        let state = session.folders.programState
        let (service, running) = try await NIOThreadPool.singleton.runIfActive {
            _ = PrivateFolder.make(state)
            let service = try HostedService(
                hosted, as: server, keys: SigningKeys(server), ledger: ServerConfiguration.ledger(in: state),
                logger: session.logger)
            return (service, try HostedServer(service, as: server, logger: session.logger))
        }
        let reloads = reloading(service, session)
        defer { reloads.cancel() }
        let names = hosted.map { ShownText($0.name) }.joined(separator: ", ")
        try await running.run(endsOnSignals: true) { port in
            let place = server.socket.map { ShownText("socket ") + ShownText($0) } ?? "port \(port)"
            await console.say("Serving \(names) at \(ShownText(server.address)), on \(place).")
        }
    }

    private func served(_ session: Session) async throws -> [HostedStore] {
        let all = session.configuration.stores
        let wanted = try stores.isEmpty ? all : stores.map { try session.stores.configuration(of: $0) }
        var hosted: [HostedStore] = []
        for store in wanted {
            let opened = try await session.stores.opened(store)
            // Its own service honours its links.
            guard opened.signer == nil else { continue }
            hosted.append(HostedStore(opened.store, name: store.name, isPublic: store.isPublic))
        }
        return hosted
    }

    /// Has the keys read anew at each SIGHUP. Faulty ones change nothing.
    private func reloading(_ service: HostedService, _ session: Session) -> any DispatchSourceSignal {
        let (path, environment) = (options.config, session.console.environment)
        let (folder, logger) = (session.console.currentDirectory, session.logger)
        signal(SIGHUP, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .global())
        source.setEventHandler {
            do {
                let file = try ConfigurationFile.read(path: path, environment: environment, currentDirectory: folder)
                guard let server = file.configuration.server else { return }
                service.use(try SigningKeys(server))
                logger.info("keys were read anew")
            } catch {
                logger.error("keys stay as they are", metadata: ["error": "\(error)"])
            }
        }
        source.resume()
        return source
    }
}
