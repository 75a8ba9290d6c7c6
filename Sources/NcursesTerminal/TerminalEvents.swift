package import TerminalUI

/// What a wait of the terminal's thread ended with.
package struct TerminalEvents: Equatable, Sendable {
    package enum Signal: Hashable, Sendable {
        case terminate, hangup, interrupt, quit
        /// Another process asks this one to stop; answer with `suspend()`.
        case suspend
    }

    package var inputs: [Input] = []
    /// Whether another thread woke this one.
    package var isWoken = false
    /// Whether the line can take more output; only told to who waits for that.
    package var hasRoom = false
    package var resized: Size?
    package var signals: [Signal] = []
    /// Whether the terminal is gone: there is no more input, and no use in output.
    package var isClosed = false

    package init() {}
}
