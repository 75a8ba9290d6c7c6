import Foundation
import Testing

@testable import persisty

@Suite struct `The listing commands` {
    @Test func `ls lists one level, sorted, folders with a slash`() async throws {
        let scene = try Scene()
        let outcome = await scene.run("ls", "left:")
        #expect(outcome.status == 0 && outcome.lines == ["one.txt", "sub/"] && outcome.errors.isEmpty)
        #expect(await scene.run("ls", "left:sub").lines == ["sub/deep/", "sub/two.txt"])
        #expect(await scene.run("ls", "left:one.txt").lines == ["one.txt"])
        #expect(await scene.run("ls", "../left").lines == ["left/one.txt", "left/sub/"])
        #expect(await scene.run("ls", "~/../left/").lines.count == 0, "home is not there")
    }

    @Test func `ls -r lists every item`() async throws {
        let scene = try Scene()
        #expect(
            await scene.run("ls", "-r", "left:").lines.sorted()
                == ["one.txt", "sub/deep/three.txt", "sub/two.txt"])
    }

    @Test func `ls -l shows size, time and validator`() async throws {
        let scene = try Scene()
        let line = try #require(await scene.run("ls", "-l", "left:one.txt").lines.first)
        #expect(line.firstMatch(of: /^ +3  \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ  [0-9a-f—]+ *  one\.txt$/) != nil, "\(line)")
        #expect(await scene.run("ls", "-lh", "left:one.txt").output.hasPrefix("     3 B  "))
    }

    @Test func `ls --json is one object a line`() async throws {
        let scene = try Scene()
        let lines = await scene.run("ls", "--json", "left:").lines
        let objects = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
        #expect(objects.count == 2)
        #expect(objects[0]?["key"] as? String == "one.txt" && objects[0]?["kind"] as? String == "item")
        #expect(objects[0]?["size"] as? Int == 3 && (objects[0]?["modified"] as? String)?.hasSuffix("Z") == true)
        #expect(objects[1]?["key"] as? String == "sub/" && objects[1]?["kind"] as? String == "folder")
        #expect(Set(objects[1]?.keys ?? [:].keys) == ["key", "kind", "size", "modified", "etag", "contentType"])
    }

    @Test func `keys are raw for a program and escaped for a terminal`() async throws {
        let scene = try Scene()
        try scene.file("right/a\u{1B}[2J\u{202E}b", "x")
        #expect(await scene.run("ls", "right:").output == "a\u{1B}[2J\u{202E}b\n")
        #expect(await scene.run("ls", "-0", "right:").output == "a\u{1B}[2J\u{202E}b\0")
        #expect(await scene.run("ls", "right:", onTerminal: true).output == "a\\u{1b}[2J\\u{202e}b\n")
        let told = await scene.run("stat", "right:a\u{1B}[2J\u{202E}b")
        #expect(told.status == 0 && !told.output.contains("\u{1B}") && !told.output.contains("\u{202E}"))
        let missing = await scene.run("cat", "right:\u{1B}]0;x\u{07}")
        #expect(missing.status == 1 && !missing.errors.contains("\u{1B}"))
    }

    @Test func `stat reads the ETag from the content`() async throws {
        let scene = try Scene()
        let line = await scene.run("stat", "--json", "left:one.txt").output
        let read = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        // MD5 of "one".
        #expect(read?["etag"] as? String == "f97c5d29941bfb1b2fdab0874906ab82")
        #expect(read?["contentType"] as? String == "text/plain" && read?["store"] as? String == "left")
        #expect(await scene.run("stat", "left:one.txt").output.contains("3 bytes"))
        #expect(await scene.run("stat", "--json", "left:sub").output.contains(#""kind":"folder""#))
    }

    @Test func `cat writes bytes as they are, and ranges of them`() async throws {
        let scene = try Scene()
        #expect(await scene.run("cat", "left:one.txt", "left:sub/two.txt").output == "onetwo two")
        #expect(await scene.run("cat", "--range", "1-", "left:one.txt").output == "ne")
        #expect(await scene.run("cat", "--range", "0-0", "left:one.txt").output == "o")
        #expect(await scene.run("cat", "--range", "-2", "left:one.txt").output == "ne")
        let outcome = await scene.run("cat", "--range", "5-9", "left:one.txt", "left:sub/two.txt")
        #expect(outcome.status == 1 && outcome.output == "wo", "the rest is carried on")
    }

    @Test func `a failure is one sentence and the rest is carried on`() async throws {
        let scene = try Scene()
        let outcome = await scene.run("ls", "left:none", "gone:", "left:")
        #expect(outcome.status == 1 && outcome.lines == ["one.txt", "sub/"])
        #expect(outcome.errors.split(separator: "\n").count == 2)
        #expect(outcome.errors.contains("persisty: left:none: There is no such item or folder."))
    }

    @Test func `stores tells which cannot be opened, and why`() async throws {
        let scene = try Scene()
        let lines = await scene.run("stores").lines
        #expect(lines.count == 4 && lines[0].hasPrefix("left   directory  full"))
        #expect(lines[2].contains("read-only") && lines[3].contains("unavailable: "))
        let last = try #require(await scene.run("stores", "--json").lines.last)
        let object = try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any]
        #expect(object?["available"] as? Bool == false && object?["reason"] is String)
    }

    @Test func `verify says what is known`() async throws {
        let scene = try Scene()
        let outcome = await scene.run("verify", "left:")
        #expect(outcome.status == 0 && outcome.output.contains("3 items"), "\(outcome)")
        #expect(await scene.run("verify", "--json", "left:one.txt").lines.count == 1)
    }
}
