/// What one key costs, what many cost, and what none costs.
struct KeysMeasurement {
    let bench: Bench

    func run() throws {
        for count in bench.options.sizes {
            let folder = try bench.workspace.flat(count)
            bench.compare("\(Unit.grouped(count)) files: keys", Browser.all(bench)) { browser, comparison in
                try press(browser, folder, count, &comparison)
            }
        }
    }

    private func press(_ browser: Browser, _ folder: String, _ count: Int, _ comparison: inout Comparison) throws {
        try browser.with(folder, bench) { terminal in
            _ = try browser.complete(terminal, count)
            terminal.settle(.milliseconds(500))
            terminal.type(browser.toFirstFile)
            terminal.settle(.milliseconds(200))
            let presses = min(200, count - 10)
            try moving(presses, browser, terminal, count) {
                let down = try repeated(browser.down, presses, terminal)
                comparison.add(down.time, .time, "down, p50", of: browser.name)
                comparison.add(down.bytes, .bytes, "down, bytes of output", of: browser.name)
            }
            if count >= 4000 {
                let page = try repeated(browser.pageDown, 60, terminal)
                comparison.add(page.time, .time, "page down, p50", of: browser.name)
                comparison.add(page.bytes, .bytes, "page down, bytes of output", of: browser.name)
                try moving(200, browser, terminal, count) {
                    let keys = String(repeating: browser.down, count: 200)
                    guard let flood = terminal.answer(to: keys, silence: .milliseconds(150)) else {
                        throw Failure("200 keys in one write were not answered")
                    }
                    comparison.add(flood.time, "200 × down in one write", of: browser.name)
                    comparison.add(Double(flood.bytes), .bytes, "200 × down, bytes of output", of: browser.name)
                }
            }
            try rest(browser, terminal, &comparison)
        }
    }

    /// The cursor must be so much further when `body` has ended.
    private func moving(
        _ distance: Int, _ browser: Browser, _ terminal: Terminal, _ count: Int, _ body: () throws -> Void
    ) throws {
        guard let before = browser.position(terminal.screen, count) else { throw Failure("the cursor is nowhere") }
        try body()
        let after = browser.position(terminal.screen, count) ?? -1
        guard after - before == distance else {
            throw Failure("\(distance) keys brought the cursor from \(before) to \(after)")
        }
    }

    private func repeated(_ key: String, _ count: Int, _ terminal: Terminal) throws -> (time: Double, bytes: Double) {
        var times = Samples()
        var bytes = Samples()
        for _ in 0..<count {
            guard let answer = terminal.answer(to: key, silence: .milliseconds(15)) else {
                throw Failure("a key was not answered")
            }
            times.append(answer.time.seconds)
            bytes.append(Double(answer.bytes))
        }
        return (times.median, bytes.median)
    }

    private func rest(_ browser: Browser, _ terminal: Terminal, _ comparison: inout Comparison) throws {
        terminal.settle(.milliseconds(500))
        let before = try ProcessState(of: terminal.child.process)
        let end = ContinuousClock.now + .seconds(5)
        while terminal.receive(by: end) {}
        let after = try ProcessState(of: terminal.child.process)
        comparison.add(after.processorTime - before.processorTime, "5 s at rest, processor time", of: browser.name)
        comparison.add(
            Double(after.voluntarySwitches(since: before)), .count, "5 s at rest, context switches",
            of: browser.name)
    }
}
