import PersistyChunk
import PersistyData
import PersistyDirectory
import PersistyTestSupport
import Testing

@testable import persisty

/// The commands on keys that somebody chose with care: whatever they say on a terminal, it obeys none of it.
@Suite struct `Commands on hostile keys` {
    @Test(arguments: ["left", "vault"])
    func `list, describe, give and delete them, and say nothing that a terminal obeys`(name: String) async throws {
        let scene = try Scene()
        try scene.addChunkStore("vault")
        let store: any DataStore =
            name == "left"
            ? try DirectoryStore(name: "left", root: scene.path + "/left")
            : try ChunkStore(path: scene.path + "/vault.db")
        var stored = 0
        var places: [String] = []
        for hostile in HostileKey.all {
            // The system gives a program no argument with U+0000 in it.
            guard let text = String(validating: hostile.bytes, as: UTF8.self), !text.utf8.contains(0) else { continue }
            places.append("\(name):\(text)")
            // In a directory some lie in each other's way; on the command line a `/` at the end is a folder.
            guard let key = hostile.key, text.utf8.last != UInt8(ascii: "/"),
                (try? await store.write(key, "content".utf8)) != nil
            else { continue }
            stored += 1
        }
        try #require(stored > places.count / 2)
        for command in [["stat"], ["ls"], ["ls", "-l"], ["cat"], ["rm", "--yes"]] {
            let outcome = await scene.run(command + places, onTerminal: true)
            expectSafe(outcome, command.joined(separator: " "))
            if command == ["cat"] { #expect(outcome.output.count == stored * "content".count) }
            if command[0] == "rm" { #expect(!outcome.errors.isEmpty, "what cannot be is told") }
        }
        for command in [["ls", "-r"], ["ls", "-l", "-r"], ["ls"]] {
            expectSafe(await scene.run(command + ["\(name):"], onTerminal: true), command.joined(separator: " "))
        }
        let left = await scene.run("ls", "-r", "\(name):")
        #expect(Set(left.lines).isSubset(of: ["one.txt", "sub/two.txt", "sub/deep/three.txt"]), "all were deleted")
    }

    @Test func `list and count them by the hundred, a line each`() async throws {
        let scene = try Scene()
        try scene.addChunkStore("vault")
        let store = try ChunkStore(path: scene.path + "/vault.db")
        var stored = 0
        for hostile in HostileKey.all where hostile.refusals["chunk"] == nil {
            guard let key = hostile.key else { continue }
            _ = try await store.write(key, "content".utf8)
            stored += 1
        }
        for command in [["ls", "-r"], ["ls", "-l", "-r"]] {
            let outcome = await scene.run(command + ["vault:"], onTerminal: true)
            expectSafe(outcome, command.joined(separator: " "))
            #expect(outcome.lines.count == stored, "no key makes a line of its own, and none is left out")
        }
    }

    private func expectSafe(_ outcome: Scene.Outcome, _ what: String) {
        for text in [outcome.output, outcome.errors] {
            let unsafe = firstUnsafeScalar(in: text)
            #expect(unsafe == nil, "\(what) says \(unsafe.debugDescription)")
        }
    }
}

extension Scene {
    /// A further store in the configuration.
    fileprivate func addChunkStore(_ name: String) throws {
        let file = "config/persisty/config.toml"
        let store = "\n[[store]]\nname = \"\(name)\"\ntype = \"chunk\"\npath = \"\(path)/\(name).db\"\n"
        try self.file(file, (text(file) ?? "") + store)
    }
}
