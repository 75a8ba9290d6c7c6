import Glibc
import Testing

/// A process of its own on a terminal of its own.
final class Probe {
    let pty: PseudoTerminal
    private(set) var process: pid_t = 0
    let before: [UInt32]
    var written = ""

    init(_ mode: String) throws {
        pty = try PseudoTerminal(columns: 80, rows: 24)
        before = pty.settings
        let name = String(cString: try #require(ttyname(pty.terminal)))
        let program = Self.folder + "/TerminalProbe"
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // The first terminal that the leader of a session opens becomes its own.
        for descriptor in Int32(0)...2 { posix_spawn_file_actions_addopen(&actions, descriptor, name, O_RDWR, 0) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(0x80))
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(program), strdup(mode), nil]
        var environment: [UnsafeMutablePointer<CChar>?] = [strdup("LANG=C.UTF-8"), strdup("PATH=/usr/bin:/bin"), nil]
        defer { for pointer in arguments + environment { free(pointer) } }
        let status = posix_spawn(&process, program, &actions, &attributes, &arguments, &environment)
        try #require(status == 0, "\(program)")
    }

    private static var folder: String {
        let binary = readLink("/proc/self/exe")
        // Tests run in the toolchain's runner, which is given the bundle in the folder of the products.
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? binary
        return bundle.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    }

    private static func readLink(_ path: String) -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink(path, &buffer, 4095)
        return String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    func wait(for text: String) -> Bool {
        let more = pty.written(until: text)
        written += more
        return more.contains(text)
    }

    func send(_ signal: Int32) { kill(process, signal) }

    /// The status with which the process ended or stopped; one that does neither is killed, and the test fails with
    /// what it wrote last.
    func status(_ options: Int32 = 0, location: SourceLocation = #_sourceLocation) -> Int32 {
        let start = ContinuousClock.now
        var status: Int32 = 0
        while waitpid(process, &status, options | WNOHANG) == 0 {
            written += String(decoding: pty.written(within: 10), as: UTF8.self)
            guard start.duration(to: .now) > .seconds(20) else { continue }
            Issue.record(
                "The process neither ended nor stopped; it wrote last: \(String(written.suffix(2000)).debugDescription)",
                sourceLocation: location)
            kill(process, SIGKILL)
            waitpid(process, &status, 0)
            break
        }
        written += String(decoding: pty.written(), as: UTF8.self)
        return status
    }

    /// Whether each mode that was set has been reset, the last being what counts.
    var hasModesOff: Bool {
        ["1000", "1002", "1006", "1004", "2004", "1049"].allSatisfy { mode in
            guard let on = written.ranges(of: "\u{1B}[?\(mode)h").last else { return false }
            guard let off = written.ranges(of: "\u{1B}[?\(mode)l").last else { return false }
            return on.lowerBound < off.lowerBound
        }
    }
}

@Suite(.serialized) struct `A process on a terminal` {
    @Test(arguments: ["quit", "term", "hup", "trap", "abort", "segv"])
    func `gives it back whichever way it ends`(way: String) throws {
        let probe = try Probe(way)
        #expect(probe.wait(for: "ready"))
        #expect(probe.pty.settings != probe.before)
        switch way {
        case "quit": probe.pty.type("q")
        case "term": probe.send(SIGTERM)
        case "hup": probe.send(SIGHUP)
        default: probe.pty.type("c")
        }
        let signal = probe.status() & 0x7F
        switch way {
        case "trap": #expect(signal == SIGILL || signal == SIGTRAP)
        case "abort": #expect(signal == SIGABRT)
        case "segv": #expect(signal == SIGSEGV)
        default: #expect(signal == 0)
        }
        #expect(probe.pty.settings == probe.before)
        #expect(probe.hasModesOff)
    }

    @Test(arguments: ["key", "signal"]) func `stops and goes on`(way: String) throws {
        let probe = try Probe("quit")
        #expect(probe.wait(for: "ready"))
        if way == "key" { probe.pty.type("z") } else { probe.send(SIGTSTP) }
        let stopped = probe.status(WUNTRACED)
        #expect(stopped & 0xFF == 0x7F)
        #expect(probe.pty.settings == probe.before && probe.hasModesOff)
        probe.pty.resize(columns: 60, rows: 16)
        probe.send(SIGCONT)
        #expect(probe.wait(for: "60x16"))
        #expect(probe.pty.settings != probe.before && !probe.hasModesOff)
        probe.pty.type("q")
        #expect(probe.status() == 0 && probe.hasModesOff && probe.pty.settings == probe.before)
    }

    @Test func `draws anew when resized, and ends when the line is gone`() throws {
        let probe = try Probe("quit")
        #expect(probe.wait(for: "ready 80x24"))
        probe.pty.resize(columns: 1, rows: 1)
        probe.pty.resize(columns: 132, rows: 43)
        #expect(probe.wait(for: "132x43"))
        probe.pty.hangUp()
        #expect(probe.status() & 0x7F == 0)
    }
}
