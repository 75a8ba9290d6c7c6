/// From the start to the whole listing, and to the end.
struct BrowseMeasurement {
    let bench: Bench

    private static let allKnown = "start to the times of all, sorted"

    func run() throws {
        for count in bench.options.sizes {
            let folder = try bench.workspace.flat(count)
            bench.compare("\(Unit.grouped(count)) files: browse", Browser.all(bench)) { browser, comparison in
                try load(browser, folder, count, &comparison)
                try quitEarly(browser, folder, &comparison)
                if browser.name == "persisty" { try learnAll(browser, folder, count, &comparison) }
            }
        }
    }

    private func load(_ browser: Browser, _ folder: String, _ count: Int, _ comparison: inout Comparison) throws {
        try browser.with(folder, bench) { terminal in
            let shown = try browser.complete(terminal, count)
            comparison.add(shown.first - terminal.started, "start to first names", of: browser.name)
            comparison.add(shown.whole - terminal.started, "start to complete listing", of: browser.name)
            if browser.name != "persisty" {
                // They list nothing whose time they do not know.
                comparison.add(shown.whole - terminal.started, Self.allKnown, of: browser.name)
            }
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

    /// Sorts by time at once, which wants the times of all: they come after the names.
    private func learnAll(
        _ browser: Browser, _ folder: String, _ count: Int, _ comparison: inout Comparison
    ) throws {
        try browser.with(folder, bench) { terminal in
            guard terminal.wait(.seconds(60), until: \.showsFiles) != nil else { throw Failure("no names were shown") }
            terminal.type("sm")
            let whole = terminal.wait(.seconds(120)) { screen in
                browser.isComplete?(screen, count) == true && screen.isSortedByTimeOfAll
            }
            guard let whole else { throw Failure("the times of all were never known:\n\(terminal.screen)") }
            comparison.add(whole - terminal.started, Self.allKnown, of: browser.name)
        }
    }
}

extension Screen {
    /// As persisty says it: below the pane stands how many are known, until it is all.
    fileprivate var isSortedByTimeOfAll: Bool {
        let lines = lines
        return lines.contains { $0.contains("Modified ▲") || $0.contains("Modified ▼") }
            && !lines.contains { $0.contains("known of") }
    }
}
