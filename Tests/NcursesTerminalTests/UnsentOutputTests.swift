import Testing

@testable import NcursesTerminal

@Suite struct `A line that is slower than the screen` {
    private func at(_ milliseconds: Int) -> Milliseconds { Milliseconds(count: 1000 + milliseconds) }

    @Test func `is drawn on at once when it has sent all`() {
        var unsent = UnsentOutput()
        #expect(unsent.step(unsent: 0, hadRoom: false, at: at(0)) == .draw)
    }

    @Test func `wakes nobody until it has room, however long it stands still`() {
        var unsent = UnsentOutput()
        for hour in 0..<3 {
            #expect(unsent.step(unsent: 4000, hadRoom: false, at: at(hour * 3_600_000)) == .sleepUntilRoom)
        }
        #expect(unsent.step(unsent: 200, hadRoom: true, at: at(11_000_000)) == .sleep(milliseconds: 5))
        #expect(unsent.step(unsent: 0, hadRoom: false, at: at(11_000_005)) == .draw)
    }

    @Test(arguments: [200, 4000]) func `is looked at less and less often, and soon drawn on all the same`(count: Int) {
        var unsent = UnsentOutput()
        var now = 0
        var wakeUps = 0
        // A driver that calls itself ready when it is not is treated like one that cannot tell.
        while case .sleep(let milliseconds) = unsent.step(unsent: count, hadRoom: true, at: at(now)) {
            now += milliseconds
            wakeUps += 1
        }
        #expect(wakeUps <= 8)
        #expect((UnsentOutput.patience...2 * UnsentOutput.patience).contains(now))
    }
}

extension `A terminal` {
    @Test func `is waited for until its line has room`() throws {
        let pty = try PseudoTerminal()
        var terminal = try Terminal(
            input: pty.terminal, output: pty.terminal, environment: ["TERM": "xterm-256color"])
        #expect(terminal.wait(orRoom: true).hasRoom)
        pty.type("x")
        #expect(terminal.wait(upTo: 1000).hasRoom == false)
    }
}
