import Glibc

/// What contenders reached in the same runs, measure by measure; the first contender is persisty.
struct Comparison {
    let title: String
    let contenders: [String]
    private var measures: [(name: String, unit: Unit)] = []
    private var samples: [String: [String: Samples]] = [:]
    private(set) var failures: [String] = []

    init(title: String, contenders: [String]) {
        self.title = title
        self.contenders = contenders
    }

    mutating func add(_ value: Double, _ unit: Unit, _ measure: String, of contender: String) {
        if !measures.contains(where: { $0.name == measure }) { measures.append((measure, unit)) }
        samples[measure, default: [:]][contender, default: Samples()].append(value)
    }

    mutating func add(_ value: Duration, _ measure: String, of contender: String) {
        add(value.seconds, .time, measure, of: contender)
    }

    mutating func fail(_ contender: String, _ error: any Error) { failures.append("\(contender): \(error)") }

    func write() {
        var table = Table(columns: [""] + contenders + contenders.dropFirst().map { "÷ " + $0 })
        for (name, unit) in measures {
            let row = contenders.map { samples[name]?[$0] ?? Samples() }
            let ratios = row.dropFirst().map { peer in
                row[0].isEmpty || peer.isEmpty || peer.median == 0 ? "" : Unit.digits(row[0].median / peer.median)
            }
            table.rows.append([name] + row.map { Self.cell($0, unit) } + ratios)
        }
        print("\n### \(title)\n")
        table.write()
        for failure in failures { print("\nFAILED: \(failure)") }
        fflush(nil)
    }

    private static func cell(_ samples: Samples, _ unit: Unit) -> String {
        guard !samples.isEmpty else { return "" }
        let median = unit.text(samples.median)
        guard samples.least != samples.greatest else { return median }
        return "\(median) (\(unit.text(samples.least))–\(unit.text(samples.greatest)))"
    }
}
