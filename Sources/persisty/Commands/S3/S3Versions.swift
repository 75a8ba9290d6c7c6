import ArgumentParser
import PersistyData
import TerminalUI

/// `persisty s3 versions`
struct S3Versions: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "versions", abstract: "List the versions that are kept of items, from the newest on.",
        discussion: """
            Writes when each was written, its size, ETag, storage class and name; “newest” marks the one that is there \
            now, and “deleted” the mark that stands where the item was deleted. With --json one object a line: key, \
            version, latest, deletion, size, modified (RFC 3339, UTC), etag, storageClass.
            """)

    @Argument(help: ArgumentHelp("The items, also those that were deleted.", valueName: "place")) var places: [String]
    @Flag(help: "Write one JSON object a line.") var json = false
    @OptionGroup(title: "Everywhere") var options: GlobalOptions

    func run(on console: Console) async throws {
        let session = try await Session(options, on: console, for: "s3 versions", places)
        try await session.forEach(places) { location in
            let key = try DataKey(location.text)
            let versions = try await location.store.versions(of: key)
            guard !versions.isEmpty else { throw DataError.notFound(key, store: location.store.name) }
            for version in versions {
                try await console.out.write(json ? version.line(key) : Array((version.shown.text + "\n").utf8))
            }
        }
    }
}

extension StoredVersion {
    /// In columns, for a person.
    var shown: ShownText {
        let time = (time.map { ShownText($0.rfc3339) } ?? "—").padded(to: 24)
        let size = (size.map { ShownText(String($0)) } ?? (isDeletion ? "deleted" : "—")).padded(to: 13)
        let etag = (etag.map { ShownText($0.value) } ?? "—").padded(to: 32)
        let storageClass = (storageClass.map { ShownText($0) } ?? "—").padded(to: 12)
        return "\(time)  \(size)  \(etag)  \(storageClass)  \(id)" + (isLatest ? "  newest" : "")
    }

    fileprivate func line(_ key: DataKey) -> [UInt8] {
        var line = JSONLine()
        line.field("key", key.text)
        line.field("version", id)
        line.field("latest", isLatest)
        line.field("deletion", isDeletion)
        line.field("size", size)
        line.field("modified", time?.rfc3339)
        line.field("etag", etag?.value)
        line.field("storageClass", storageClass)
        return line.line
    }
}
