import Glibc
import Testing

/// A terminal inside tmux, on a server of its own, driven by keys and read as text.
final class Tmux {
    // Kept until the server is ended: its socket is in the scene's folder.
    private let scene: Scene
    private let environment: [String: String]
    private let name: String
    private static let patience = 20

    init(_ scene: Scene, columns: Int, rows: Int, command: String? = nil) throws {
        var environment = scene.plainEnvironment
        environment["TMUX_TMPDIR"] = scene.path
        environment["TERM"] = "xterm-256color"
        self.scene = scene
        self.environment = environment
        name = "p\(getpid())"
        let program = command ?? "'\(Spawned.persisty)'"
        try tmux(
            "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "-c", scene.path + "/work",
            "\(program); echo ended with $?; exec sleep 1000")
        try tmux("set-option", "-g", "status", "off")
        try tmux("resize-window", "-x", "\(columns)", "-y", "\(rows)")
    }

    deinit { _ = try? tmux("kill-server") }

    @discardableResult
    func tmux(_ arguments: String...) throws -> String {
        let run = try Spawned.run(["tmux", "-L", name, "-f", "/dev/null"] + arguments, environment: environment)
        guard run.status == 0 else { throw Spawned.Failed(description: "tmux \(arguments): \(run.output)") }
        return run.output
    }

    /// Keys by tmux's names.
    func keys(_ keys: String...) throws {
        for key in keys { try tmux("send-keys", key) }
    }

    func type(_ text: String) throws { try tmux("send-keys", "-l", text) }

    /// Bytes as a terminal would send them.
    func send(_ bytes: String) throws {
        let run = try Spawned.run(
            ["tmux", "-L", name, "-f", "/dev/null", "send-keys", "-H"] + bytes.utf8.map { String($0, radix: 16) },
            environment: environment)
        guard run.status == 0 else { throw Spawned.Failed(description: run.output) }
    }

    var screen: String { (try? tmux("capture-pane", "-p")) ?? "" }

    /// The number of the screen's line that holds the text, from 0.
    func line(of text: String) -> Int? {
        screen.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains(text) }
    }

    /// Looks at the screen until something is so.
    @discardableResult
    func wait(
        for what: String, location: SourceLocation = #_sourceLocation, until isSo: (String) -> Bool
    ) -> String {
        let start = ContinuousClock.now
        var screen = screen
        while !isSo(screen) {
            guard start.duration(to: .now) < .seconds(Self.patience) else {
                Issue.record("\(what) did not come; the screen is:\n\(screen)", sourceLocation: location)
                break
            }
            poll(nil, 0, 15)
            screen = self.screen
        }
        return screen
    }

    @discardableResult
    func wait(for text: String, location: SourceLocation = #_sourceLocation) -> String {
        wait(for: "“\(text)”", location: location) { $0.contains(text) }
    }
}
