internal import CNcurses
internal import CTerminal
internal import Glibc
package import TerminalUI

/// A terminal with a screen of ours on it. ncurses draws; the bytes typed are read and decoded here. One thread owns
/// it, and when it ends the terminal is as it was.
package struct Terminal: ~Copyable {
    package let waker: TerminalWaker
    /// Whether text is UTF-8; if not, only ASCII can be drawn.
    package let isUTF8: Bool
    package let colorDepth: ColorDepth

    let input: Int32
    let output: Int32
    let modes: TerminalModes
    let screen: TerminalScreen
    let signals: Int32
    let isInTmux: Bool
    let escapeWait: Int
    var painter: Painter
    var decoder = InputDecoder()
    var lastExpiry: Milliseconds?

    /// Takes the terminal, and the signals that concern it.
    package init(
        input: Int32 = 0,
        output: Int32 = 1,
        environment: [String: String],
        hasMouse: Bool = true,
        waker: TerminalWaker = TerminalWaker()
    ) throws(TerminalError) {
        guard isatty(input) == 1, isatty(output) == 1 else { throw .notATerminal }
        let isUTF8 = persisty_use_locale()
        let modes = TerminalModes(hasMouse: hasMouse)
        let name = environment["TERM"] ?? ""
        let screen = try TerminalScreen(input: input, output: output, name: name, afterCrash: modes.afterCrash)
        // ncurses itself reaches 24-bit colours only where TERM names an entry that has them.
        let colors = screen.colors
        let isPromised =
            DirectColors.arePromised(by: environment) && colors == 256 && cncurses_names_colors_by_number()
        let depth = ColorDepth.detect(
            environment: isPromised ? environment : environment.filter { $0.key != "COLORTERM" },
            terminalColors: colors)
        painter = Painter(screen, isUTF8: isUTF8, isDirect: isPromised && depth == .direct)
        colorDepth = depth
        self.waker = waker
        self.isUTF8 = isUTF8
        self.input = input
        self.output = output
        self.modes = modes
        self.screen = screen
        signals = persisty_catch_signals()
        isInTmux = environment["TMUX"]?.isEmpty == false
        // An Escape and the rest of a sequence come apart on a slow line.
        escapeWait = environment["SSH_TTY"]?.isEmpty == false ? 120 : 50
        send(modes.on)
        resize()
    }

    deinit {
        give()
        persisty_release_signals()
    }

    package var size: Size { painter.size }

    /// Bytes written that the line has not taken yet; while there are many, a frame would only come late.
    package var unsentBytes: Int { Int(persisty_unsent_bytes(output)) }

    /// Takes the size that the terminal has now.
    @discardableResult
    package mutating func resize() -> Size {
        var columns: Int32 = 0
        var rows: Int32 = 0
        if persisty_terminal_size(output, &columns, &rows), columns > 0, rows > 0 {
            painter.resize(to: Size(columns: Int(columns), rows: Int(rows)))
        }
        return size
    }

    /// Writes the cells that changed, and flushes once.
    package mutating func show(_ cells: CellBuffer, cursor: Point?, theme: Theme) {
        painter.show(cells, cursor: cursor, theme: theme)
        screen.flush(painter.directColors)
    }

    /// Draws everything anew, for a screen that something else wrote on.
    package mutating func redraw() { painter.redraw() }

    /// Gives the terminal back and stops the process, as Ctrl-Z does elsewhere; takes it again when continued.
    package mutating func suspend() {
        give()
        // To this thread and not to the process, which would let the thread run on a little.
        raise(SIGSTOP)
        takeAgain()
    }

    mutating func takeAgain() {
        screen.resume()
        send(modes.on)
        decoder = InputDecoder()
        resize()
        redraw()
    }

    private func give() {
        send(modes.off)
        screen.end()
        // A report of mouse or focus on its way would be typed into the shell.
        if decoder.isWaiting { tcflush(input, TCIFLUSH) }
    }

    /// Writes past ncurses, behind what it has written.
    func send(_ text: String) {
        screen.flush()
        var text = text
        text.withUTF8 { writeAll(output, UnsafeRawBufferPointer($0)) }
    }
}
