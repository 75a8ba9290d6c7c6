import Glibc

/// What the command line asks for.
struct Options {
    var measurements: [Measurement] = []
    var program = ".build/release/persisty"
    /// Where the scratch folder is made.
    var work = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var runs = 5
    var sizes = [100, 10_000, 1_000_000]
    /// What the amounts of data are divided by.
    var reduction = 1

    static let usage = """
        persisty-benchmark [\(Measurement.allCases.map(\.rawValue).joined(separator: "|")) …]
          --program PATH   the persisty to measure (.build/release/persisty)
          --work FOLDER    where the scratch folder is made ($TMPDIR, else /tmp)
          --runs N         how often each is run (5)
          --sizes N,N,…    the directories to browse (100,10000,1000000)
          --reduce N       divide the amounts of data by N, for a trial
        """

    init(_ arguments: some Sequence<String>) throws {
        var rest = arguments.makeIterator()
        while let argument = rest.next() {
            if let measurement = Measurement(rawValue: argument) {
                measurements.append(measurement)
                continue
            }
            guard let value = rest.next() else { throw Failure(Self.usage) }
            switch argument {
            case "--program": program = value
            case "--work": work = value
            case "--runs": runs = try Self.number(value)
            case "--sizes": sizes = try value.split(separator: ",").map { try Self.number($0) }
            case "--reduce": reduction = try Self.number(value)
            default: throw Failure(Self.usage)
            }
        }
        if measurements.isEmpty { measurements = Measurement.allCases }
        guard let path = realpath(program, nil) else { throw Failure(program, errorNumber: errno) }
        defer { free(path) }
        program = String(cString: path)
    }

    private static func number(_ text: some StringProtocol) throws -> Int {
        guard let number = Int(text), number > 0 else { throw Failure("“\(text)” is no number from 1 up.") }
        return number
    }
}
