import ArgumentParser
import PersistyData
import TerminalUI

/// `persisty url`
struct LinkURL: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "url", abstract: "Sign addresses by which others read, write or delete items.",
        discussion: """
            Whoever has the address may do what it is for until it ends: 15 minutes, unless --expires says otherwise. \
            The standard output has the addresses alone, the standard error when they end. A bucket's own service honours \
            them; those of other stores a server does, “persisty serve”. With --put nothing is replaced, unless --overwrite \
            says so. With --from-file each line is a place, or, where one place is given, a key in it.
            """)

    @Argument(help: ArgumentHelp("The items.", valueName: "place")) var places: [String] = []
    @Flag(help: "What it is for; to read, unless said otherwise.") var method: Method?
    @Option(help: ArgumentHelp("How long it lives, at most 7d.", valueName: "time")) var expires: LinkLife?
    @Option(help: ArgumentHelp("The name under which it is saved.", valueName: "name")) var filename: String?
    @Option(help: ArgumentHelp("The type to answer with, or that must be sent.", valueName: "type"))
    var contentType: TypeOption?
    @Flag(help: "Let a browser show it, where that is safe.") var inline = false
    @Flag(help: "With --put: let it replace what is there.") var overwrite = false
    @Flag var format: LinkFormat?
    @Option(help: ArgumentHelp("Read the items from a file, one a line; “-” is the standard input.", valueName: "file"))
    var fromFile: String?
    @OptionGroup(title: "Everywhere") var options: GlobalOptions

    /// What it is for, where it is not reading.
    enum Method: EnumerableFlag {
        case put, head, delete

        static func help(for value: Method) -> ArgumentHelp? {
            switch value {
            case .put: "Write the item."
            case .head: "Read its size, time and type alone."
            case .delete: "Delete the item."
            }
        }
    }

    func validate() throws {
        try expires?.check()
        guard !places.isEmpty || fromFile != nil else { throw ValidationError("This wants at least one item.") }
        guard fromFile == nil || places.count <= 1 else {
            throw ValidationError("--from-file goes with one place at most, which the keys are in.")
        }
        guard !overwrite || method == .put else { throw ValidationError("--overwrite goes with --put.") }
        guard filename == nil && !inline || method == nil else {
            throw ValidationError("--filename and --inline are for reading.")
        }
        guard contentType == nil || method == nil || method == .put else {
            throw ValidationError("--content-type is for reading and writing.")
        }
    }

    func run(on console: Console) async throws {
        let found = try places.map { try Place($0) }
        let session = try await Session(options, on: console, for: "url", places)
        var run = LinkRun(session: session, format: format, settings: settings, takesOpenAddress: takesOpenAddress)
        if let fromFile {
            for try await line in try PlaceLines(fromFile, console) { try await run.add(line: line, in: found.first) }
        } else {
            for place in found { try await run.add(place) }
        }
        try await run.finish()
    }

    /// The address of what everybody may read has no end and no name of its own.
    private var takesOpenAddress: Bool {
        (method == nil || method == .head) && expires == nil && filename == nil && contentType == nil && !inline
    }

    private var settings: LinkSettings {
        var settings = LinkSettings()
        settings.method =
            switch method {
            case nil: .get
            case .put: .put
            case .head: .head
            case .delete: .delete
            }
        if let expires { settings.life = expires.duration }
        (settings.fileName, settings.contentType, settings.isInline) = (filename, contentType?.type, inline)
        if overwrite { settings.condition = .always }
        return settings
    }
}
