/// What all measurements share: what was asked for, and where to work.
struct Bench {
    let options: Options
    let workspace: Workspace
    let failures: FailureCount

    /// Compares contenders, all in every run, and prints what they reached. What goes wrong in a run of one is told
    /// below, and the others go on.
    func compare<Peer: Contender>(
        _ title: String, _ contenders: [Peer], _ body: (Peer, inout Comparison) throws -> Void
    ) {
        var comparison = Comparison(title: title, contenders: contenders.map(\.name))
        for run in 0..<options.runs {
            // Another one begins each run: what comes first may pay for what all use.
            for place in contenders.indices {
                let contender = contenders[(run + place) % contenders.count]
                do { try body(contender, &comparison) } catch { comparison.fail(contender.name, error) }
            }
        }
        comparison.write()
        failures.count += comparison.failures.count
    }

    /// Whether one of Debian's programs is installed.
    func has(_ peer: String) -> Bool { Command.find(peer) != nil }

    /// So much data, or less for a trial.
    func amount(_ full: Int) -> Int { max(1, full / options.reduction) }
}

/// One of those that are measured beside each other.
protocol Contender {
    var name: String { get }
}

/// How many runs failed.
final class FailureCount {
    var count = 0
}
