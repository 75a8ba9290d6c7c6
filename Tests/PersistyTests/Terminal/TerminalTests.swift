import Foundation
import PersistyData
import Testing

@testable import persisty

/// The built program in a real terminal, driven as a person would.
@Suite(.serialized) struct `The program in a terminal` {
    private static let content = "the bytes that must arrive\n"

    private func scene() throws -> Scene {
        let scene = try Scene()
        try scene.file("work/alpha.txt", "alpha\n")
        try scene.file("work/report.csv", Self.content)
        return scene
    }

    private var etag: String {
        var hasher = DigestHasher(.md5)
        Array(Self.content.utf8).withUnsafeBytes { hasher.update($0) }
        return ETag(hasher.finish()).value
    }

    private func expectCopied(_ scene: Scene) throws {
        #expect(try scene.program("cat", "vault:report.csv").output == Self.content)
        let verified = try scene.program("verify", "vault:")
        #expect(verified.status == 0, "\(verified.output)")
        #expect(FileManager.default.fileExists(atPath: scene.path + "/data/persisty/vault.sqlite"))
    }

    @Test(arguments: [(120, 36), (80, 24)])
    func `copies with F5, the sheet and Enter, and the same ETag arrives`(columns: Int, rows: Int) throws {
        let scene = try scene()
        let tmux = try Tmux(scene, columns: columns, rows: rows)
        let shown = String(etag.prefix(columns == 120 ? 8 : 0))
        tmux.wait(for: "sizes and ETags") {
            $0.contains("report.csv") && $0.contains("27 B") && (shown.isEmpty || $0.contains(shown))
        }
        #expect(tmux.screen.contains("? lists all keys"))
        try tmux.type("jj")
        try tmux.keys("F5")
        tmux.wait(for: "nothing is done")
        #expect(tmux.screen.contains("1 item, 27 B"))
        try tmux.keys("Enter")
        tmux.wait(for: "Copied 1 item to vault")
        tmux.wait(for: "the item in both panes with one ETag") { screen in
            let times = { (text: String) in screen.components(separatedBy: text).count - 1 }
            return times("report.csv") == 2 && (shown.isEmpty || times(shown) == 2)
        }
        try tmux.type("q")
        tmux.wait(for: "ended with 0")
        try expectCopied(scene)
    }

    @Test func `copies by dragging a row from pane to pane`() throws {
        let scene = try scene()
        let tmux = try Tmux(scene, columns: 120, rows: 36)
        tmux.wait(for: "report.csv")
        let row = try #require(tmux.line(of: "report.csv")) + 1
        try tmux.send("\u{1b}[<0;10;\(row)M")
        try tmux.send("\u{1b}[<32;60;\(row + 3)M\u{1b}[<32;90;8M")
        tmux.wait(for: "Copy 1 row")
        try tmux.send("\u{1b}[<0;90;8m")
        tmux.wait(for: "nothing is done")
        try tmux.keys("Enter")
        tmux.wait(for: "Copied 1 item to vault")
        try tmux.type("q")
        tmux.wait(for: "ended with 0")
        try expectCopied(scene)
    }

    @Test func `takes a paste for no keys`() throws {
        let scene = try scene()
        let tmux = try Tmux(scene, columns: 80, rows: 24)
        tmux.wait(for: "report.csv")
        try tmux.send("\u{1b}[200~dy\rq\u{3}\u{1b}[201~")
        tmux.wait(for: "A paste is taken only where text is asked for")
        #expect(scene.text("work/alpha.txt") == "alpha\n")
    }

    @Test func `is suspended by ^Z in a shell, and comes back with fg`() throws {
        let scene = try scene()
        let tmux = try Tmux(scene, columns: 80, rows: 24, command: "env PS1=prompt: bash --norc --noprofile -i")
        tmux.wait(for: "prompt:")
        try tmux.type("stty -a > before; '\(Spawned.persisty)'\n")
        tmux.wait(for: "report.csv")
        try tmux.keys("C-z")
        tmux.wait(for: "Stopped")
        try tmux.type("stty -a > while; fg\n")
        tmux.wait(for: "the browser again") { $0.contains("report.csv") && !$0.contains("Stopped") }
        try tmux.type("q")
        // What is typed before the browser has given the terminal back is nobody's.
        tmux.wait(for: "the shell again") { $0.split(whereSeparator: \.isWhitespace).last == "prompt:" }
        try tmux.type("stty -a > after; echo all do''ne\n")
        tmux.wait(for: "all done")
        #expect(scene.text("work/before") != nil)
        #expect(scene.text("work/while") == scene.text("work/before"))
        #expect(scene.text("work/after") == scene.text("work/before"))
    }

    @Test func `lives through a hundred resizes while it lists twenty thousand files`() throws {
        let scene = try scene()
        for number in 0..<20_000 {
            close(open(scene.path + "/work/file-\(number)", O_CREAT | O_WRONLY, 0o600))
        }
        let tmux = try Tmux(scene, columns: 120, rows: 36)
        for number in 0..<100 {
            try tmux.tmux("resize-window", "-x", "\(1 + number * 37 % 200)", "-y", "\(1 + number * 13 % 60)")
        }
        try tmux.tmux("resize-window", "-x", "120", "-y", "36")
        tmux.wait(for: "20,003 rows")
        try tmux.type("q")
        tmux.wait(for: "ended with 0")
    }

    @Test(arguments: ["q", "F10", "SIGTERM", "SIGHUP", "SIGSEGV", "SIGABRT"])
    func `gives the terminal back whichever way it ends`(way: String) throws {
        let scene = try scene()
        let program = try TerminalProcess(scene)
        #expect(program.wait(for: "report.csv"))
        #expect(program.settings != program.settingsBefore && !program.hasModesOff)
        switch way {
        case "q": program.type("q")
        case "F10": program.type("\u{1b}[21~")
        case "SIGTERM": kill(program.process, SIGTERM)
        case "SIGHUP": kill(program.process, SIGHUP)
        case "SIGSEGV": kill(program.process, SIGSEGV)
        default: kill(program.process, SIGABRT)
        }
        let status = program.status()
        switch way {
        case "SIGSEGV": #expect(status & 0x7f == SIGSEGV)
        case "SIGABRT": #expect(status & 0x7f == SIGABRT)
        default: #expect(status & 0x7f == 0)
        }
        #expect(program.settings == program.settingsBefore)
        #expect(program.hasModesOff)
    }

    @Test func `does not end with ^C, and stops and goes on with SIGTSTP and SIGCONT`() throws {
        let scene = try scene()
        let program = try TerminalProcess(scene)
        #expect(program.wait(for: "report.csv"))
        program.type("\u{3}\u{3}\u{3}")
        kill(program.process, SIGTSTP)
        #expect(program.status(WUNTRACED) & 0xff == 0x7f)
        #expect(program.settings == program.settingsBefore && program.hasModesOff)
        let start = program.written.count
        kill(program.process, SIGCONT)
        #expect(program.wait(for: "report.csv", after: start))
        #expect(program.settings != program.settingsBefore && !program.hasModesOff)
        program.type("q")
        #expect(program.status() == 0 && program.hasModesOff && program.settings == program.settingsBefore)
    }

    @Test func `shows hostile names without one control sequence of theirs`() throws {
        let scene = try scene()
        for name in ["\u{1b}]52;c;ZXZpbA==\u{7}", "\u{1b}[2J", "a\nb", "\u{202e}gpj"] {
            try scene.file("work/" + name, "x")
        }
        let program = try TerminalProcess(scene)
        #expect(program.wait(for: "report.csv"))
        program.type("q")
        _ = program.status()
        let text = String(decoding: program.written, as: UTF8.self)
        #expect(!text.contains("\u{1b}]52") && !text.contains("\u{202e}"))
        #expect(!text.contains("a\nb"))
    }
}
