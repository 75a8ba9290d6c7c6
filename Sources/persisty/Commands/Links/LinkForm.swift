import ArgumentParser
import PersistyData
import TerminalUI

/// `persisty form`
struct LinkForm: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "form", abstract: "Sign a form by which somebody else uploads one item.",
        discussion: """
            Whoever has the form uploads the item until it ends: an hour, unless --expires says otherwise. It is written \
            as a JSON object, whose fields are sent in their order, the file last; or as a page, or a command of curl. \
            Nothing is replaced, unless --overwrite says so. What the service does not hold uploads to is told on the \
            standard error, and stands in “unkept”.
            """)

    @Argument(help: ArgumentHelp("The item.", valueName: "place")) var place: String
    @Option(help: ArgumentHelp("The most bytes: 512KiB, 8MiB.", valueName: "size")) var maxSize: SizeOption?
    @Option(help: ArgumentHelp("A type that it may have: text/csv, image/*.", valueName: "type"))
    var contentType: [TypeOption] = []
    @Option(help: ArgumentHelp("How long it lives, at most 7d.", valueName: "time")) var expires: LinkLife?
    @Flag(help: "Let it replace what is there.") var overwrite = false
    @Flag var format = Format.json
    @OptionGroup(title: "Everywhere") var options: GlobalOptions

    /// How the form is written.
    enum Format: EnumerableFlag {
        case json, curl, html

        static func help(for value: Format) -> ArgumentHelp? {
            switch value {
            case .json: "Write a JSON object."
            case .curl: "Write a command of curl that uploads a file."
            case .html: "Write a page for a web browser."
            }
        }
    }

    func validate() throws { try expires?.check() }

    func run(on console: Console) async throws {
        let found = try Place(place)
        let session = try await Session(options, on: console, for: "form", [place])
        do {
            let factory = try await session.links.factory(of: found)
            let policy = try policy(DataKey(found.parts?.key ?? ""))
            let form: UploadForm
            do throws(DataError) {
                form = try await factory.uploadForm(policy, nil)
            } catch {
                throw factory.explained(error)
            }
            try await write(form, console)
            var report = LinkReport()
            report.add(form, isLocal: factory.isLocal)
            for sentence in report.sentences { await console.say(sentence) }
            if !form.unkept.isEmpty {
                let unkept = form.unkept.map { ShownText($0) }.joined(separator: ", ")
                await console.say("The service does not hold an upload to: \(unkept).")
            }
        } catch let error as UsageError {
            throw error
        } catch {
            try await console.fail(error)
        }
    }

    private func policy(_ key: DataKey) -> UploadPolicy {
        var policy = UploadPolicy(key)
        if let expires { policy.life = expires.duration }
        policy.sizes = maxSize.map { 0...$0.bytes }
        policy.contentTypes = contentType.map(\.type)
        if overwrite { policy.condition = .always }
        return policy
    }

    private func write(_ form: UploadForm, _ console: Console) async throws {
        let key = form.policy.key
        let text: String
        switch format {
        case .json: text = form.json + "\n"
        case .curl: text = try await console.pasted(form.curl(file: key.savedName), key) + "\n"
        case .html:
            guard let html = form.html else {
                throw DataError.unsupported(
                    "This service takes no forms of browsers; the item is put to its address.",
                    hint: "Take --json or --curl.", key: key.text)
            }
            text = try await console.pasted(html, key)
        }
        try await console.out.write(Array(text.utf8))
        try await console.out.flush()
    }
}
