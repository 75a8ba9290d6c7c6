import ArgumentParser
import PersistyData
import TerminalUI

/// `persisty stat`
struct Stat: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "stat", abstract: "Tell everything known of items.",
        discussion: """
            With --json one object a line: store, key, kind (item, folder, link, pipe, socket, device or other), size, \
            modified (RFC 3339, UTC), etag, contentType, and of a link its target; null for what is not known. The ETag \
            is read from the content where the store does not remember it.
            """)

    @Argument(help: ArgumentHelp("The items or folders.", valueName: "place")) var places: [String]
    @Flag(help: "Write one JSON object a line.") var json = false
    @OptionGroup(title: "Everywhere") var options: GlobalOptions

    func run(on console: Console) async throws {
        let session = try await Session(options, on: console, for: "stat", places)
        try await session.forEach(places) { location in
            switch try await location.find() {
            case .folder(let folder): try await tell(folder, in: location.store, console)
            case .item(let item): try await tell(item, in: location.store, console)
            case .special(let file): try await tell(file, in: location.store, console)
            }
        }
    }

    private func tell(_ folder: DataPrefix, in store: any DataStore, _ console: Console) async throws {
        guard json else {
            try await fact("Key", ShownText(folder.text), console)
            try await fact("Store", "\(store.name) (\(store.kind))", console)
            return try await fact("Kind", "folder", console)
        }
        let row = ListedRow(key: Array(folder.text.utf8), kind: .folder)
        try await console.out.write(row.json(store: store.name))
    }

    private func tell(_ item: DataItem, in store: any DataStore, _ console: Console) async throws {
        let etag = try await store.etag(of: item, progress: nil)
        guard json else {
            try await fact("Key", ShownText(item.key.text), console)
            try await fact("Store", "\(store.name) (\(store.kind))", console)
            try await fact("Size", "\(item.size) bytes (\(HumanSize.text(item.size)))", console)
            try await fact("Modified", item.updatedAt.map { ShownText($0.rfc3339) } ?? "—", console)
            try await fact("ETag", etag.map { ShownText($0.value) } ?? "—", console)
            try await fact("Type", item.contentType.map { ShownText($0) } ?? "—", console)
            for known in (item.attributes?.facts ?? []) + (try await store.facts(of: item)) {
                try await fact(ShownText(known.name), ShownText(known.value), console)
            }
            return
        }
        let row = ListedRow(
            key: Array(item.key.bytes), kind: .item, size: item.size, time: item.updatedAt, etag: etag,
            contentType: item.contentType)
        try await console.out.write(row.json(store: store.name))
    }

    private func tell(_ file: SpecialFile, in store: any DataStore, _ console: Console) async throws {
        guard json else {
            try await fact("Key", ShownText(file.key.text), console)
            try await fact("Store", "\(store.name) (\(store.kind))", console)
            try await fact("Modified", file.updatedAt.map { ShownText($0.rfc3339) } ?? "—", console)
            for known in try await store.facts(of: file) {
                try await fact(ShownText(known.name), ShownText(known.value), console)
            }
            if let target = file.target { try await fact("Link to", ShownText(bytes: target), console) }
            return
        }
        var row = ListedRow(file)
        row.target = file.target
        try await console.out.write(row.json(store: store.name))
    }

    private func fact(_ name: ShownText, _ value: ShownText, _ console: Console) async throws {
        try await console.out.write((name + ": ").padded(to: 14) + value)
    }
}

extension DataAttributes {
    /// What is kept beside the bytes, but for the type.
    fileprivate var facts: [DataFact] {
        var facts: [DataFact] = []
        for (name, value) in [
            ("Disposition", contentDisposition), ("Encoding", contentEncoding), ("Language", contentLanguage),
            ("Cache", cacheControl), ("Original", modifiedAtSource?.rfc3339),
        ] {
            if let value { facts.append(DataFact(name, value)) }
        }
        return facts + user.sorted { $0.key < $1.key }.map { DataFact("meta \($0.key)", $0.value) }
    }
}
