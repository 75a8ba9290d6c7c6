import ArgumentParser
import Glibc
import NIOPosix
import PersistyConfiguration
import PersistyData
import TerminalUI

/// `persisty keys list`
struct KeysList: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the keys of the configuration, and what is wrong with their files.",
        discussion: """
            Writes id, status, when the file was made, the file, and why it cannot be used; never anything of the key \
            itself. With --json one object a line: id, status, modified, file, problem.
            """)

    @Flag(help: "Write one JSON object a line.") var json = false
    @OptionGroup(title: "Everywhere") var options: GlobalOptions

    func run(on console: Console) async throws {
        let settings = try await KeySettings(options, console)
        let keys = settings.keys
        let width = keys.map(\.id.utf8.count).max() ?? 0
        for key in keys {
            let (time, problem) = try await NIOThreadPool.singleton.runIfActive {
                (Self.modified(key.file), Self.problem(key.file))
            }
            if json {
                var line = JSONLine()
                line.field("id", key.id)
                line.field("status", key.status.rawValue)
                line.field("modified", time?.rfc3339)
                line.field("file", key.file)
                line.field("problem", problem?.text)
                try await console.out.write(line.line)
            } else {
                let time = ShownText(time?.rfc3339 ?? "—").padded(to: 20)
                try await console.out.write(
                    "\(ShownText(key.id).padded(to: width))  \(ShownText(key.status.rawValue).padded(to: 7))  \(time)  \(key.file)"
                        + (problem.map { "  unusable: " + $0 } ?? ""))
            }
        }
        if keys.isEmpty { await console.say("There are no keys. “persisty keys new k1” makes one.") }
    }

    /// In whole seconds.
    private static func modified(_ path: String) -> Timestamp? {
        var status = stat()
        return stat(path, &status) == 0 ? Timestamp(seconds: Int64(status.st_mtim.tv_sec)) : nil
    }

    private static func problem(_ path: String) -> ShownText? {
        do throws(ConfigurationError) {
            _ = try KeyFile.read(path)
            return nil
        } catch {
            return ShownText([error.message, error.hint].compactMap(\.self).joined(separator: " "))
        }
    }
}
