import ArgumentParser
import NIOCore
import PersistyData
import TerminalUI

/// `persisty cat`
struct Cat: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "cat", abstract: "Write items to the standard output, byte for byte.")

    @Argument(help: ArgumentHelp("The items.", valueName: "place")) var places: [String]
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Only these bytes: 0-99, 100- or -50 for the last 50.", valueName: "range"))
    var range: RangeOption?
    @OptionGroup(title: "Everywhere") var options: GlobalOptions

    func run(on console: Console) async throws {
        let session = try await Session(options, on: console, for: "cat", places)
        try await session.forEach(places) { location in
            let item = try await location.item()
            try await console.out.write(
                contentOf: try await location.store.reader(of: item, range: range?.range ?? .all))
        }
    }
}

extension Output {
    /// Writes all bytes of a reader as they are.
    func write(contentOf reader: DataReader) async throws {
        while let buffer = try await reader.next() { try await write(Array(buffer.readableBytesView)) }
        try await flush()
    }
}

/// A range of bytes by RFC 9110 §14.1.2, without the unit: both ends are included.
struct RangeOption: ExpressibleByArgument, Equatable {
    var range: ByteRange

    init?(argument: String) {
        let ends = argument.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, ends.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else {
            return nil
        }
        switch (Int64(ends[0]), Int64(ends[1])) {
        case (let first?, let last?):
            guard first <= last, last < .max else { return nil }
            range = .bytes(first..<last + 1)
        case (let first?, nil) where ends[1].isEmpty: range = .from(first)
        case (nil, let count?) where ends[0].isEmpty: range = .last(count)
        default: return nil
        }
    }
}
