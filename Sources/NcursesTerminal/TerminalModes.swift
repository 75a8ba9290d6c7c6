/// The modes that ncurses does not know: mouse, bracketed paste and focus (xterm, ctlseqs).
struct TerminalModes {
    var hasMouse: Bool

    var on: String { sequence("h") }
    var off: String { sequence("l") }

    /// What a crash handler writes: modes off, attributes off, the normal screen, the cursor, the normal keypad.
    var afterCrash: String { off + "\u{1B}[0m\u{1B}[?1049l\u{1B}[?25h\u{1B}[?1l\u{1B}>" }

    private func sequence(_ final: String) -> String {
        let mouse = hasMouse ? ["1000", "1002", "1006"] : []
        return (mouse + ["2004", "1004"]).map { "\u{1B}[?\($0)\(final)" }.joined()
    }
}
