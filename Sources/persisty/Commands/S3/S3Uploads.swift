import ArgumentParser
import Logging
import PersistyData
import TerminalUI

/// `persisty s3 uploads`
struct S3Uploads: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "uploads", abstract: "List uploads that have begun and not ended, and end them.",
        discussion: """
            Their parts take room and are paid for. Writes when each began, the bytes and the number of its parts so far, \
            its key and its name at the service. Listed are those whose keys begin with the place. --abort asks on a \
            terminal, and --yes answers; ended is what was listed and nothing else. Of several places each line says the \
            store. With --json one object a line: store, key, id, started (RFC 3339, UTC), size, parts, storageClass; \
            null for what is not known.
            """)

    @Argument(help: ArgumentHelp("The stores, folders or keys.", valueName: "place")) var places: [String]
    @Option(help: ArgumentHelp("Only those that began so long ago: 90m, 12h, 1d, 2w.", valueName: "age"))
    var olderThan: Age?
    @Flag(help: "End them: what was sent of them is deleted.") var abort = false
    @Flag(name: .shortAndLong, help: "Do not ask.") var yes = false
    @Flag(help: "Write one JSON object a line.") var json = false
    @OptionGroup(title: "Everywhere") var options: GlobalOptions

    func run(on console: Console) async throws {
        guard !abort || yes || console.isInteractive else {
            throw UsageError("--abort asks before it ends uploads, and nobody can answer here. Say --yes to end them.")
        }
        let session = try await Session(options, on: console, for: "s3 uploads", places)
        try await session.forEach(places) { try await handle($0, session) }
    }

    private func handle(_ location: Location, _ session: Session) async throws {
        let console = session.console
        let store = location.store.name
        var wanted: [UnfinishedUpload] = []
        var bytes: Int64 = 0
        for try await some in location.store.uploads(under: DataPrefix(unchecked: location.text)) {
            for upload in some where isWanted(upload) {
                let shown = upload.shown(places.count > 1 ? store : nil)
                try await console.out.write(json ? upload.line(store) : Array((shown.text + "\n").utf8))
                bytes += upload.size ?? 0
                wanted.append(upload)
            }
            try await console.out.flush()
        }
        guard abort, !wanted.isEmpty else {
            if wanted.isEmpty, !json {
                let which: ShownText = olderThan == nil ? "." : " that began so long ago."
                await console.say("\(location.typed) has no unfinished uploads" + which)
            }
            return
        }
        let count = ShownText.count(wanted.count, "upload", "uploads")
        if !yes {
            guard try await console.confirms("End \(count) of \(location.typed), \(HumanSize.text(bytes))?") else {
                return await console.say("Nothing was ended.")
            }
        }
        var ended = 0
        for upload in wanted {
            do throws(DataError) {
                try await location.store.abort(upload)
                ended += 1
                session.logger.info(
                    "upload ended", metadata: ["store": "\(location.store.name)", "key": "\(upload.key.text)"])
            } catch {
                await console.fail(ShownText(failure: error))
            }
        }
        await console.say("Ended \(ShownText.count(ended, "upload", "uploads")).")
    }

    /// Of what nobody knows when it began nobody knows that it is old.
    private func isWanted(_ upload: UnfinishedUpload) -> Bool {
        guard let olderThan else { return true }
        guard let started = upload.startedAt else { return false }
        return started.seconds <= Timestamp.now.seconds - olderThan.seconds
    }
}

extension UnfinishedUpload {
    fileprivate func shown(_ store: String?) -> ShownText {
        let time = (startedAt.map { ShownText($0.rfc3339) } ?? "—").padded(to: 24)
        let size = (size.map { ShownText(HumanSize.text($0)) } ?? "—").padded(to: 9)
        let parts = (parts.map { ShownText.count($0, "part", "parts") } ?? "—").padded(to: 10)
        let place: ShownText = store.map { "\($0):\(key.text)" } ?? "\(key.text)"
        return "\(time)  \(size)  \(parts)  \(place)  \(id)"
    }

    fileprivate func line(_ store: String) -> [UInt8] {
        var line = JSONLine()
        line.field("store", store)
        line.field("key", key.text)
        line.field("id", id)
        line.field("started", startedAt?.rfc3339)
        line.field("size", size)
        line.field("parts", parts.map(Int64.init))
        line.field("storageClass", storageClass)
        return line.line
    }
}
