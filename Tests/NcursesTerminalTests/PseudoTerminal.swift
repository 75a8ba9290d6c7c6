import Glibc
import TerminalUI

/// A terminal whose other end the test holds.
final class PseudoTerminal {
    private(set) var controller: Int32
    let terminal: Int32

    init(columns: UInt16 = 120, rows: UInt16 = 36) throws {
        var ends: (controller: Int32, terminal: Int32) = (-1, -1)
        guard openpty(&ends.controller, &ends.terminal, nil, nil, nil) == 0 else { throw SystemError(number: errno) }
        (controller, terminal) = ends
        for end in [controller, terminal] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        resize(columns: columns, rows: rows)
    }

    deinit {
        hangUp()
        close(terminal)
    }

    struct SystemError: Error {
        var number: Int32
    }

    /// Closes the test's end.
    func hangUp() {
        if controller >= 0 { close(controller) }
        controller = -1
    }

    func resize(columns: UInt16, rows: UInt16) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
    }

    func type(_ text: String) {
        _ = text.utf8.withContiguousStorageIfAvailable { write(controller, $0.baseAddress, $0.count) }
    }

    /// All that was written to the terminal and not yet read; waits so many milliseconds for the first of it.
    func written(within milliseconds: Int32 = 0) -> [UInt8] {
        var bytes: [UInt8] = []
        var waiting = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
        while poll(&waiting, 1, bytes.isEmpty ? milliseconds : 0) > 0, waiting.revents & Int16(POLLIN) != 0 {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = read(controller, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        return bytes
    }

    /// What is written until it contains the text, or nothing comes for five seconds.
    func written(until text: String) -> String {
        var bytes: [UInt8] = []
        var waiting = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
        while poll(&waiting, 1, 5000) > 0 {
            let more = written()
            bytes += more
            if more.isEmpty || String(decoding: bytes, as: UTF8.self).contains(text) { break }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    var settings: [UInt32] {
        var settings = termios()
        tcgetattr(terminal, &settings)
        return [settings.c_iflag, settings.c_oflag, settings.c_cflag, settings.c_lflag]
    }
}
