/// What can be measured, by the words of the command line.
enum Measurement: String, CaseIterable {
    case browse, keys, line, list, copy, chunk, hash

    func run(_ bench: Bench) throws {
        switch self {
        case .browse: try BrowseMeasurement(bench: bench).run()
        case .keys: try KeysMeasurement(bench: bench).run()
        case .line: try LineMeasurement(bench: bench).run()
        case .list: try ListMeasurement(bench: bench).run()
        case .copy: try CopyMeasurement(bench: bench).run()
        case .chunk: try ChunkMeasurement(bench: bench).run()
        case .hash: try HashMeasurement(bench: bench).run()
        }
    }
}

/// What all measurements share: what was asked for, and where to work.
struct Bench {
    let options: Options
    let workspace: Workspace
    let failures: FailureCount

    /// A comparison, to which `body` adds what each contender reached in each run; then it is printed.
    func compare(_ title: String, _ contenders: [String], _ body: (inout Comparison) throws -> Void) rethrows {
        var comparison = Comparison(title: title, contenders: contenders)
        defer {
            comparison.write()
            failures.count += comparison.failures.count
        }
        try body(&comparison)
    }

    /// Whether one of Debian's programs is installed.
    func has(_ peer: String) -> Bool { Command.find(peer) != nil }
}

/// How many runs failed.
final class FailureCount {
    var count = 0
}
