import Foundation
import Testing

@testable import persisty

@Suite struct `The copying commands` {
    @Test func `cp copies an item under its name or another`() async throws {
        let scene = try Scene()
        #expect(await scene.run("cp", "left:one.txt", "right:").status == 0)
        #expect(scene.text("right/one.txt") == "one")
        #expect(await scene.run("cp", "left:one.txt", "right:other.txt").status == 0)
        #expect(scene.text("right/other.txt") == "one")
        #expect(await scene.run("cp", "left:one.txt", "right:new/").status == 0)
        #expect(scene.text("right/new/one.txt") == "one")
        #expect(await scene.run("cp", "left:one.txt", "left:sub/two.txt", "right:new").status == 0)
        #expect(scene.text("right/new/two.txt") == "two two")
    }

    @Test func `cp takes local paths on both sides`() async throws {
        let scene = try Scene()
        try scene.file("work/w.txt", "w")
        #expect(await scene.run("cp", "./w.txt", "right:").status == 0)
        #expect(scene.text("right/w.txt") == "w")
        #expect(await scene.run("cp", "right:w.txt", "./back.txt").status == 0)
        #expect(scene.text("work/back.txt") == "w")
        #expect(await scene.run("cp", "right:w.txt", "./a").status == 0)
        #expect(scene.text("work/a/w.txt") == "w")
    }

    @Test func `cp -r copies a folder with all in it, and refuses without -r`() async throws {
        let scene = try Scene()
        let refused = await scene.run("cp", "left:sub", "right:")
        #expect(refused.status == 1 && refused.errors.contains("-r"))
        #expect(await scene.run("cp", "-r", "left:sub", "right:").status == 0)
        #expect(scene.text("right/sub/deep/three.txt") == "three three three")
        #expect(await scene.run("cp", "-r", "left:sub", "right:renamed").status == 0)
        #expect(scene.text("right/renamed/two.txt") == "two two")
        #expect(await scene.run("cp", "-r", "left:", "right:all/").status == 0)
        #expect(scene.text("right/all/sub/two.txt") == "two two" && scene.text("right/all/one.txt") == "one")
    }

    @Test(arguments: [
        ("fail", Int32(1), "old"), ("skip", 0, "old"), ("replace", 0, "one"), ("different", 0, "one"),
        ("newer", 0, "old"),
    ])
    func `cp --if-exists decides`(word: String, status: Int32, content: String) async throws {
        let scene = try Scene()
        try scene.file("right/one.txt", "old")
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 4_000_000_000)], ofItemAtPath: scene.path + "/right/one.txt")
        let outcome = await scene.run("cp", "--if-exists", word, "left:one.txt", "right:")
        #expect(outcome.status == status, "\(outcome)")
        #expect(scene.text("right/one.txt") == content)
    }

    @Test func `cp without --if-exists replaces nothing and carries on`() async throws {
        let scene = try Scene()
        try scene.file("right/one.txt", "old")
        let outcome = await scene.run("cp", "-r", "left:", "right:")
        #expect(outcome.status == 1 && scene.text("right/one.txt") == "old")
        #expect(scene.text("right/sub/two.txt") == "two two")
        #expect(outcome.errors.split(separator: "\n").count == 1 && outcome.errors.contains("one.txt"), "\(outcome)")
    }

    @Test func `cp --plan does nothing and tells all`() async throws {
        let scene = try Scene()
        try scene.file("right/one.txt", "old")
        let lines = await scene.run("cp", "-r", "--plan", "--json", "left:", "right:").lines
        let objects = try lines.compactMap { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
        #expect(objects.count == 3)
        let one = objects.first { $0["key"] as? String == "one.txt" }
        #expect(one?["exists"] as? Bool == true && one?["size"] as? Int == 3 && one?["target"] as? String == "one.txt")
        let text = await scene.run("cp", "-r", "--plan", "left:", "right:").output
        #expect(text.contains("left:sub/two.txt -> right:sub/two.txt") && text.contains("Nothing was copied."))
        #expect(scene.text("right/sub/two.txt") == nil)
    }

    @Test func `cp reads the standard input and writes the standard output`() async throws {
        let scene = try Scene()
        #expect(await scene.run("cp", "-", "right:in.txt", input: "typed").status == 0)
        #expect(scene.text("right/in.txt") == "typed")
        #expect(await scene.run("cp", "-", "right:in.txt", input: "again").status == 1)
        #expect(scene.text("right/in.txt") == "typed")
        #expect(await scene.run("cp", "--if-exists", "replace", "-", "right:in.txt", input: "again").status == 0)
        #expect(await scene.run("cp", "right:in.txt", "-").output == "again")
        #expect(await scene.run("cp", "-", "right:").status == 2)
    }

    @Test func `mv moves, within a store and to another`() async throws {
        let scene = try Scene()
        #expect(await scene.run("mv", "left:one.txt", "left:first.txt").status == 0)
        #expect(scene.text("left/first.txt") == "one" && scene.text("left/one.txt") == nil)
        #expect(await scene.run("mv", "left:sub", "right:moved").status == 0)
        #expect(scene.text("right/moved/deep/three.txt") == "three three three")
        #expect(scene.text("left/sub/two.txt") == nil)
    }

    @Test func `rm deletes an item, and a folder only by -r and with an answer`() async throws {
        let scene = try Scene()
        #expect(await scene.run("rm", "left:one.txt").status == 0)
        #expect(scene.text("left/one.txt") == nil)
        #expect(await scene.run("rm", "left:sub").status == 1)
        #expect(await scene.run("rm", "-r", "left:sub").status == 2)
        let declined = await scene.run("rm", "-r", "left:sub", answer: "n")
        #expect(declined.errors.contains("2 items, 24 B?") && scene.text("left/sub/two.txt") != nil)
        #expect(await scene.run("rm", "-r", "left:sub", answer: "yes").status == 0)
        #expect(!FileManager.default.fileExists(atPath: scene.path + "/left/sub"))
        #expect(await scene.run("rm", "left:one.txt").status == 1)
    }

    @Test func `rm -r --yes does not ask`() async throws {
        let scene = try Scene()
        #expect(await scene.run("rm", "-r", "--yes", "left:sub").status == 0)
        #expect(scene.text("left/sub/two.txt") == nil && scene.text("left/one.txt") == "one")
    }

    @Test func `a read-only store is not changed`() async throws {
        let scene = try Scene()
        for arguments in [["cp", "left:one.txt", "fixed:"], ["rm", "fixed:two.txt"], ["mv", "fixed:two.txt", "right:"]] {
            let outcome = await scene.run(arguments)
            #expect(outcome.status == 1 && !outcome.errors.isEmpty, "\(arguments)")
        }
        #expect(scene.text("left/sub/two.txt") == "two two" && scene.text("left/sub/one.txt") == nil)
    }
}
