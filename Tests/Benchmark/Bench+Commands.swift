import Glibc

extension Bench {
    /// Runs a command to its end, and gives how long it took and what it wrote.
    ///
    /// - Parameter bytes: About how much memory it takes, its files included. All begin alike: with nothing on its way
    ///   to the disk, and with this memory at hand.
    func run(
        _ arguments: [String], _ environment: [String: String], taking bytes: Int = 0
    ) throws -> (time: Duration, processorTime: Duration, output: String) {
        let output = workspace.memory + "/output"
        let complaints = workspace.memory + "/complaints"
        sync()
        let reserve = Reserve(bytes)
        let child = try Child(
            Command(arguments: arguments, environment: environment, output: output, complaints: complaints))
        let end = child.end(by: child.started + .seconds(600)) { reserve.follow() }
        guard end.hasSucceeded else {
            throw Failure("\(arguments[0]) ended with \(end.status): \((try? Files.text(complaints)) ?? "")")
        }
        return (end.time - child.started, end.processorTime, try Files.text(output))
    }

    /// Gives a folder with so many files of so many bytes, and removes it when `body` has ended.
    func withFiles(_ count: Int, of size: Int, in folder: String, _ body: (String) throws -> Void) throws {
        try workspace.withFolder("source", in: folder) { folder in
            for number in 0..<count {
                try Files.makeRandom(folder + "/" + Files.name(number), size: size, seed: number)
            }
            try body(folder)
        }
    }

    /// Throws unless two files or folders hold the same.
    func expectSame(_ first: String, _ second: String) throws {
        if let difference = try Files.difference(first, second) { throw Failure(difference) }
    }
}

extension Comparison {
    /// A run that moved so many bytes.
    mutating func add(_ time: Duration, _ measure: String, bytes: Int, of contender: String) {
        add(time, measure, of: contender)
        add(Double(bytes) / time.seconds, .bytesPerSecond, measure + ", speed", of: contender)
    }
}
