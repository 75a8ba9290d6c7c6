import ArgumentParser
import Logging
import PersistyData
import TerminalUI

/// `persisty ls`
struct List: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List items and folders.",
        discussion: """
            Writes keys, one a line, as they are; escaped when a terminal shows them. Folders end in “/”. One level is \
            sorted by bytes; with -r items come in the order in which the store finds them. With --json one object a \
            line: key, kind (item, folder, link, pipe, socket, device or other), size, modified (RFC 3339, UTC), etag, \
            contentType, and storageClass where the store has any; null for what is not known without reading content. \
            -l writes the storage class behind the ETag. What is no item has its kind in the place \
            of its size.
            """,
        helpNames: .long)

    @Argument(help: ArgumentHelp("The folders or items.", valueName: "place")) var places: [String]
    @Flag(name: .shortAndLong, help: "Show size, modified time and ETag before the key.") var long = false
    @Flag(name: .shortAndLong, help: "List all at any depth.") var recursive = false
    @Flag(name: .shortAndLong, help: "Show sizes as 1.5 KiB.") var human = false
    @Flag(name: [.customShort("0"), .customLong("print0")], help: "End lines with NUL instead of a line feed.")
    var endsWithNUL = false
    @Flag(help: "Write one JSON object a line.") var json = false
    @OptionGroup(title: "Everywhere") var options: GlobalOptions

    func validate() throws {
        guard !(json && endsWithNUL) else { throw ValidationError("--json and --print0 exclude each other.") }
    }

    func run(on console: Console) async throws {
        let session = try await Session(options, on: console, for: "ls", places)
        try await session.forEach(places) { location in
            try await list(location, console)
            session.logger.debug("listed", metadata: ["place": "\(location.typed)"])
        }
    }

    private func list(_ location: Location, _ console: Console) async throws {
        switch try await location.find() {
        case .item(let item):
            let row = ListedRow(
                key: location.name.map { Array($0.utf8) } ?? Array(item.key.bytes), kind: .item, size: item.size,
                time: item.updatedAt, etag: item.etag,
                contentType: item.contentType,
                hasStorageClass: location.store.capabilities.contains(.storageClasses))
            var bytes: [UInt8] = []
            append(row, to: &bytes, console)
            try await console.out.write(bytes)
        case .special(let file):
            var bytes: [UInt8] = []
            append(ListedRow(file), to: &bytes, console)
            try await console.out.write(bytes)
        case .folder(let folder):
            let query = recursive ? DataQuery(prefix: folder.text) : .folder(folder)
            // Under the name that was given, also where that is a link to the folder.
            let shown = location.name.map { $0 + "/" } ?? folder.text
            let hasClasses = location.store.capabilities.contains(.storageClasses)
            try await list(
                location.store.list(query, attributes: long || json), under: shown, hasClasses: hasClasses, console)
        }
    }

    private func list(_ listing: DataListing, under folder: String, hasClasses: Bool, _ console: Console) async throws {
        let prefix = Array(folder.utf8)
        var rows = ListedRows()
        var bytes: [UInt8] = []
        while let batch = try await listing.next() {
            if recursive {
                for row in 0..<batch.count {
                    append(batch.listed(row, under: prefix, withStorageClass: hasClasses), to: &bytes, console)
                }
                try await console.out.write(bytes)
                bytes.removeAll(keepingCapacity: true)
            } else {
                rows.append(batch)
            }
        }
        try await rows.forEach { batch, row in
            append(
                rows.batches[batch].listed(row, under: prefix, withStorageClass: hasClasses), to: &bytes, console)
            guard bytes.count >= 1 << 16 else { return }
            try await console.out.write(bytes)
            bytes.removeAll(keepingCapacity: true)
        }
        try await console.out.write(bytes)
    }

    private func append(_ row: ListedRow, to bytes: inout [UInt8], _ console: Console) {
        if json {
            bytes.append(contentsOf: row.json())
        } else {
            row.append(
                to: &bytes,
                ListedRow.Format(
                    isLong: long, hasHumanSizes: human, endsWithNUL: endsWithNUL, isShown: console.out.isTerminal))
        }
    }
}
