/// From the start to the whole listing, and to the end.
struct BrowseMeasurement {
    let bench: Bench

    func run() throws {
        let browsers = Browser.all(bench)
        for count in bench.options.sizes {
            let folder = try bench.workspace.flat(count)
            bench.compare("\(Unit.grouped(count)) files: browse", browsers.map(\.name)) { comparison in
                for _ in 0..<bench.options.runs {
                    for browser in browsers {
                        comparison.attempt(browser.name) { try load(browser, folder, count, &$0) }
                        comparison.attempt(browser.name) { try quitEarly(browser, folder, &$0) }
                    }
                    guard count >= 1_000_000 else { continue }
                    comparison.attempt("persisty") { try learnAll(folder, count, &$0) }
                }
            }
        }
    }

    private func load(_ browser: Browser, _ folder: String, _ count: Int, _ comparison: inout Comparison) throws {
        try browser.with(folder, bench) { terminal in
            let shown = try browser.complete(terminal, count)
            comparison.add(shown.first - terminal.started, "start to first names", of: browser.name)
            comparison.add(shown.whole - terminal.started, "start to complete listing", of: browser.name)
            terminal.settle(.milliseconds(300))
            let memory = try ProcessState(of: terminal.child.process).peakMemory
            comparison.add(Double(memory), .bytes, "peak memory", of: browser.name)
            let quit = terminal.quit(browser.quit)
            guard quit.end.hasSucceeded else { throw Failure("ended with \(quit.end.status)") }
            comparison.add(quit.time, "quit", of: browser.name)
            comparison.add(quit.end.processorTime, "processor time of it all", of: browser.name)
        }
    }

    /// Quits a little after the start: does it still listen?
    private func quitEarly(_ browser: Browser, _ folder: String, _ comparison: inout Comparison) throws {
        try browser.with(folder, bench) { terminal in
            let time = terminal.started + .milliseconds(300)
            while terminal.receive(by: time) {}
            let quit = terminal.quit(browser.quit)
            guard quit.end.hasSucceeded else { throw Failure("ended with \(quit.end.status)") }
            comparison.add(quit.time, "quit 0.3 s after the start", of: browser.name)
        }
    }

    /// Sorts by time at once, which wants the times of all; nnn has them when its listing is complete.
    private func learnAll(_ folder: String, _ count: Int, _ comparison: inout Comparison) throws {
        let browser = Browser.persisty(bench.options.program)
        try browser.with(folder, bench) { terminal in
            guard terminal.wait(.seconds(60), until: \.showsFiles) != nil else { throw Failure("no names were shown") }
            terminal.type("sm")
            let whole = terminal.wait(.seconds(120)) { screen in
                let lines = screen.lines
                return browser.isComplete?(screen, count) == true && !lines.contains { $0.contains("known of") }
                    && lines.contains { $0.contains("Modified ▲") || $0.contains("Modified ▼") }
            }
            guard let whole else { throw Failure("the times of all were never known:\n\(terminal.screen)") }
            comparison.add(whole - terminal.started, "start to sorted by the times of all", of: "persisty")
            _ = terminal.quit(browser.quit)
        }
    }
}
