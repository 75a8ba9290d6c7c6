import Browser
import NIOCore
import PersistyChunk
import PersistyData
import PersistyDirectory
import PersistyTransfer
import TerminalUI
import Testing

@testable import persisty

@Suite struct `A walk through the browser` {
    private func memory(_ name: String, _ items: [String: String] = [:]) async throws -> MemoryStore {
        let store = MemoryStore(name: name)
        for (key, text) in items { try await store.write(DataKey(key), text.utf8) }
        return store
    }

    private func text(_ key: String, in store: any DataStore) async throws -> String? {
        try await store.bytes(of: DataKey(key), upTo: 1 << 20).map { String(buffer: $0) }
    }

    @Test func `lists both panes, opens folders and comes back`() async throws {
        let walk = try await Walk(
            memory("here", ["a.txt": "a", "sub/b.txt": "b", "sub/deep/c.txt": "c"]), memory("vault", ["v": "v"]))
        await walk.settle()
        #expect(walk.names(.left) == ["sub/", "a.txt"] && walk.names(.right) == ["v"])
        try await walk.press("enter")
        #expect(walk.names(.left) == ["deep/", "b.txt"] && walk.model.pane.isOnParentLine)
        try await walk.press("j", "enter")
        #expect(walk.names(.left) == ["c.txt"])
        try await walk.press("backspace")
        #expect(walk.cursorName(.left) == "deep/")
        try await walk.press("H", "H")
        #expect(walk.names(.left) == ["deep/", "b.txt"])
        try await walk.press("H")
        #expect(walk.names(.left) == ["sub/", "a.txt"])
    }

    @Test func `copies to the other pane with the same ETag, and says by what it was verified`() async throws {
        let (here, vault) = (try await memory("here", ["a": "alpha", "b": "beta"]), try await memory("vault"))
        let walk = try await Walk(here, vault)
        await walk.settle()
        try await walk.press("j", "f5")
        #expect(walk.screen.contains("1 item, 4 B"))
        #expect(try await text("b", in: vault) == nil)
        try await walk.press("enter")
        #expect(try await text("b", in: vault) == "beta")
        #expect(walk.names(.right) == ["b"] && walk.cursorName(.right) == "b")
        let etags = walk.model.panes.right.rows.map { walk.model.panes.right.listing.etag($0) }
        #expect(etags == [try await here.read(DataKey("b"))?.etag])
        #expect(
            walk.model.notice?.text.text.contains("verified by") == true
                || walk.model.notice?.text.text.contains("recorded") == true)
    }

    @Test(arguments: [("s", "theirs", nil as String?), ("o", "ours", nil), ("k", "theirs", "ours")])
    func `resolves a conflict as it was told`(key: String, there: String, other: String?) async throws {
        let (here, vault) = (try await memory("here", ["a": "ours"]), try await memory("vault", ["a": "theirs"]))
        let walk = try await Walk(here, vault)
        await walk.settle()
        try await walk.press("f5")
        #expect(walk.screen.contains("1 item of that name is there already"))
        try await walk.press(key, "enter")
        #expect(try await text("a", in: vault) == there)
        #expect(try await text("a-2", in: vault) == other)
    }

    @Test func `moves, and the source is empty then`() async throws {
        let (here, vault) = (try await memory("here", ["f/a": "1", "f/b": "2"]), try await memory("vault"))
        let walk = try await Walk(here, vault)
        await walk.settle()
        try await walk.press("f6", "enter")
        #expect(walk.names(.left).isEmpty && walk.names(.right) == ["f/"])
        #expect(try await text("f/b", in: vault) == "2")
        #expect(walk.screen.contains("Moved 2 items to vault"))
    }

    @Test func `cuts here and pastes there inside one store`() async throws {
        let here = try await memory("here", ["a": "1", "f/b": "2"])
        let walk = try await Walk(here)
        await walk.settle()
        try await walk.press("j", "x", "k", "enter", "p", "enter")
        #expect(try await text("f/a", in: here) == "1")
        #expect(try await text("a", in: here) == nil)
        #expect(walk.names(.left) == ["a", "b"] && walk.names(.right) == ["f/"])
    }

    @Test func `deletes what was confirmed, and only then`() async throws {
        let here = try await memory("here", ["a": "1", "b": "2", "f/c": "3"])
        let walk = try await Walk(here)
        await walk.settle()
        try await walk.press("space", "space", "d")
        #expect(walk.screen.contains("2 items, 2 B"))
        try await walk.press("escape")
        #expect(walk.names(.left).count == 3)
        try await here.write(DataKey("f/late"), "4".utf8)
        try await walk.press("d")
        try await here.write(DataKey("f/later"), "5".utf8)
        try await walk.press("y")
        #expect(try await text("f/later", in: here) == "5")
        #expect(walk.names(.left) == ["f/", "b"])
    }

    @Test func `renames and makes folders, with the cursor on the new name, and says why it cannot`() async throws {
        let here = try await memory("here", ["a": "1", "b": "2"])
        let walk = try await Walk(here)
        await walk.settle()
        try await walk.press("r", "ctrl-u")
        await walk.type("z")
        try await walk.press("enter")
        #expect(walk.names(.left) == ["b", "z"] && walk.cursorName(.left) == "z")
        try await walk.press("r", "ctrl-u")
        await walk.type("b")
        try await walk.press("enter")
        #expect(walk.model.problemCount == 1 && walk.names(.left) == ["b", "z"])
        try await walk.press("escape", "a")
        await walk.type("new")
        try await walk.press("enter")
        #expect(walk.cursorName(.left) == "new/")
    }

    @Test func `views a long item by stretches, and inspects with digests`() async throws {
        let lines = (0..<50_000).map { "line \($0)\n" }.joined()
        let walk = try await Walk(memory("here", ["a.txt": lines]))
        await walk.settle()
        try await walk.press("f3")
        #expect(walk.screen.contains("line 0"))
        try await walk.press("G")
        #expect(walk.screen.contains("line 49999"))
        try await walk.press("g", "pagedown", "escape", "i", "#")
        #expect(walk.model.inspector?.digests.count == Digest.Algorithm.allCases.count)
        #expect(walk.screen.contains("SHA-256") && !walk.screen.contains("being asked for"))
    }

    @Test func `says why a store is not available, and the others work`() async throws {
        let walk = try await Walk(memory("here", ["a": "1"]), memory("vault"))
        await walk.settle()
        try await walk.press("3")
        #expect(walk.screen.contains("The folder “/gone” is not there.") && walk.screen.contains("3 gone !"))
        try await walk.press("1")
        #expect(walk.names(.left) == ["a"])
    }

    @Test func `goes to places as typed, and says what is not one`() async throws {
        let walk = try await Walk(memory("here", ["f/g/a": "1"]), memory("vault", ["v/w": "2"]))
        await walk.settle()
        try await walk.press(":")
        await walk.type("vault:v/w")
        try await walk.press("enter")
        #expect(walk.model.panes.left.place.prefix.text == "v/" && walk.cursorName(.left) == "w")
        try await walk.press(":")
        await walk.type("here:f/g/")
        try await walk.press("enter")
        #expect(walk.names(.left) == ["a"])
    }

    @Test func `stops a listing that does not end`() async throws {
        let store = HeldStore("here", holding: .list)
        try await store.memory.write(DataKey("a"), "1".utf8)
        let walk = try await Walk(store, memory("vault"))
        await walk.wait { $0.panes.left.listing.count == 1 }
        #expect(walk.screen.contains("1+ listing… Esc stops"))
        try await walk.press("escape")
        #expect(walk.model.panes.left.listing.state == .stopped && walk.names(.left) == ["a"])
    }

    @Test func `cancels a transfer that does not end, and nothing is half-way`() async throws {
        let store = HeldStore("here", holding: .read)
        try await store.memory.write(DataKey("a"), "begun and never ended".utf8)
        let vault = try await memory("vault")
        let walk = try await Walk(store, vault)
        await walk.settle()
        try await walk.press("f5")
        try walk.begin("enter")
        await walk.runner.idle()
        let running = await walk.engine.snapshot()
        #expect(running.activeCount == 1)
        _ = walk.model.update(.transfers(running))
        #expect(walk.screen.contains("1 running"))
        try walk.begin("w", "x")
        await walk.settle()
        #expect(walk.screen.contains("cancelled"))
        #expect(try await vault.read(DataKey("a")) == nil)
        try await walk.press("escape", "q")
        #expect(walk.hasQuit)
    }
}

@Suite struct `A walk over a folder and a database` {
    @Test func `shows sizes and ETags, copies both ways, and verifies`() async throws {
        let scene = try Scene()
        for number in 0..<20 { try scene.file("right/f\(10 + number).txt", "content \(number)") }
        let here = try DirectoryStore(name: "here", root: scene.path + "/right")
        let vault = try ChunkStore(name: "vault", path: scene.path + "/vault.sqlite")
        let walk = try await Walk(here, vault)
        await walk.settle()
        #expect(walk.names(.left).count == 20 && walk.screen.contains("Nothing here yet."))
        let listing = walk.model.panes.left.listing
        #expect(walk.model.panes.left.rows.allSatisfy { listing.size($0) != nil && listing.etag($0) != nil })
        try await walk.press("ctrl-a", "f5", "enter")
        #expect(walk.names(.right).count == 20)
        #expect(
            walk.model.panes.right.rows.map { walk.model.panes.right.listing.etag($0) }
                == walk.model.panes.left.rows.map { walk.model.panes.left.listing.etag($0) })
        var sound = 0
        for try await finding in vault.verify(DataQuery(prefix: "")) { if case .sound = finding.state { sound += 1 } }
        #expect(sound == 20)
        try await walk.press("tab", "g g", "r", "ctrl-u")
        await walk.type("back.txt")
        try await walk.press("enter", "f5", "enter")
        #expect(scene.text("right/back.txt") == "content 0")
        #expect(walk.names(.left).contains("back.txt") && walk.cursorName(.left) == "back.txt")
    }

    @Test func `fills in ETags for the rows in view, most recent view first, and leaves those that scrolled away`()
        async throws
    {
        let scene = try Scene()
        for number in 0..<300 { try scene.file("right/f\(1000 + number)", "\(number)") }
        let here = try DirectoryStore(name: "here", root: scene.path + "/right")
        let walk = try await Walk(here, try ChunkStore(name: "vault", path: scene.path + "/v.sqlite"), rows: 24)
        await walk.wait { $0.panes.left.rows.count == 300 }
        try walk.begin("pagedown", "pagedown", "pagedown", "G")
        await walk.settle()
        let pane = walk.model.panes.left
        let known = pane.rows.filter { pane.listing.etag($0) != nil }.count
        #expect(pane.visibleLines.allSatisfy { pane.row(at: $0).flatMap { pane.listing.etag($0) } != nil })
        #expect(known < 300 - pane.height)
        #expect(walk.askedForETags.allSatisfy { $0.count <= pane.height })
    }
}
