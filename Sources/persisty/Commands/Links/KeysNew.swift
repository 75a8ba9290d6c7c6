import ArgumentParser
import NIOPosix
import PersistyConfiguration
import TerminalUI

/// `persisty keys new`
struct KeysNew: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Make a key, and print the line of the configuration that names it.",
        discussion: "The file is new, has 32 bytes that nobody can guess, and only its owner may read it.")

    @Argument(help: "What the key is called: letters, digits, - and _.") var id: String
    @Option(help: ArgumentHelp("Where it is made; beside the configuration, unless said otherwise.", valueName: "file"))
    var file: String?
    @OptionGroup(title: "Everywhere") var options: GlobalOptions

    func validate() throws {
        guard ServerConfiguration.Key.isID(id) else {
            throw ValidationError("The id of a key has 1 to 64 letters, digits, “-” and “_”.")
        }
    }

    func run(on console: Console) async throws {
        let settings = try await KeySettings(options, console)
        guard !settings.keys.contains(where: { $0.id == id }) else {
            throw UsageError("The id “\(id)” is another key's already; “persisty keys list” shows them.")
        }
        let path =
            file.map { $0.hasPrefix("/") ? $0 : console.currentDirectory + "/" + $0 }
            ?? settings.folder + "/" + id + ".key"
        let folder = settings.folder
        let isBeside = file == nil
        do {
            try await NIOThreadPool.singleton.runIfActive {
                if isBeside { _ = PrivateFolder.make(folder) }
                try KeyFile.make(path)
            }
        } catch {
            return try await console.fail(error)
        }
        await console.say("The key is in \(path). Write into \(settings.file):")
        for line in settings.advice(settings.keys.adding(id: id, file: path)) {
            try await console.out.write(ShownText(line))
        }
    }
}

/// `persisty keys rotate`
struct KeysRotate: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Print the line by which the next key signs, and the one that signed verifies.",
        discussion: "Nothing is changed: put the line in the place of the one that is there, on all servers.")

    @OptionGroup(title: "Everywhere") var options: GlobalOptions

    func run(on console: Console) async throws {
        let settings = try await KeySettings(options, console)
        guard let rotated = settings.keys.rotated else {
            throw UsageError(
                "No key has the status “next”. Make one by “persisty keys new ID”, and let all servers know it.")
        }
        await console.say("Write into \(settings.file), in the place of its “keys”:")
        try await console.out.write(ShownText(rotated.line(in: settings.folder)))
        try await console.out.flush()
        if let life = settings.server?.maxLife, rotated.contains(where: { $0.status == .verify }) {
            let days = ShownText.count((life + 86_399) / 86_400, "day", "days")
            await console.say("A key with the status “verify” can be left out \(days) after it last signed.")
        }
    }
}
