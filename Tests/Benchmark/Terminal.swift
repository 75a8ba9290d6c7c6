import Glibc

/// A program on a terminal whose other end is read here, each piece with the time at which it came.
final class Terminal {
    let child: Child
    private let controller: Int32
    private var decoder = ScreenDecoder(columns: 120, rows: 40)
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    private(set) var isClosed = false
    private(set) var received = 0
    private(set) var lastArrival: ContinuousClock.Instant
    /// How fast the line to the terminal is; nil for one that never holds anything up.
    var bytesPerSecond: Int?
    /// Until when the slow line is busy.
    private var busy = ContinuousClock.now

    var screen: Screen { decoder.screen }
    var started: ContinuousClock.Instant { child.started }

    init(_ command: Command) throws {
        var controller: Int32 = -1
        var terminal: Int32 = -1
        guard openpty(&controller, &terminal, nil, nil, nil) == 0 else {
            throw Failure("a terminal", errorNumber: errno)
        }
        defer { close(terminal) }
        self.controller = controller
        for end in [controller, terminal] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var size = winsize(ws_row: 40, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
        do {
            guard let name = ttyname(terminal) else { throw Failure("a terminal", errorNumber: errno) }
            child = try Child(command, terminal: String(cString: name))
        } catch {
            close(controller)
            throw error
        }
        lastArrival = child.started
    }

    deinit { close(controller) }

    /// Sends keys, and gives the time of that.
    @discardableResult
    func type(_ keys: String) -> ContinuousClock.Instant {
        let time = ContinuousClock.now
        send(Array(keys.utf8))
        return time
    }

    private func send(_ bytes: [UInt8]) { _ = bytes.withUnsafeBytes { write(controller, $0.baseAddress, $0.count) } }

    /// Takes one piece of output, if it comes by then.
    @discardableResult
    func receive(by deadline: ContinuousClock.Instant) -> Bool {
        var waiting = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
        let left = deadline - .now
        guard !isClosed, poll(&waiting, 1, max(.zero, left).pollTimeout) > 0 else { return false }
        let limit = bytesPerSecond.map { max(1, $0 / 100) } ?? buffer.count
        let count = read(controller, &buffer, limit)
        guard count > 0 else {
            isClosed = true
            return false
        }
        if let bytesPerSecond {
            // The last byte arrives when all of them have passed the line.
            busy = max(busy, .now) + .seconds(Double(count) / Double(bytesPerSecond))
            (busy - .now).sleep()
        }
        lastArrival = .now
        received += count
        decoder.decode(buffer[..<count])
        let answers = decoder.takeAnswers()
        if !answers.isEmpty { send(answers) }
        return true
    }

    /// The time of the bytes that made it so; nil when that was not within `limit`.
    func wait(_ limit: Duration, until isSo: (Screen) -> Bool) -> ContinuousClock.Instant? {
        if isSo(screen) { return lastArrival }
        let deadline = ContinuousClock.now + limit
        while receive(by: deadline) {
            if isSo(screen) { return lastArrival }
        }
        return nil
    }

    /// Reads until nothing has come for so long, and gives the time of the last byte.
    @discardableResult
    func settle(_ silence: Duration, within limit: Duration = .seconds(60)) -> ContinuousClock.Instant {
        let start = ContinuousClock.now
        while true {
            let deadline = min(max(start, lastArrival) + silence, start + limit)
            guard receive(by: deadline) else { return lastArrival }
        }
    }

    /// Sends the keys, and waits until something came and then silence; nil when nothing came.
    func answer(to keys: String, silence: Duration) -> (time: Duration, bytes: Int)? {
        let before = received
        let sent = type(keys)
        guard receive(by: sent + .seconds(20)) else { return nil }
        settle(silence)
        return (lastArrival - sent, received - before)
    }

    /// Sends the keys that end the program, and waits for its end.
    func quit(_ keys: String, within limit: Duration = .seconds(60)) -> (time: Duration, end: Child.End) {
        let sent = type(keys)
        while receive(by: sent + limit) {}
        let end = child.end(by: sent + limit)
        return (end.time - sent, end)
    }
}
