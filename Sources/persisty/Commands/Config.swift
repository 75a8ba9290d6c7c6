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
            _ = try Keymap.browser(session.configuration)
            var warnings = session.warnings.map { ShownText($0.description) }
            warnings += await themeWarnings(session)
            for warning in warnings { await console.say("warning: \(warning)") }
            let stores = ShownText.count(session.configuration.stores.count, "store", "stores")
            guard let file = session.configuration.file else {
                return try await console.out.write(
                    "There is no configuration at \(session.folders.configurationFile); \(stores) without one.")
            }
            let verdict: ShownText =
                warnings.isEmpty
                ? "nothing is wrong" : "it can be used, with \(ShownText.count(warnings.count, "warning", "warnings"))"
            try await console.out.write("\(file): \(verdict); \(stores).")
        }

        /// A theme that cannot be used does not keep the program from starting, so that it is a warning.
        private func themeWarnings(_ session: Session) async -> [ShownText] {
            let library = ThemeLibrary(folder: session.folders.themes)
            let name = session.configuration.ui.theme
            do {
                let warnings = try await NIOThreadPool.singleton.runIfActive {
                    try library.load(name, depth: .direct).warnings
                }
                return warnings.map { "theme \(name): \($0.description)" }
            } catch {
                return ["theme \(name): " + ShownText(error: error)]
            }
        }
    }
}
