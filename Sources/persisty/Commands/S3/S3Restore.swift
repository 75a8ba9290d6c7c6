import ArgumentParser
import Logging
import PersistyData
import TerminalUI

/// `persisty s3 restore`
struct S3Restore: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Make a former version of an item the newest one again.",
        discussion: """
            The service copies the version; all versions stay. “persisty s3 versions” lists them. What lies in an archive \
            must first be asked back from there with the service's own tools, which takes hours: that is not done here.
            """)

    @Argument(help: ArgumentHelp("The item, also one that was deleted.", valueName: "place")) var place: String
    @Option(help: ArgumentHelp("The version, as “persisty s3 versions” names it.", valueName: "id")) var version: String
    @OptionGroup(title: "Everywhere") var options: GlobalOptions

    func run(on console: Console) async throws {
        let session = try await Session(options, on: console, for: "s3 restore", [place])
        try await session.forEach([place]) { location in
            let key = try DataKey(location.text)
            let versions = try await location.store.versions(of: key)
            guard let wanted = versions.first(where: { $0.id.utf8.elementsEqual(version.utf8) }) else {
                throw DataError(
                    .notFound, "There is no such version of it.", hint: "“persisty s3 versions” lists those there are.",
                    key: key.text, store: location.store.name)
            }
            let item = try await location.store.restore(wanted, of: key)
            session.logger.info(
                "version restored",
                metadata: ["store": "\(location.store.name)", "key": "\(key.text)", "version": "\(version)"])
            try await console.out.write(
                "\(location.typed): \(HumanSize.text(item.size)), ETag \(item.etag?.value ?? "—"), is the newest now.")
        }
    }
}
