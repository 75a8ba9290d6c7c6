/// A key held down on a line of 9,600 bytes a second.
struct LineMeasurement {
    let bench: Bench
    private let presses = 90
    private let count = 10_000

    func run() throws {
        let folder = try bench.workspace.flat(count)
        let title = "9,600 bytes a second, \(Unit.grouped(count)) files: down held for 3 s at 30 a second"
        bench.compare(title, Browser.all(bench).filter { $0.name != "mc" }) { browser, comparison in
            try hold(browser, folder, &comparison)
        }
    }

    private func hold(_ browser: Browser, _ folder: String, _ comparison: inout Comparison) throws {
        try browser.with(folder, bench) { terminal in
            _ = try browser.complete(terminal, count)
            terminal.settle(.milliseconds(500))
            guard let start = browser.position(terminal.screen, count) else { throw Failure("the cursor is nowhere") }
            terminal.bytesPerSecond = 9600
            let before = terminal.received
            var due = ContinuousClock.now
            var released = due
            for _ in 0..<presses {
                while terminal.receive(by: due) {}
                released = terminal.type(browser.down)
                due += .seconds(1) / 30
            }
            let silent = terminal.settle(.milliseconds(700))
            comparison.add(max(.zero, silent - released), "lag after release", of: browser.name)
            let bytes = Double(terminal.received - before) / Double(presses)
            comparison.add(bytes, .bytes, "bytes of output a key", of: browser.name)
            let end = browser.position(terminal.screen, count) ?? -1
            guard end == start + presses else {
                throw Failure("\(presses) keys brought the cursor from \(start) to \(end)")
            }
        }
    }
}
