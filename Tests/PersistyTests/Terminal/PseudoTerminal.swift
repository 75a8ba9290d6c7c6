import Glibc
import Testing

/// The program on a terminal whose other end the test holds: what it writes is read byte by byte.
final class TerminalProcess {
    private var controller: Int32 = -1
    private var terminal: Int32 = -1
    let process: pid_t
    let settingsBefore: [UInt32]
    private(set) var written: [UInt8] = []

    init(_ scene: Scene, columns: UInt16 = 80, rows: UInt16 = 24) throws {
        guard openpty(&controller, &terminal, nil, nil, nil) == 0 else {
            throw Spawned.Failed(description: "no terminal")
        }
        for end in [controller, terminal] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
        settingsBefore = Self.settings(of: terminal)
        var environment = scene.plainEnvironment
        environment["TERM"] = "xterm-256color"
        let name = String(cString: try #require(ttyname(terminal)))
        process = try Spawned.start(
            [Spawned.persisty], environment: environment, in: scene.path + "/work", terminal: name)
    }

    deinit {
        close(controller)
        close(terminal)
    }

    private static func settings(of terminal: Int32) -> [UInt32] {
        var settings = termios()
        tcgetattr(terminal, &settings)
        return [settings.c_iflag, settings.c_oflag, settings.c_cflag, settings.c_lflag]
    }

    var settings: [UInt32] { Self.settings(of: terminal) }

    func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(controller, $0.baseAddress, $0.count) }
    }

    func resize(columns: UInt16, rows: UInt16) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
    }

    /// Reads what is written, for at most so many milliseconds, and tells whether something came.
    private func read(within milliseconds: Int32) -> Bool {
        var waiting = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, milliseconds) > 0, waiting.revents & Int16(POLLIN) != 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(controller, &buffer, buffer.count)
        guard count > 0 else { return false }
        written += buffer.prefix(count)
        return true
    }

    /// Reads until the text was written after `start`.
    func wait(for text: String, after start: Int = 0) -> Bool {
        while true {
            if String(decoding: written[start...], as: UTF8.self).contains(text) { return true }
            guard read(within: 20_000) else { return false }
        }
    }

    /// The status with which the process ended or stopped, and all it wrote until then.
    ///
    /// One that does neither is killed, and the test fails with what it wrote last.
    func status(_ options: Int32 = 0, location: SourceLocation = #_sourceLocation) -> Int32 {
        let start = ContinuousClock.now
        var status: Int32 = 0
        while waitpid(process, &status, options | WNOHANG) == 0 {
            _ = read(within: 10)
            guard start.duration(to: .now) > .seconds(20) else { continue }
            let last = String(decoding: written.suffix(4000), as: UTF8.self)
            Issue.record(
                "The process neither ended nor stopped; it wrote last: \(last.debugDescription)",
                sourceLocation: location)
            kill(process, SIGKILL)
            waitpid(process, &status, 0)
            break
        }
        while read(within: 0) {}
        return status
    }

    /// Whether each mode that was set has been reset, the last being what counts.
    var hasModesOff: Bool {
        let text = String(decoding: written, as: UTF8.self)
        return ["1000", "1002", "1006", "2004", "1049"].allSatisfy { mode in
            guard let on = text.ranges(of: "\u{1B}[?\(mode)h").last,
                let off = text.ranges(of: "\u{1B}[?\(mode)l").last
            else { return false }
            return on.lowerBound < off.lowerBound
        }
    }
}
