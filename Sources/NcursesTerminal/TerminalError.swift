package import TerminalUI

/// Why there can be no screen.
package struct TerminalError: Error, Hashable, Sendable {
    package var message: ShownText

    static let notATerminal = TerminalError(
        message: """
            the browser needs a terminal on its input and output, and one of them is none; \
            for scripts there are the commands of “persisty --help”
            """
    )

    static func unknown(_ name: String) -> TerminalError {
        TerminalError(
            message: """
                the terminal “\(name)” (TERM) is not known here and neither is xterm-256color; \
                install the package ncurses-base, or set TERM to one that “toe” lists
                """
        )
    }

    static func cannotMoveCursor(_ name: String) -> TerminalError {
        TerminalError(message: "the terminal “\(name)” (TERM) cannot move its cursor; nothing can be drawn on it")
    }
}
