/// Signed links: one by one command, and a million by one call.
struct LinksMeasurement {
    let bench: Bench

    private struct Signer: Contender {
        let name: String
        let arguments: (_ configuration: String) -> [String]
    }

    /// Credentials that are nobody's: nothing is sent.
    private static let variables = [
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-1",
    ]

    func run() throws {
        try bench.workspace.withFolder("links", in: bench.workspace.memory) { folder in
            let configuration = try configure(folder)
            one(configuration)
            try many(configuration, folder)
        }
    }

    private func one(_ configuration: String) {
        let program = bench.options.program
        let address = "s3://ledgers/2026/q1.parquet"
        let peers = [
            Signer(name: "s5cmd") { _ in ["s5cmd", "presign", address] },
            Signer(name: "aws") { _ in ["aws", "s3", "presign", address] },
            Signer(name: "s3cmd") { _ in
                [
                    "s3cmd", "--access_key=AKIAIOSFODNN7EXAMPLE", "--secret_key=x", "--no-check-certificate", "signurl",
                    address, "+900",
                ]
            },
        ].filter { bench.has($0.name) }
        let own = [
            Signer(name: "persisty") { [program, "url", "lake:2026/q1.parquet", "--config", $0] },
            Signer(name: "persisty, hosted") { [program, "url", "docs:2026/q1.parquet", "--config", $0] },
        ]
        bench.compare("one link from the command line", own + peers) { signer, comparison in
            // A start is short: each run has more of them.
            for _ in 0..<4 {
                let run = try bench.workspace.withHome {
                    try bench.run(signer.arguments(configuration), $0.merging(Self.variables) { $1 })
                }
                guard run.output.contains("2026/q1.parquet?") else {
                    throw Failure("no link was written: \(run.output)")
                }
                comparison.add(run.time, "time", of: signer.name)
            }
        }
    }

    private func many(_ configuration: String, _ folder: String) throws {
        let count = bench.amount(1_000_000)
        let keys = folder + "/keys"
        var text = ""
        for number in 0..<count { text += "2026/11/26/part-\(number).parquet\n" }
        try Files.make(keys, text)
        let program = bench.options.program
        let signers = [("persisty", "lake:"), ("persisty, hosted", "docs:")].map { name, place in
            Signer(name: name) { [program, "url", "--from-file", keys, place, "--config", $0] }
        }
        bench.compare("\(Unit.grouped(count)) links by one command", signers) { signer, comparison in
            let run = try bench.workspace.withHome { environment in
                try bench.run(
                    ["/bin/sh", "-c", #""$@" | wc -l"#, "sh"] + signer.arguments(configuration),
                    environment.merging(Self.variables) { $1 })
            }
            guard run.output.split(separator: "\n").first.flatMap({ Int($0) }) == count else {
                throw Failure("\(run.output) links were written")
            }
            comparison.add(run.time, "time", of: signer.name)
            comparison.add(
                Double(count) / run.time.seconds, .count, "links a second, the start included", of: signer.name)
        }
    }

    /// A bucket, a folder with a server, and the server's key.
    private func configure(_ folder: String) throws -> String {
        try Files.makeFolder(folder + "/docs")
        let file = folder + "/config.toml"
        try Files.make(
            file,
            """
            [[store]]
            name = "lake"
            type = "s3"
            bucket = "ledgers"
            [[store]]
            name = "docs"
            type = "directory"
            path = "docs"

            """)
        let program = bench.options.program
        let line = try bench.workspace.withHome {
            try bench.run([program, "keys", "new", "k1", "--config", file], $0).output
        }
        try Files.make(file, try Files.text(file) + line + "public_url = \"https://files.example\"\n")
        return file
    }
}
