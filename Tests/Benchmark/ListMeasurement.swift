/// All files of a tree, each with its size and time, written to a file.
struct ListMeasurement {
    let bench: Bench
    private let depth = 4

    func run() throws {
        let files = bench.amount(200_000)
        try bench.workspace.withFolder("tree", in: bench.workspace.disk) { tree in
            try grow(tree, level: 0, files: max(1, files / 10_000))
            let commands = [
                ("persisty ls -r -l", [bench.options.program, "ls", "-r", "-l", tree + "/"]),
                ("find -printf", ["find", tree, "-type", "f", "-printf", #"%s %T@ %p\n"#]),
            ]
            let count = max(1, files / 10_000) * 10_000
            let title = "\(Unit.grouped(count)) files in 11,111 folders: list with size and time"
            bench.compare(title, commands.map(\.0)) { comparison in
                for _ in 0..<bench.options.runs {
                    for (name, arguments) in commands {
                        comparison.attempt(name) { try list(name, arguments, count, &$0) }
                    }
                }
            }
        }
    }

    /// Ten folders in each folder, and files in the lowest.
    private func grow(_ folder: String, level: Int, files: Int) throws {
        guard level < depth else { return try Files.makeEmpty(files, in: folder) }
        for number in 0..<10 {
            let inner = "\(folder)/dir\(number)"
            try Files.makeFolder(inner)
            try grow(inner, level: level + 1, files: files)
        }
    }

    private func list(_ name: String, _ arguments: [String], _ count: Int, _ comparison: inout Comparison) throws {
        let run = try bench.workspace.withHome { try bench.run(arguments, $0) }
        let lines = run.output.utf8.count { $0 == UInt8(ascii: "\n") }
        guard lines == count else { throw Failure("wrote \(lines) lines instead of \(count)") }
        comparison.add(run.time, "time", of: name)
        comparison.add(run.processorTime, "processor time", of: name)
    }
}
