internal import CNcurses
internal import CTerminal
internal import Glibc

/// The screen that ncurses keeps, and the settings of the line as they were before.
///
/// ncurses writes into a file in memory, which `flush()` sends: by itself it makes a system call at every move of the
/// cursor, and a frame would travel in a hundred packets.
struct TerminalScreen: ~Copyable {
    let window: UnsafeMutablePointer<WINDOW>
    private let screen: OpaquePointer
    private let files: [UnsafeMutablePointer<FILE>]
    private let input: Int32
    private let output: Int32
    private let memory: Int32
    private let before: termios?

    init(input: Int32, output: Int32, name: String, afterCrash: String) throws(TerminalError) {
        var settings = termios()
        let before = tcgetattr(input, &settings) == 0 ? settings : nil
        // ncurses would let LINES and COLUMNS of the environment overrule the terminal.
        use_env(false)
        use_tioctl(true)
        guard let known = [name, "xterm-256color"].first(where: { Self.isKnown($0, output) }) else {
            throw .unknown(name)
        }
        let memory = persisty_memory_file()
        guard let reading = fdopen(dup(input), "r"), let writing = fdopen(memory, "w") else {
            throw .notATerminal
        }
        persisty_crash_guard(input, output, afterCrash)
        // Finding it ignored, ncurses leaves SIGTSTP alone for good; else it ignores the signal while it draws, and one
        // that comes then is lost.
        let stopping = signal(SIGTSTP, SIG_IGN)
        defer { signal(SIGTSTP, stopping) }
        guard let screen = newterm(known, writing, reading), let window = cncurses_screen_window(),
            cncurses_can_move_cursor()
        else {
            if var before { tcsetattr(input, TCSANOW, &before) }
            persisty_crash_unguard()
            throw .cannotMoveCursor(known)
        }
        if var settings = before {
            // As ncurses's raw(), noecho() and nonl() would set it, if it wrote to the terminal.
            cfmakeraw(&settings)
            tcsetattr(input, TCSADRAIN, &settings)
        }
        nonl()
        keypad(window, false)
        leaveok(window, true)
        if has_colors() {
            start_color()
            use_default_colors()
        }
        curs_set(0)
        self.input = input
        self.output = output
        self.memory = memory
        self.before = before
        self.screen = screen
        self.window = window
        files = [reading, writing]
    }

    deinit {
        persisty_crash_unguard()
        delscreen(screen)
        for file in files { fclose(file) }
    }

    private static func isKnown(_ name: String, _ output: Int32) -> Bool {
        var status: Int32 = 0
        guard !name.isEmpty, setupterm(name, output, &status) == OK else { return false }
        return true
    }

    var colors: Int { Int(cncurses_colors()) }

    /// Leaves the alternate screen and puts the line back as it was.
    func end() {
        curs_set(1)
        endwin()
        flush()
        if var before { tcsetattr(input, TCSANOW, &before) }
    }

    func resume() {
        if var settings = before {
            cfmakeraw(&settings)
            tcsetattr(input, TCSADRAIN, &settings)
        }
        curs_set(0)
    }

    /// Sends all that ncurses has written since the last time, in as few writes as the line takes.
    ///
    /// - Parameter colors: What the numbers of colours in it stand for.
    func flush(_ colors: DirectColors? = nil) {
        let count = Int(lseek(memory, 0, SEEK_CUR))
        guard count > 0 else { return }
        withUnsafeTemporaryAllocation(byteCount: count, alignment: 1) { bytes in
            let read = pread(memory, bytes.baseAddress, count, 0)
            // The next frame is written over this one: where it ends, the position tells.
            lseek(memory, 0, SEEK_SET)
            guard read > 0 else { return }
            let written = UnsafeRawBufferPointer(rebasing: bytes[..<read])
            guard let colors else { return writeAll(output, written) }
            colors.applied(to: written).withUnsafeBytes { writeAll(output, $0) }
        }
    }
}

/// Writes until all is written, or the line is gone.
func writeAll(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
    }
}
