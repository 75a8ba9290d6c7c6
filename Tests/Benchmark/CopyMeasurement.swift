/// Copies of files, which persisty compares with their source unless it is told not to, and `cp` never does.
struct CopyMeasurement {
    let bench: Bench

    private struct Copier: Contender {
        let name: String
        /// Without the source folder and the folder to copy it into.
        let command: [String]
    }

    private var verifying: [Copier] {
        [
            Copier(name: "persisty cp -r", command: [bench.options.program, "cp", "-r"]), plain,
            Copier(
                name: "cp -a, diff -r", command: ["/bin/sh", "-c", #"cp -a "$0" "$1" && diff -r "$0" "$1/source""#]),
        ]
    }

    private var trusting: [Copier] {
        [
            Copier(
                name: "persisty cp -r --no-verify", command: [bench.options.program, "cp", "-r", "--no-verify"]),
            plain,
        ]
    }

    private var plain: Copier { Copier(name: "cp -a", command: ["cp", "-a"]) }

    func run() throws {
        let (disk, memory) = (bench.workspace.disk, bench.workspace.memory)
        try copy(1, of: bench.amount(4 << 30), in: disk, "on disk")
        try copy(1, of: bench.amount(1 << 30), in: memory, "in memory")
        try copy(bench.amount(10_000), of: 16 << 10, in: memory, "in memory")
    }

    private func copy(_ count: Int, of size: Int, in folder: String, _ place: String) throws {
        try bench.withFiles(count, of: size, in: folder) { source in
            let title = "Copy \(Unit.grouped(count)) × \(Unit.bytes.text(Double(size))) \(place)"
            for (title, copiers) in [(title + ", compared", verifying), (title + ", not compared", trusting)] {
                bench.compare(title, copiers) { copier, comparison in
                    try bench.workspace.withFolder("target", in: folder) { target in
                        let command = copier.command + [source, target + "/"]
                        let run = try bench.workspace.withHome { try bench.run(command, $0, taking: count * size) }
                        try bench.expectSame(source, target + "/source")
                        comparison.add(run.time, "time", bytes: count * size, of: copier.name)
                        comparison.add(run.processorTime, "processor time", of: copier.name)
                    }
                }
            }
        }
    }
}
