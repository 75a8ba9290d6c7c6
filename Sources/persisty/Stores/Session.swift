import Logging
import NIOPosix
import PersistyConfiguration
import PersistyData
import PersistyOpening
import TerminalUI

/// What a command works with, made once from its options.
struct Session: Sendable {
    let console: Console
    let configuration: Configuration
    let warnings: [ConfigurationWarning]
    let folders: UserFolders
    let stores: OpenStores
    let links: LinkFactories
    let logger: Logger
    /// What holds all transfers of the program back, if anything is to.
    let pacing: Pacing?

    /// Reads the configuration and opens nothing but the log. Without options all is as when none was given.
    ///
    /// - Parameters:
    ///   - command: What is begun, and with which places, for the log.
    /// - Throws: ``UsageError`` for a faulty configuration.
    init(
        _ options: GlobalOptions?, on console: Console, for command: String, _ places: [String] = [],
        opener: StoreOpener? = nil, threads: NIOThreadPool = .singleton
    ) async throws {
        let folders = UserFolders(environment: console.environment)
        let path = options?.config
        let level = options?.logLevel
        let (file, logger) = try await threads.runIfActive {
            let file: ConfigurationFile
            do {
                file = try ConfigurationFile.read(
                    path: path, environment: console.environment, currentDirectory: console.currentDirectory)
            } catch {
                throw UsageError(ShownText(error: error))
            }
            return (file, LogFile.logger(in: folders.programState, level: level?.level ?? file.configuration.log.level))
        }
        self.console = console
        self.folders = folders
        self.logger = logger
        configuration = file.configuration
        warnings = file.warnings
        pacing = configuration.transfer.rateLimit.map { Pacing(bytesPerSecond: $0) }
        stores = OpenStores(
            configuration.stores,
            opener: opener
                ?? .remembering(
                    in: folders.programState, environment: console.environment, home: folders.home,
                    logger: logger),
            home: folders.home,
            currentDirectory: console.currentDirectory, logger: logger)
        links = LinkFactories(stores, server: configuration.server)
        console.keepFailures(in: logger)
        logger.info(
            "began",
            metadata: [
                "version": "\(Persisty.version)", "command": "\(command)",
                "places": "\(places.joined(separator: " "))", "in": "\(console.currentDirectory)",
                "configuration": "\(configuration.file ?? "none")",
            ])
        for warning in warnings { logger.warning("configuration", metadata: ["says": "\(warning.description)"]) }
    }
}
