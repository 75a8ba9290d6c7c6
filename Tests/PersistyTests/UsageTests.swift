import Glibc
import Logging
import PersistyConfiguration
import Testing

@testable import persisty

@Suite struct `The program` {
    @Test func `exits with 2 for wrong usage and says what is wanted`() async throws {
        let scene = try Scene()
        for arguments in [
            ["ls"], ["ls", "--none", "left:"], ["cp", "left:"], ["cat", "--range", "x", "left:one.txt"],
        ] {
            let outcome = await scene.run(arguments)
            #expect(outcome.status == 2 && !outcome.errors.isEmpty && outcome.output.isEmpty, "\(arguments)")
        }
        let unknown = await scene.run("ls", "lfet:")
        #expect(unknown.status == 2)
        #expect(unknown.errors == "persisty: There is no store “lfet”. Did you mean “left”?\n")
        #expect(await scene.run("ls", "plain").errors.contains("./plain"))
        let far = await scene.run("ls", "\u{1B}[2Jzzzzzz:")
        #expect(far.status == 2 && far.errors.contains("left, right, fixed, gone") && !far.errors.contains("\u{1B}"))
    }

    @Test(
        arguments: [
            ([], []), (["."], ["."]), (["./a", "vault:b/"], ["./a", "vault:b/"]), (["browse", "vault:"], ["vault:"]),
            (["browse", "ls"], nil), (["ls"], nil), (["help"], nil), (["--help"], nil), (["a", "--config", "x"], nil),
            (["a", "b", "c"], nil), ([""], nil), (["a", "ls"], ["a", "ls"]), (["browse", "browse"], nil),
        ] as [([String], [String]?)])
    func `takes arguments for places where they can be nothing else`(arguments: [String], places: [String]?) {
        #expect(Browse.places(arguments) == places)
    }

    @Test func `tells its version`() async throws {
        let outcome = await (try Scene()).run("--version")
        #expect(outcome.status == 0 && outcome.output.hasPrefix("persisty "))
    }

    @Test func `exits with 2 for a faulty configuration and does nothing`() async throws {
        let scene = try Scene()
        try scene.file("config/persisty/config.toml", "[[store]]\nname = \"a\"\ntype = \"directory\"\npth = \"x\"\n")
        let outcome = await scene.run("stores")
        #expect(outcome.status == 2 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("config.toml:4:1: store[0].pth:"))
        #expect(outcome.errors.contains("Did you mean “path”?"))
    }

    @Test func `takes the configuration that is named, before the command or after it`() async throws {
        let scene = try Scene()
        try scene.file("work/other.toml", "[[store]]\nname = \"only\"\ntype = \"directory\"\npath = \"a\"\n")
        for arguments in [["--config", "other.toml", "stores"], ["stores", "--config", "other.toml"]] {
            let outcome = await scene.run(arguments)
            #expect(outcome.status == 0 && outcome.output.hasPrefix("only "), "\(outcome)")
        }
        #expect(await scene.run("stores", "--config", "none.toml").status == 2)
    }

    @Test func `answers help and exits with 0`() async throws {
        let scene = try Scene()
        for arguments in [["--help"], ["ls", "--help"], ["help", "cp"], ["config", "check", "--help"]] {
            let outcome = await scene.run(arguments)
            #expect(outcome.status == 0 && outcome.output.contains("USAGE: persisty"), "\(arguments) \(outcome)")
        }
        #expect(await scene.run("ls", "--help").output.contains("--print0"))
    }

    @Test func `checks the configuration`() async throws {
        let scene = try Scene()
        let outcome = await scene.run("config", "check")
        #expect(outcome.status == 0 && outcome.output.contains("4 stores"))
        // `fixed` lies inside `left`.
        #expect(outcome.errors.contains("lies inside"))
        unlink(scene.path + "/config/persisty/config.toml")
        #expect(await scene.run("config", "check").output.contains("There is no configuration"))
        #expect(await scene.run("ls", "here:").lines == ["a/"])
    }

    @Test(
        arguments: [
            ("delte = [\"D\"]", "2:1: ui.keys.delte: There is no action “delte”. Did you mean “delete”?"),
            ("delete = [\"ctrl-nokey\"]", "2:1: ui.keys.delete: “nokey” in “ctrl-nokey” is no key."),
            ("delete = [\"D\"]\nyank = [\"D x\"]", "3:1: ui.keys.yank: “D” means “delete” already."),
        ])
    func `says where in the configuration a key cannot be bound`(keys: String, fault: String) async throws {
        let scene = try Scene()
        try scene.file("config/persisty/config.toml", "[ui.keys]\n\(keys)\n")
        let outcome = await scene.run("config", "check")
        #expect(outcome.status == 2 && outcome.errors.contains("config.toml:\(fault)"), "\(outcome)")
    }

    @Test func `does not call a configuration right whose theme is not there`() async throws {
        let scene = try Scene()
        try scene.file("config/persisty/config.toml", "[ui]\ntheme = \"none-such\"\n")
        let outcome = await scene.run("config", "check")
        #expect(outcome.status == 0 && outcome.errors.contains("warning: theme none-such"), "\(outcome)")
        #expect(outcome.output.contains("it can be used, with 1 warning"), "\(outcome)")
    }

    @Test func `is quiet when its reader has gone`() async throws {
        let scene = try Scene()
        let errors = Kept()
        let console = Console(
            out: Output(isTerminal: false) { _ in throw OutputClosed() },
            errors: Output(isTerminal: false) { errors.append($0) },
            environment: ["HOME": scene.path, "XDG_CONFIG_HOME": scene.path + "/config"],
            currentDirectory: scene.path)
        #expect(await Program.run(["ls", "left:"], on: console) == 0)
        #expect(errors.text.isEmpty)
    }

    @Test func `logs to a file of its own with every value escaped`() async throws {
        let scene = try Scene()
        let logger = LogFile.logger(in: scene.path + "/state/persisty", level: .info)
        logger.info("hello \u{1B}[2J", metadata: ["key": "a\nb"])
        logger.debug("not this")
        let text = try #require(scene.text("state/persisty/persisty.log"))
        #expect(
            text.hasSuffix(#" info hello \u{1b}[2J key=a\u{a}b pid="# + "\(getpid())\n")
                && text.count { $0 == "\n" } == 1)
        var status = stat()
        #expect(stat(scene.path + "/state/persisty/persisty.log", &status) == 0 && status.st_mode & 0o777 == 0o600)
        #expect(stat(scene.path + "/state/persisty", &status) == 0 && status.st_mode & 0o777 == 0o700)
    }
}
