internal import Glibc
internal import NcursesTerminal
internal import TerminalUI

/// Takes a terminal, says that it is ready, and ends as its first argument says once it is told to.
@main struct TerminalProbe {
    static func main() async throws {
        let mode = CommandLine.arguments.dropFirst().first ?? "quit"
        let result = await withTerminalThread { try run(mode) }
        try result.get()
    }

    static func run(_ mode: String) throws {
        var terminal = try Terminal(environment: ["TERM": "xterm-256color"])
        let theme = try Theme.resolve([ThemeDefinition(slug: "probe")], depth: terminal.colorDepth).theme
        while true {
            var cells = CellBuffer(size: terminal.size)
            cells.draw(
                "ready \(terminal.size.columns)x\(terminal.size.rows)", at: Point(column: 0, row: 0), role: .text)
            terminal.show(cells, cursor: nil, theme: theme)
            let events = terminal.wait()
            if events.isClosed || events.signals.contains(where: { $0 != .suspend }) { return }
            if events.signals.contains(.suspend) { terminal.suspend() }
            for input in events.inputs {
                switch input {
                case .key(.character("q")): return
                case .key(.character("z")): terminal.suspend()
                case .key(.character("c")): crash(mode)
                default: continue
                }
            }
        }
    }

    static func crash(_ mode: String) {
        switch mode {
        case "abort": abort()
        case "segv": kill(getpid(), SIGSEGV)
        default: preconditionFailure("asked for")
        }
    }
}
