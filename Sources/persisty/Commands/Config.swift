import ArgumentParser
import NIOPosix
import PersistyConfiguration
import TerminalUI

/// `persisty config`
struct Config: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Look at the configuration.", subcommands: [Check.self])

    /// `persisty config check`
    struct Check: ConsoleCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Check the configuration and its theme, and open nothing.",
            discussion: "Exits with 2 and one sentence for the first fault.")

        @OptionGroup(title: "Everywhere") var options: GlobalOptions

        func run(on console: Console) async throws {
            let session = try await Session(options, on: console, for: "config check")
            for warning in session.warnings { await console.say("warning: \(warning.description)") }
            _ = try keymap(session.configuration.ui)
            await checkTheme(session)
            let stores = ShownText.count(session.configuration.stores.count, "store", "stores")
            guard let file = session.configuration.file else {
                return try await console.out.write(
                    "There is no configuration at \(session.folders.configurationFile); \(stores) without one.")
            }
            try await console.out.write("\(file): nothing is wrong; \(stores).")
        }

        /// A theme that cannot be used does not keep the program from starting, so that it is a warning.
        private func checkTheme(_ session: Session) async {
            let library = ThemeLibrary(folder: session.folders.themes)
            let name = session.configuration.ui.theme
            do {
                let warnings = try await NIOThreadPool.singleton.runIfActive {
                    try library.load(name, depth: .direct).warnings
                }
                for warning in warnings { await session.console.say("warning: theme \(name): \(warning.description)") }
            } catch {
                await session.console.say("warning: theme \(name): " + ShownText(error: error))
            }
        }
    }
}
