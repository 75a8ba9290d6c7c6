/// A file browser, and how it is driven.
struct Browser: Contender, Sendable {
    let name: String
    /// The command that shows a folder, with an empty one beside it if it has two panes.
    let arguments: @Sendable (_ folder: String, _ empty: String) -> [String]
    /// The keys that bring the cursor to the first file.
    var toFirstFile = ""
    let down: String
    let pageDown: String
    let quit: String
    /// Whether the screen says that all of so many files are there; nil when it never says so.
    var isComplete: (@Sendable (Screen, Int) -> Bool)?
    /// The number of the file under the cursor, from 0, of so many.
    let position: @Sendable (Screen, Int) -> Int?

    static func persisty(_ program: String) -> Browser {
        Browser(
            name: "persisty", arguments: { [program, $0, $1] }, down: "j", pageDown: "\u{6}", quit: "q",
            isComplete: { screen, count in
                screen.lines.contains { $0.contains(" \(Unit.grouped(count)) rows ") && $0.contains("/\(count) ") }
            },
            position: { $0.number(before: "/\($1) ").map { $0 - 1 } })
    }

    static let nnn = Browser(
        name: "nnn", arguments: { folder, _ in ["nnn", "-d", folder] }, down: "j", pageDown: "\u{1b}[6~", quit: "q",
        isComplete: { screen, count in screen.number(before: "/\(count) ") != nil },
        position: { $0.number(before: "/\($1) ").map { $0 - 1 } })

    static let mc = Browser(
        name: "mc", arguments: { ["mc", "-u", $0, $1] }, toFirstFile: "\u{1b}OB", down: "\u{1b}OB",
        pageDown: "\u{1b}[6~", quit: "\u{1b}[21~",
        // The name under the cursor stands below the list.
        position: { screen, _ in screen.lines.last { $0.fileNumber != nil }?.fileNumber })

    /// Those of the peers that are installed, after persisty.
    static func all(_ bench: Bench) -> [Browser] {
        [persisty(bench.options.program)] + [nnn, mc].filter { bench.has($0.name) }
    }

    /// Starts it on a fresh terminal, with a home folder of its own.
    func with<Value>(_ folder: String, _ bench: Bench, _ body: (Terminal) throws -> Value) throws -> Value {
        let empty = try bench.workspace.empty()
        return try bench.workspace.withHome { environment in
            let terminal = try Terminal(Command(arguments: arguments(folder, empty), environment: environment))
            defer { terminal.child.kill() }
            return try body(terminal)
        }
    }

    /// Waits for the whole listing; the time of the first names, and of the last change.
    func complete(
        _ terminal: Terminal, _ count: Int
    ) throws -> (first: ContinuousClock.Instant, whole: ContinuousClock.Instant) {
        let patience = Duration.seconds(120)
        guard let first = terminal.wait(patience, until: \.showsFiles) else { throw Failure("no names were shown") }
        guard let isComplete else { return (first, terminal.settle(.milliseconds(300), within: patience)) }
        guard let whole = terminal.wait(patience, until: { isComplete($0, count) }) else {
            throw Failure("\(count) files were never said to be there:\n\(terminal.screen)")
        }
        return (first, whole)
    }
}

extension Screen {
    var showsFiles: Bool { lines.contains { $0.fileNumber != nil } }

    /// The number that stands directly before a text.
    func number(before text: String) -> Int? {
        for line in lines {
            for match in line.ranges(of: text) {
                let digits = line[..<match.lowerBound].reversed().prefix { $0.isASCII && $0.isNumber }
                if let number = Int(String(digits.reversed())) { return number }
            }
        }
        return nil
    }
}

extension String {
    /// 42 for a line that holds f0000042.dat first.
    var fileNumber: Int? {
        for match in ranges(of: ".dat") {
            let name = self[..<match.lowerBound].suffix(8)
            if name.first == "f", name.count == 8, let number = Int(name.dropFirst()) { return number }
        }
        return nil
    }
}
