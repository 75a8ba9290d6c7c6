import ArgumentParser
import PersistyData
import TerminalUI

/// `persisty verify`
struct Verify: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Read items and say whether they are as they were stored.",
        discussion: """
            Exits with 1 when one is damaged or cannot be read. With --json one object a line: key, size, \
            state (sound, damaged, unknown, failed), by (the digest that says so), message.
            """)

    @Argument(help: ArgumentHelp("The items, folders or stores.", valueName: "place")) var places: [String]
    @Flag(help: "Write one JSON object a line.") var json = false
    @OptionGroup(title: "Everywhere") var options: GlobalOptions

    func run(on console: Console) async throws {
        let session = try await Session(options, on: console, for: "verify", places)
        try await session.forEach(places) { try await verify($0, console) }
    }

    private func verify(_ location: Location, _ console: Console) async throws {
        let query: DataQuery
        var only: DataKey?
        switch try await location.find() {
        case .folder(let folder): query = DataQuery(prefix: folder.text)
        case .item(let item):
            query = DataQuery(prefix: item.key.text)
            only = item.key
        case .special(let file): throw location.noContent(file)
        }
        var sound: [Digest.Algorithm: Int] = [:]
        var unknown = 0
        var damaged = 0
        for try await finding in location.store.verify(query) {
            // A longer key may begin with the item's.
            if let only, !finding.key.utf8.elementsEqual(only.bytes) { continue }
            switch finding.state {
            case .sound(let algorithm): sound[algorithm, default: 0] += 1
            case .unknown: unknown += 1
            case .damaged(let message):
                damaged += 1
                await console.fail("\(Place.text(finding.key, in: location.store.name)): \(message)")
            case .failed(let error):
                damaged += 1
                await console.fail(ShownText(failure: error, name: Array(finding.key.utf8)))
            }
            if json { try await console.out.write(line(finding)) }
            if only != nil { break }
        }
        guard !json else { return }
        var parts = sound.sorted { $0.key.rawValue < $1.key.rawValue }.map { algorithm, count in
            ShownText.count(count, "item", "items") + " as stored, by \(algorithm.title)"
        }
        if unknown > 0 {
            parts.append(ShownText.count(unknown, "item", "items") + " with nothing known to compare with")
        }
        if damaged > 0 { parts.append(ShownText.count(damaged, "fault", "faults")) }
        let summary = parts.isEmpty ? "no items" : parts.joined(separator: "; ")
        try await console.out.write("\(location.typed)  \(summary)")
    }

    private func line(_ finding: DataFinding) -> [UInt8] {
        var line = JSONLine()
        line.field("key", finding.key)
        line.field("size", finding.size)
        switch finding.state {
        case .sound(let algorithm):
            line.field("state", "sound")
            line.field("by", algorithm.rawValue)
        case .unknown: line.field("state", "unknown")
        case .damaged(let message):
            line.field("state", "damaged")
            line.field("message", message)
        case .failed(let error):
            line.field("state", "failed")
            line.field("message", ShownText(failure: error).text)
        }
        return line.line
    }
}
