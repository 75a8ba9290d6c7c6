import Glibc

/// Signed links honoured: the same bytes from a folder and from a chunk store, beside nginx with `secure_link`, read by
/// wrk on the same processors.
struct ServeMeasurement {
    let bench: Bench

    private struct Item {
        let key: String
        let size: Int
        let connections: Int
    }

    private static let items = [
        Item(key: "1k", size: 1 << 10, connections: 32), Item(key: "1m", size: 1 << 20, connections: 32),
        Item(key: "256m", size: 256 << 20, connections: 8),
    ]

    /// A server that is running, and how its links are made.
    private struct Server: Contender {
        let name: String
        let process: Child
        let link: (_ key: String) throws -> String
    }

    func run() throws {
        guard bench.has("wrk") else {
            print("\nLinks honoured are left out: “wrk” is not installed.")
            return
        }
        try bench.workspace.withFolder("serve", in: bench.workspace.memory) { folder in
            try Files.makeFolder(folder + "/root")
            for (seed, item) in Self.items.enumerated() {
                try Files.makeRandom("\(folder)/root/\(item.key)", size: item.size, seed: seed)
            }
            try bench.workspace.withHome { environment in try run(folder, environment) }
        }
    }

    private func run(_ folder: String, _ environment: [String: String]) throws {
        let persisty = try PersistyServer(bench, folder, environment)
        defer { persisty.process.kill() }
        var peers: [NginxServer] = []
        defer { for peer in peers { peer.process.kill() } }
        if bench.has("nginx") {
            for workers in 1...2 { peers.append(try NginxServer(bench, folder, workers: workers)) }
        }
        let others = peers.map { peer in
            Server(name: "nginx, \(peer.workers) worker\(peer.workers == 1 ? "" : "s")", process: peer.process) {
                try peer.link($0)
            }
        }
        for item in Self.items {
            for store in ["docs", "vault"] {
                let kind = store == "docs" ? "a folder" : "a chunk store"
                let own = Server(name: "persisty", process: persisty.process) { try persisty.link(store + ":" + $0) }
                let size = Unit.bytes.text(Double(item.size))
                bench.compare("\(size) from \(kind), \(item.connections) connections", [own] + others) {
                    try measure($0, item, environment, &$1)
                }
            }
        }
    }

    private func measure(
        _ server: Server, _ item: Item, _ environment: [String: String], _ comparison: inout Comparison
    ) throws {
        let link = try server.link(item.key)
        // The first one pays for what all that follow use: the pages of a file, its sum.
        _ = try bench.run(["wrk", "-t1", "-c1", "-d1s", "--timeout", "30s", link], environment)
        let before = try ProcessState(of: server.process.process).processorTime
        let seconds = bench.amount(5)
        let run = try bench.run(
            [
                "wrk", "-t2", "-c\(item.connections)", "-d\(seconds)s", "--latency", "--timeout", "30s", link,
            ], environment)
        let report = WrkReport(run.output)
        guard report.failures == 0, let requests = report.requests, let median = report.median, let late = report.late
        else { throw Failure("wrk: \(run.output)") }
        comparison.add(requests, .count, "requests a second", of: server.name)
        comparison.add(requests * Double(item.size), .bytesPerSecond, "speed", of: server.name)
        comparison.add(median, .time, "p50", of: server.name)
        comparison.add(late, .time, "p99", of: server.name)
        let after = try ProcessState(of: server.process.process)
        // nginx's work is its workers', which are other processes.
        guard server.name == "persisty" else { return }
        comparison.add((after.processorTime - before) / run.time, .count, "processors used", of: server.name)
        comparison.add(Double(after.peakMemory), .bytes, "peak memory so far", of: server.name)
    }
}

/// What wrk says at its end.
struct WrkReport {
    /// A second.
    private(set) var requests: Double?
    /// In seconds.
    private(set) var median: Double?
    private(set) var late: Double?
    /// Answers that were none, and connections that broke.
    private(set) var failures = 0

    init(_ text: String) {
        for line in text.split(separator: "\n") {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "," })
            switch words.first {
            case "Requests/sec:": requests = words.last.flatMap { Double($0) }
            case "50%": median = words.last.flatMap { Self.seconds($0) }
            case "99%": late = words.last.flatMap { Self.seconds($0) }
            case "Non-2xx", "Socket": failures += words.compactMap { Int($0) }.reduce(0, +)
            default: break
            }
        }
    }

    private static func seconds(_ text: Substring) -> Double? {
        for (suffix, factor) in [("us", 1e-6), ("ms", 1e-3), ("s", 1)] where text.hasSuffix(suffix) {
            return Double(text.dropLast(suffix.count)).map { $0 * factor }
        }
        return nil
    }
}
