/// MD5: of one item, and of eight at once.
struct HashMeasurement {
    let bench: Bench

    func run() throws {
        let peers = bench.has("openssl") ? ["openssl md5", "openssl speed"] : []
        try bench.withFiles(8, of: bench.amount(128 << 20), in: bench.workspace.memory) { folder in
            try bench.workspace.withFolder("one", in: bench.workspace.memory) { one in
                let file = one + "/file"
                try Files.makeRandom(file, size: bench.amount(1 << 30), seed: 8)
                bench.compare("MD5 of 1 GiB in memory", ["persisty"] + peers) { comparison in
                    for _ in 0..<bench.options.runs {
                        comparison.attempt("persisty") { try hashByPersisty(file, folder, &$0) }
                        guard !peers.isEmpty else { continue }
                        comparison.attempt(peers[0]) { try hashByFile(file, folder, peers[0], &$0) }
                        comparison.attempt(peers[1]) { try hashMemory(peers[1], &$0) }
                    }
                }
            }
        }
    }

    private static let single = "one item"
    /// Of persisty's commands only copies hash several at once.
    private static let several = "eight at once (persisty: into a chunk store)"

    private func hashByPersisty(_ file: String, _ folder: String, _ comparison: inout Comparison) throws {
        let program = bench.options.program
        try bench.workspace.withHome { environment in
            let one = try bench.run([program, "stat", file], environment)
            try expectDigest(of: file, in: one.output, environment)
            comparison.add(speed(Files.size(file), one.time), .bytesPerSecond, Self.single, of: "persisty")
            let store = try bench.run([program, "cp", "-r", folder, "vault:"], environment)
            comparison.add(speed(size(folder), store.time), .bytesPerSecond, Self.several, of: "persisty")
        }
    }

    /// persisty's digest must be openssl's.
    private func expectDigest(of file: String, in output: String, _ environment: [String: String]) throws {
        guard bench.has("openssl") else { return }
        let digest = try bench.run(["openssl", "md5", "-r", file], environment).output.prefix(32)
        guard digest.count == 32, output.contains(digest) else { throw Failure("the MD5 is not \(digest)") }
    }

    private func hashByFile(_ file: String, _ folder: String, _ peer: String, _ comparison: inout Comparison) throws {
        try bench.workspace.withHome { environment in
            let one = try bench.run(["openssl", "md5", file], environment)
            comparison.add(speed(Files.size(file), one.time), .bytesPerSecond, Self.single, of: peer)
            let script = #"for file in "$0"/*; do openssl md5 "$file" & done; wait"#
            let eight = try bench.run(["/bin/sh", "-c", script, folder], environment)
            comparison.add(speed(size(folder), eight.time), .bytesPerSecond, Self.several, of: peer)
        }
    }

    /// What openssl says of itself, without any file.
    private func hashMemory(_ peer: String, _ comparison: inout Comparison) throws {
        try bench.workspace.withHome { environment in
            for (measure, options) in [(Self.single, []), (Self.several, ["-multi", "8"])] {
                let command = ["openssl", "speed"] + options + ["-bytes", "65536", "-seconds", "2", "md5"]
                let lines = try bench.run(command, environment).output.split(separator: "\n")
                let figure = lines.last { $0.hasPrefix("md5") }?.split(separator: " ").last?.dropLast()
                guard let figure, let thousands = Double(figure) else { throw Failure("openssl speed says nothing") }
                comparison.add(thousands * 1000, .bytesPerSecond, measure, of: peer)
            }
        }
    }

    private func size(_ folder: String) -> Int {
        let names = (try? Files.names(in: folder)) ?? []
        return names.reduce(0) { $0 + Files.size(folder + "/" + $1) }
    }

    private func speed(_ bytes: Int, _ time: Duration) -> Double { Double(bytes) / time.seconds }
}
