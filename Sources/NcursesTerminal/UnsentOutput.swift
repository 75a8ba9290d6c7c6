/// Decides how to wait for a line that has not sent all that was written to it.
///
/// While much is unsent the system tells when the line has room (POLLOUT), and nothing wakes until then: not on a line
/// that stands still for ever, either. The last bytes it does not tell of; they are looked at less and less often, and
/// soon the frame goes behind them.
package struct UnsentOutput: Sendable {
    package enum Step: Equatable, Sendable {
        /// Nothing worth waiting for is before the frame.
        case draw
        /// Sleep until the line has room.
        case sleepUntilRoom
        /// Sleep for so many milliseconds.
        case sleep(milliseconds: Int)
    }

    /// A terminal has room when fewer bytes than this are unsent (WAKEUP_CHARS in Linux's drivers/tty/n_tty.c).
    static let roomBelow = 256
    static let patience = 150

    private var isRoomUseless = false
    private var lookingSince: Milliseconds?

    package init() {}

    /// What to do while `count` bytes are unsent; `hadRoom` tells that the last sleep ended because the line has room.
    mutating func step(unsent count: Int, hadRoom: Bool, at now: Milliseconds) -> Step {
        guard count > 0 else { return .draw }
        // A driver that calls a full line ready would have us turn in circles.
        if hadRoom, count >= Self.roomBelow { isRoomUseless = true }
        if count >= Self.roomBelow, !isRoomUseless { return .sleepUntilRoom }
        let begun = lookingSince ?? now
        lookingSince = begun
        let passed = now - begun
        return passed < Self.patience ? .sleep(milliseconds: max(5, passed)) : .draw
    }
}

extension UnsentOutput {
    /// What to do now.
    package mutating func step(_ terminal: borrowing Terminal, after events: TerminalEvents?) -> Step {
        step(unsent: terminal.unsentBytes, hadRoom: events?.hasRoom ?? false, at: .now)
    }
}
