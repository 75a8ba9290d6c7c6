import Foundation
import Testing

@testable import persisty

@Suite struct `The keys command` {
    private func add(_ line: String, to scene: Scene) throws {
        let settings = try #require(scene.text("config/persisty/config.toml"))
        let kept = settings.split(separator: "\n").filter { !$0.hasPrefix("keys") && $0 != "[server]" }
        try scene.file("config/persisty/config.toml", kept.joined(separator: "\n") + "\n[server]\n" + line + "\n")
    }

    @Test func `makes keys that only their owner reads, prints what to write, and changes no configuration`()
        async throws
    {
        let scene = try Scene()
        let before = scene.text("config/persisty/config.toml")
        let made = await scene.run("keys", "new", "k1")
        #expect(made.lines == ["[server]", #"keys = [{ id = "k1", file = "k1.key", status = "signing" }]"#])
        #expect(made.status == 0 && made.errors.contains("config.toml:"))
        #expect(scene.text("config/persisty/config.toml") == before)
        let path = scene.path + "/config/persisty/k1.key"
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.size] as? Int == 32 && attributes[.posixPermissions] as? Int == 0o600)
        let bytes = FileManager.default.contents(atPath: path)
        let again = await scene.run("keys", "new", "k1")
        #expect(again.status == 1 && again.errors.contains("left as it is"))
        #expect(FileManager.default.contents(atPath: path) == bytes)
        try add(made.lines[1], to: scene)
        #expect(await scene.run("url", "left:one.txt").status == 0)
        #expect(await scene.run("keys", "new", "k1").status == 2)
        let next = await scene.run("keys", "new", "k2", "--file", "k2.bytes")
        #expect(
            next.lines == [
                #"keys = [{ id = "k1", file = "k1.key", status = "signing" }, "#
                    + #"{ id = "k2", file = "\#(scene.path)/work/k2.bytes", status = "next" }]"#
            ])
    }

    @Test func `rotates by a line to put there: next, signing, verify`() async throws {
        let scene = try Scene()
        _ = await scene.run("keys", "new", "a")
        _ = await scene.run("keys", "new", "b")
        try add(
            #"keys = [{ id = "a", file = "a.key", status = "signing" }, { id = "b", file = "b.key", status = "next" }]"#,
            to: scene)
        let before = scene.text("config/persisty/config.toml")
        let rotated = await scene.run("keys", "rotate")
        #expect(
            rotated.lines == [
                #"keys = [{ id = "a", file = "a.key", status = "verify" }, "#
                    + #"{ id = "b", file = "b.key", status = "signing" }]"#
            ])
        #expect(scene.text("config/persisty/config.toml") == before)
        try add(rotated.lines[0], to: scene)
        #expect(await scene.run("url", "left:one.txt").status == 0)
        #expect(await scene.run("keys", "rotate").errors.contains("persisty keys new"))
    }

    @Test func `lists keys with what is wrong with them, and nothing of the keys themselves`() async throws {
        let scene = try Scene()
        _ = await scene.run("keys", "new", "a")
        try add(
            #"keys = [{ id = "a", file = "a.key", status = "signing" }, { id = "b", file = "b.key", status = "next" }]"#,
            to: scene)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: scene.path + "/config/persisty/a.key")
        try scene.file("config/persisty/b.key", "canary-canary-canary-canary-canary")
        let list = await scene.run("keys", "list")
        #expect(list.status == 0 && list.lines.count == 2)
        #expect(list.lines[0].hasPrefix("a  signing  20") && list.lines[0].contains("it must be 0600. Run chmod 600"))
        let json = await scene.run("keys", "list", "--json")
        #expect(json.lines[1].hasPrefix(#"{"id":"b","status":"next","modified":"20"#))
        for outcome in [list, json, await scene.run("url", "left:one.txt")] {
            #expect(!(outcome.output + outcome.errors).contains("canary-"))
        }
    }
}
