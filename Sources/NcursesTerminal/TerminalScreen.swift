internal import CNcurses
internal import CTerminal
internal import Glibc

/// The screen that ncurses keeps, and the settings of the line as they were before.
struct TerminalScreen: ~Copyable {
    let window: UnsafeMutablePointer<WINDOW>
    private let screen: OpaquePointer
    private let files: [UnsafeMutablePointer<FILE>]
    private let input: Int32
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
        guard let reading = fdopen(dup(input), "r"), let writing = fdopen(dup(output), "w") else {
            throw .notATerminal
        }
        persisty_crash_guard(input, output, afterCrash)
        guard let screen = newterm(known, writing, reading), let window = cncurses_screen_window(),
            cncurses_can_move_cursor()
        else {
            if var before { tcsetattr(input, TCSANOW, &before) }
            persisty_crash_unguard()
            throw .cannotMoveCursor(known)
        }
        raw()
        noecho()
        nonl()
        keypad(window, false)
        leaveok(window, true)
        if has_colors() {
            start_color()
            use_default_colors()
        }
        curs_set(0)
        self.input = input
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
        if var before { tcsetattr(input, TCSANOW, &before) }
    }

    func resume() {
        reset_prog_mode()
        curs_set(0)
    }
}
