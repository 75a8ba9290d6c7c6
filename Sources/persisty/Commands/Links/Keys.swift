import ArgumentParser
import NIOPosix
import PersistyConfiguration
import TerminalUI

/// `persisty keys`
struct Keys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Make, change and look at the keys that a server signs links with.",
        discussion: """
            A key is made as “next”, becomes “signing” once all servers know it, and then “verify” until the last link \
            that it signed has ended. What to write into the configuration is printed; it is never changed by itself.
            """,
        subcommands: [KeysNew.self, KeysRotate.self, KeysList.self])
}

/// What a configuration says of keys, whatever is wrong with their files.
struct KeySettings: Sendable {
    let server: ServerConfiguration?
    /// Whether there is a `[server]`, if only without keys.
    let hasServer: Bool
    /// Where the configuration is, or would be.
    let file: String

    var keys: [ServerConfiguration.Key] { server?.keys ?? [] }
    /// What paths in it are relative to.
    var folder: String { String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)]) }

    /// - Throws: ``UsageError`` for a faulty configuration.
    init(_ options: GlobalOptions, _ console: Console, threads: NIOThreadPool = .singleton) async throws {
        let path = options.config
        let folders = UserFolders(environment: console.environment)
        file =
            path.map { $0.hasPrefix("/") ? $0 : console.currentDirectory + "/" + $0 } ?? folders.configurationFile
        (server, hasServer) = try await threads.runIfActive {
            do throws(ConfigurationError) {
                let read = try ConfigurationFile.read(
                    path: path, environment: console.environment, currentDirectory: console.currentDirectory,
                    checksKeyFiles: false)
                return (read.configuration.server, read.configuration.server != nil)
            } catch {
                // A server without keys is one that is being set up.
                if error.code == .missing, error.field == "server.keys" { return (nil, true) }
                throw UsageError(ShownText(error: error))
            }
        }
    }

    /// What to write into the configuration.
    func advice(_ keys: [ServerConfiguration.Key]) -> [String] {
        (hasServer ? [] : ["[server]"]) + [keys.line(in: folder)]
    }
}
