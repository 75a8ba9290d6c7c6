/// All files of a tree, each with its size and time, written to a file.
struct ListMeasurement {
    let bench: Bench
    private let depth = 4

    private struct Lister: Contender {
        let name: String
        let arguments: (_ tree: String) -> [String]
    }

    func run() throws {
        let each = max(1, bench.amount(200_000) / 10_000)
        let program = bench.options.program
        let listers = [
            Lister(name: "persisty ls -r -l") { [program, "ls", "-r", "-l", $0 + "/"] },
            Lister(name: "find -printf") { ["find", $0, "-type", "f", "-printf", #"%s %T@ %p\n"#] },
        ]
        try bench.workspace.withFolder("tree", in: bench.workspace.disk) { tree in
            try grow(tree, level: 0, files: each)
            let title = "\(Unit.grouped(each * 10_000)) files in 11,111 folders: list with size and time"
            bench.compare(title, listers) { lister, comparison in
                let run = try bench.workspace.withHome { try bench.run(lister.arguments(tree), $0) }
                let lines = run.output.utf8.count { $0 == UInt8(ascii: "\n") }
                guard lines == each * 10_000 else { throw Failure("\(lines) lines were written") }
                comparison.add(run.time, "time", of: lister.name)
                comparison.add(run.processorTime, "processor time", of: lister.name)
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
}
