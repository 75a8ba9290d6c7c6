import Glibc

/// Copies of files, which persisty compares with their source and `cp` does not.
struct CopyMeasurement {
    let bench: Bench

    func run() throws {
        let (disk, memory) = (bench.workspace.disk, bench.workspace.memory)
        try copy(1, of: bench.amount(4 << 30), in: disk, "on disk")
        try copy(1, of: bench.amount(1 << 30), in: memory, "in memory")
        try copy(bench.amount(10_000), of: 16 << 10, in: memory, "in memory")
    }

    private func copy(_ count: Int, of size: Int, in folder: String, _ place: String) throws {
        let contenders = [
            ("persisty cp -r", [bench.options.program, "cp", "-r"]),
            ("cp -a", ["cp", "-a"]),
            ("cp -a, diff -r", ["/bin/sh", "-c", #"cp -a "$0" "$1" && diff -r "$0" "$1/source""#]),
        ]
        try bench.withFiles(count, of: size, in: folder) { source in
            let title = "Copy \(Unit.grouped(count)) × \(Unit.bytes.text(Double(size))) \(place)"
            bench.compare(title, contenders.map(\.0)) { comparison in
                for _ in 0..<bench.options.runs {
                    for (name, command) in contenders {
                        sync()
                        comparison.attempt(name) { comparison in
                            try bench.workspace.withFolder("target", in: folder) { target in
                                let run = try bench.workspace.withHome {
                                    try bench.run(command + [source, target + "/"], $0)
                                }
                                try bench.expectSame(source, target + "/source")
                                comparison.add(run.time, "time", bytes: count * size, of: name)
                                comparison.add(run.processorTime, "processor time", of: name)
                            }
                        }
                    }
                }
            }
        }
    }
}
