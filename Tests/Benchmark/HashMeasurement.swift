/// MD5: of one item, and of eight at once.
struct HashMeasurement {
    let bench: Bench

    private struct Hasher: Contender {
        let name: String
        /// Bytes a second of one item, and of eight at once.
        let speeds: (_ file: String, _ folder: String) throws -> (one: Double, eight: Double)
    }

    func run() throws {
        let memory = bench.workspace.memory
        let peers = [Hasher(name: "openssl md5", speeds: files), Hasher(name: "openssl speed", speeds: claimed)]
        let hashers = [Hasher(name: "persisty", speeds: items)] + (bench.has("openssl") ? peers : [])
        try bench.withFiles(8, of: bench.amount(128 << 20), in: memory) { folder in
            try bench.workspace.withFolder("one", in: memory) { one in
                try Files.makeRandom(one + "/file", size: bench.amount(1 << 30), seed: 8)
                bench.compare("MD5 of 1 GiB in memory", hashers) { hasher, comparison in
                    let speeds = try hasher.speeds(one + "/file", folder)
                    comparison.add(speeds.one, .bytesPerSecond, "one item", of: hasher.name)
                    // Of persisty's commands only copies hash several at once.
                    let measure = "eight at once (persisty: into a chunk store)"
                    comparison.add(speeds.eight, .bytesPerSecond, measure, of: hasher.name)
                }
            }
        }
    }

    private func items(_ file: String, _ folder: String) throws -> (one: Double, eight: Double) {
        let program = bench.options.program
        return try bench.workspace.withHome { environment in
            let one = try bench.run([program, "stat", file], environment)
            try expectDigest(of: file, in: one.output, environment)
            let bytes = 2 * bench.amount(1 << 30)
            let eight = try bench.run([program, "cp", "-r", folder, "vault:"], environment, taking: bytes)
            return speeds(file, one.time, folder, eight.time)
        }
    }

    /// persisty's digest must be openssl's.
    private func expectDigest(of file: String, in output: String, _ environment: [String: String]) throws {
        guard bench.has("openssl") else { return }
        let digest = try bench.run(["openssl", "md5", "-r", file], environment).output.prefix(32)
        guard digest.count == 32, output.contains(digest) else { throw Failure("the MD5 is not \(digest)") }
    }

    private func files(_ file: String, _ folder: String) throws -> (one: Double, eight: Double) {
        try bench.workspace.withHome { environment in
            let one = try bench.run(["openssl", "md5", file], environment)
            let script = #"for file in "$0"/*; do openssl md5 "$file" & done; wait"#
            let eight = try bench.run(["/bin/sh", "-c", script, folder], environment)
            return speeds(file, one.time, folder, eight.time)
        }
    }

    /// What openssl reaches without any file.
    private func claimed(_ file: String, _ folder: String) throws -> (one: Double, eight: Double) {
        try bench.workspace.withHome { environment in
            func speed(_ options: [String]) throws -> Double {
                let command = ["openssl", "speed"] + options + ["-bytes", "65536", "-seconds", "2", "md5"]
                let lines = try bench.run(command, environment).output.split(separator: "\n")
                let figure = lines.last { $0.hasPrefix("md5") }?.split(separator: " ").last?.dropLast()
                guard let figure, let thousands = Double(figure) else { throw Failure("openssl speed says nothing") }
                return thousands * 1000
            }
            return (try speed([]), try speed(["-multi", "8"]))
        }
    }

    private func speeds(
        _ file: String, _ one: Duration, _ folder: String, _ eight: Duration
    ) -> (one: Double, eight: Double) {
        let names = (try? Files.names(in: folder)) ?? []
        let bytes = names.reduce(0) { $0 + Files.size(folder + "/" + $1) }
        return (Double(Files.size(file)) / one.seconds, Double(bytes) / eight.seconds)
    }
}
