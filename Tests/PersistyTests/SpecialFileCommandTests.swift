import Foundation
import PersistyData
import TerminalUI
import Testing

@testable import persisty

@Suite struct `Links and pipes on the command line` {
    /// A working folder with a link to a file, one to a folder, a dangling one and a pipe.
    private func scene() throws -> Scene {
        let scene = try Scene()
        try scene.file("work/other/target.txt", "precious")
        for (target, name) in [("other/target.txt", "lnk"), ("other", "dir"), ("nowhere", "dangling")] {
            symlink(target, scene.path + "/work/" + name)
        }
        mkfifo(scene.path + "/work/pipe", 0o600)
        return scene
    }

    private func names(_ scene: Scene, _ folder: String = "work") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: scene.path + "/" + folder).sorted()
    }

    @Test(arguments: ["lnk", "dir", "dangling", "pipe"])
    func `rm takes the name away, and nothing of what it leads to`(name: String) async throws {
        for options in [[], ["-r", "--yes"]] {
            let scene = try scene()
            let outcome = await scene.run(["rm"] + options + ["./" + name])
            #expect(outcome.status == 0, "\(outcome)")
            #expect(try names(scene) == ["a", "dangling", "dir", "lnk", "other", "pipe"].filter { $0 != name })
            #expect(scene.text("work/other/target.txt") == "precious")
        }
    }

    @Test(arguments: ["lnk", "dir", "dangling", "pipe"])
    func `mv gives the name itself another one`(name: String) async throws {
        let scene = try scene()
        let outcome = await scene.run("mv", "./" + name, "./new")
        #expect(outcome.status == 0, "\(outcome)")
        #expect(try names(scene).contains("new") && !names(scene).contains(name))
        #expect(scene.text("work/other/target.txt") == "precious")
        let into = await scene.run("mv", "./new", "./a/")
        #expect(into.status == 0 && scene.text("work/other/target.txt") == "precious", "\(into)")
        #expect(try names(scene, "work/a") == ["new"])
    }

    @Test func `mv replaces nothing by a link, and leaves it when it would leave its store`() async throws {
        let scene = try scene()
        try scene.file("work/there", "there")
        for (target, sentence) in [
            ("./there", "there: An item of that name is there already."),
            ("right:", "lnk: This is a link; links are not copied."),
        ] {
            let outcome = await scene.run("mv", "--if-exists", "replace", "./lnk", target)
            #expect(outcome.status == 1 && outcome.errors.contains(sentence), "\(outcome)")
        }
        #expect(try names(scene).contains("lnk") && scene.text("work/there") == "there")
        #expect(try names(scene, "right").isEmpty)
    }

    @Test func `rm -r of a folder takes the links in it, and says so when it asks`() async throws {
        let scene = try Scene()
        try scene.file("work/d/x", "12")
        try scene.file("work/precious", "precious")
        symlink("../precious", scene.path + "/work/d/lnk")
        symlink("nowhere", scene.path + "/work/d/dangling")
        mkfifo(scene.path + "/work/d/pipe", 0o600)
        let outcome = await scene.run(["rm", "-r", "./d"], answer: "y")
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.errors.contains("1 item, 2 B, 2 links, 1 pipe (what links lead to stays)?"))
        #expect(try names(scene) == ["a", "precious"] && scene.text("work/precious") == "precious")
    }

    @Test(arguments: [
        ["cp", "-r", "left:", "right:all/"], ["cp", "left:lnk", "left:one.txt", "left:pipe", "right:all/"],
        ["mv", "left:lnk", "left:one.txt", "left:pipe", "right:all/"],
    ])
    func `are refused one by one where they would be copied, and the rest goes on`(arguments: [String]) async throws {
        let scene = try Scene()
        symlink("one.txt", scene.path + "/left/lnk")
        mkfifo(scene.path + "/left/pipe", 0o600)
        let outcome = await scene.run(arguments)
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("left:lnk: This is a link; links are not copied. It is left as it is."))
        #expect(outcome.errors.contains("left:pipe: This is a pipe and has no content to copy."))
        #expect(scene.text("right/all/one.txt") == "one")
        #expect(try names(scene, "left").contains("lnk") && names(scene, "left").contains("pipe"))
    }

    @Test func `names that are not UTF-8 are left alone one by one, spelled as ls spells them`() async throws {
        let scene = try Scene()
        let path = (scene.path + "/left/sub/a").utf8CString.dropLast() + [-1, 0]
        let number = open(Array(path), O_CREAT, 0o600)
        try #require(number >= 0)
        close(number)
        let listed = await scene.run(["ls", "left:sub"], onTerminal: true)
        #expect(listed.lines.contains("sub/a\\xff"), "\(listed)")
        let copied = await scene.run("cp", "-r", "left:sub", "right:")
        #expect(copied.status == 1 && copied.errors.contains("left:sub/a\\xff: This name is not valid UTF-8"))
        #expect(scene.text("right/sub/two.txt") == "two two")
        let deleted = await scene.run("rm", "-r", "--yes", "left:sub")
        #expect(deleted.status == 1 && deleted.errors.contains("left:sub/a\\xff: This name is not valid UTF-8"))
        #expect(scene.text("left/sub/two.txt") == nil && scene.text("left/sub/deep/three.txt") == nil)
    }

    @Test(arguments: ["fail", "skip", "replace", "newer", "different"])
    func `in the way of a copy are told by the plan, and the rest is copied`(policy: String) async throws {
        let scene = try Scene()
        // Enough that their folders are listed, and few of them.
        for count in [2, 80] {
            let (source, target) = ("work/s\(count)", "right/s\(count)")
            for index in 0..<count { try scene.file(source + "/d/\(index)", "x") }
            for name in ["lnk", "in/y"] { try scene.file(source + "/" + name, "x") }
            try FileManager.default.createDirectory(
                atPath: scene.path + "/" + target + "/d", withIntermediateDirectories: true)
            for name in ["lnk", "in"] { symlink("nowhere", scene.path + "/" + target + "/" + name) }
            mkfifo(scene.path + "/" + target + "/d/0", 0o600)
            let arguments = ["cp", "-r", "--if-exists", policy, "./s\(count)", "right:"]
            let planned = await scene.run(arguments + ["--plan"])
            let outcome = await scene.run(arguments)
            for said in [planned, outcome] {
                #expect(said.status == 1)
                #expect(said.errors.contains("lnk: A link of that name is there already."), "\(said)")
                #expect(said.errors.contains("y: A folder on its way there is a link."))
                #expect(said.errors.contains("0: A pipe of that name is there already."))
            }
            // All but the first, and the sum.
            #expect(planned.lines.count == count, "\(planned)")
            #expect(try names(scene, target + "/d").count == count)
            #expect(scene.text(target + "/d/1") == "x")
        }
    }

    @Test func `a folder is not copied onto a link, nor emptied by moving it there`() async throws {
        let scene = try Scene()
        symlink("elsewhere", scene.path + "/right/sub")
        for command in [["cp", "-r"], ["mv"]] {
            let outcome = await scene.run(command + ["left:sub", "right:"])
            #expect(outcome.status == 1 && outcome.errors.contains("A link of that name is there already."))
        }
        #expect(scene.text("left/sub/two.txt") == "two two")
    }

    @Test func `ls names them, and tells their kind in the place of their size and as JSON`() async throws {
        let scene = try scene()
        #expect(await scene.run("ls", ".").lines == ["a/", "dangling", "dir", "lnk", "other/", "pipe"])
        #expect(await scene.run("ls", "./dangling", "./pipe").lines == ["dangling", "pipe"])
        let long = await scene.run("ls", "-l", ".").lines
        #expect(long.contains { $0.hasPrefix("         link  ") && $0.hasSuffix("  dangling") })
        #expect(long.contains { $0.hasPrefix("         pipe  ") && $0.hasSuffix("  pipe") })
        let json = await scene.run("ls", "--json", ".").lines
        #expect(json.contains { $0.contains("\"key\":\"lnk\",\"kind\":\"link\",\"size\":null") })
        #expect(
            await scene.run("ls", "-r", ".").lines.sorted() == ["dangling", "dir", "lnk", "other/target.txt", "pipe"])
    }

    @Test func `ls of a link prints keys under the name that was given`() async throws {
        let scene = try scene()
        #expect(await scene.run("ls", "./dir").lines == ["dir/target.txt"])
        #expect(await scene.run("ls", "-r", "./dir/").lines == ["dir/target.txt"])
        #expect(await scene.run("ls", "./lnk").lines == ["lnk"])
    }

    @Test func `stat tells what they are and where a link leads`() async throws {
        let scene = try scene()
        let dangling = await scene.run("stat", "./dangling")
        #expect(dangling.status == 0)
        for line in ["Key:", "Kind:", "Link to:"] { #expect(dangling.output.contains(line), "\(dangling)") }
        #expect(dangling.output.contains("nowhere"))
        let json = await scene.run("stat", "--json", "./dangling")
        #expect(json.output.contains("\"kind\":\"link\"") && json.output.contains("\"target\":\"nowhere\""))
        #expect(await scene.run("stat", "./pipe").output.contains("pipe"))
        #expect(await scene.run("stat", "./lnk").output.contains("target.txt"))
    }

    @Test(arguments: [
        ("./dangling", "This is a link to “nowhere”, which cannot be reached. Make what it leads to"),
        ("./pipe", "This is a pipe and has no content that could be read."),
        ("left:lnk", "This is a link to “one.txt”, and links are not followed here. Name what it leads to"),
    ])
    func `cat says what they are and what can be done`(place: String, sentence: String) async throws {
        let scene = try scene()
        symlink("one.txt", scene.path + "/left/lnk")
        for command in ["cat", "verify"] {
            let outcome = await scene.run(command, place)
            #expect(outcome.status == 1 && outcome.errors.contains(sentence), "\(outcome)")
        }
    }

    @Test func `a link that is named as a folder is said to be one`() async throws {
        let scene = try scene()
        let outcome = await scene.run("rm", "-r", "--yes", "./dir/")
        #expect(outcome.status == 1 && outcome.errors.contains("This is a link, not a folder."), "\(outcome)")
        #expect(scene.text("work/other/target.txt") == "precious")
    }

    @Test func `mv moves all names of one file, whatever is copied at once`() async throws {
        for width in [1, 8] {
            let scene = try Scene()
            let config = "config/persisty/config.toml"
            try scene.file(config, (scene.text(config) ?? "") + "\n[transfer]\nparallel = \(width)\n")
            // Too big to be in one batch.
            try scene.file("work/a1", String(repeating: "x", count: 3 << 20))
            for name in ["a2", "a3"] { link(scene.path + "/work/a1", scene.path + "/work/" + name) }
            let outcome = await scene.run("mv", "./a1", "./a2", "./a3", "right:")
            #expect(outcome.status == 0, "\(outcome)")
            #expect(try names(scene) == ["a"] && names(scene, "right") == ["a1", "a2", "a3"])
        }
    }
}
