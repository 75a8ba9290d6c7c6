import PersistyData
import PersistyTransfer
import Synchronization
import Testing

@Suite struct `Moving` {
    @Test func `to another store leaves nothing behind but the base`() async throws {
        let (source, destination) = (MemoryStore(name: "a"), MemoryStore(name: "b"))
        try await fill(source, ["in/d/x": "1", "in/d/e/y": "2", "in/z": "3"])
        try await source.createFolder(DataPrefix("in/d/empty/"))
        let request = TransferRequest(
            .move, [.folder(try DataPrefix("in/d/")), .key(try DataKey("in/z"))], of: source,
            base: try DataPrefix("in/"), to: destination)
        let status = try await run(request)
        #expect(status.state == .finished)
        #expect(try await contents(of: source).isEmpty)
        #expect(try await contents(of: destination) == ["d/x": "1", "d/e/y": "2", "z": "3"])
        #expect(try await source.search(.folder(.root), pageKey: nil, limit: 9).prefixes == ["in/"])
        #expect(try await source.search(.folder(DataPrefix("in/")), pageKey: nil, limit: 9).prefixes == [])
    }

    @Test func `inside one store is a rename, of a folder in one step`() async throws {
        let store = HookedStore()
        try await fill(store, ["a/x": "1", "a/b/y": "2", "c": "3", "to/z": "4"])
        store.setHook { (_) throws(DataError) in }
        let request = TransferRequest(
            .move, [.folder(try DataPrefix("a/")), .key(try DataKey("c"))], of: store, to: store,
            folder: try DataPrefix("to/"))
        let plan = try await TransferPlanner.plan(request)
        #expect(plan.isRename)
        #expect(plan.folderRenames.map(\.to.text) == ["to/a/"])
        #expect(plan.items.count == 1)
        #expect(try await run(request).state == .finished)
        #expect(store.log.contains(.renameFolder("a/", "to/a/")))
        #expect(store.log.contains(.rename("c", "to/c")))
        #expect(!store.log.contains { if case .copy = $0 { true } else { false } })
        #expect(try await contents(of: store) == ["to/a/x": "1", "to/a/b/y": "2", "to/c": "3", "to/z": "4"])
    }

    @Test(arguments: ConflictPolicy.allCases)
    func `into a folder that is there goes item by item, by the policy`(policy: ConflictPolicy) async throws {
        let store = MemoryStore(now: { old })
        try await fill(store, ["a/x": "1", "a/y": "2", "to/a/x": "there"])
        let request = { () throws in
            var request = TransferRequest(
                .move, [.folder(try DataPrefix("a/"))], of: store, to: store, folder: try DataPrefix("to/"))
            request.policy = policy
            return request
        }
        _ = try await run(request())
        let found = try await contents(of: store)
        #expect(found["to/a/y"] == "2")
        #expect(found["a/y"] == nil)
        switch policy {
        case .fail, .skip, .newer: #expect(found["a/x"] == "1" && found["to/a/x"] == "there")
        case .replace, .different: #expect(found["a/x"] == nil && found["to/a/x"] == "1")
        case .keepBoth: #expect(found["a/x"] == nil && found["to/a/x"] == "there" && found["to/a/x-2"] == "1")
        }
    }

    @Test func `copies where the store cannot rename after all`() async throws {
        let store = HookedStore()
        try await fill(store, ["a/x": "1", "c": "3"])
        store.setHook { (call) throws(DataError) in
            switch call {
            case .rename, .renameFolder: throw .unsupported("Another file system.")
            default: return
            }
        }
        let request = TransferRequest(
            .move, [.folder(try DataPrefix("a/")), .key(try DataKey("c"))], of: store, to: store,
            folder: try DataPrefix("to/"))
        let status = try await run(request)
        #expect(status.state == .finished)
        #expect((status.itemsDone, status.itemsTotal) == (2, 2))
        #expect(try await contents(of: store) == ["to/a/x": "1", "to/c": "3"])
        #expect(try await store.search(.folder(.root), pageKey: nil, limit: 9).prefixes == ["to/"])
    }

    @Test func `keeps an original that changed after it was copied`() async throws {
        for missing: DataCapabilities in [[], .writeIfMatches] {
            let source = HookedStore("a", without: missing)
            let destination = HookedStore("b")
            try await fill(source, ["x": "1"])
            let memory = source.memory
            destination.setHook { (call) throws(DataError) in
                if case .wrote = call { try await memory.write(DataKey("x"), "2".utf8) }
            }
            let status = try await run(everything(.move, of: source, to: destination))
            #expect(status.failures.map(\.error.code) == [.conditionFailed])
            #expect(try await contents(of: source) == ["x": "2"])
            #expect(try await contents(of: destination) == ["x": "1"])
        }
    }

    @Test func `never loses an item, whichever step fails`() async throws {
        var faults = 0
        for step in 0... {
            let isFired = try await moveFailing(at: step)
            guard isFired else { break }
            faults += 1
        }
        #expect(faults > 12)
    }

    private func moveFailing(at step: Int) async throws -> Bool {
        let all = ["d/x": "1", "d/y": "2", "e": "3"]
        let source = HookedStore("a")
        let destination = HookedStore("b", batch: 2)
        try await fill(source, all)
        try await fill(destination, ["e": "old"])
        let count = Atomic(0)
        let fired = Atomic(false)
        let hook: @Sendable (HookedStore.Call) async throws(DataError) -> Void = { (call) throws(DataError) in
            guard count.add(1, ordering: .relaxed).oldValue == step else { return }
            fired.store(true, ordering: .relaxed)
            throw DataError(.other, "Fault \(step) at \(call).")
        }
        var request = everything(.move, of: source, to: destination, .replace)
        request.width = 1
        source.setHook(hook)
        destination.setHook(hook)
        do { _ = try await run(request) } catch is DataError {}
        let left = try await contents(of: source.memory)
        let arrived = try await contents(of: destination.memory)
        for (key, text) in all { #expect(left[key] == text || arrived[key] == text, "step \(step) lost \(key)") }
        #expect(arrived["e"] == "old" || arrived["e"] == "3")
        #expect(left.merging(arrived) { first, _ in first }.keys.count == 3)
        return fired.load(ordering: .relaxed)
    }

    @Test func `onto itself through another view of the same place keeps the item`() async throws {
        for isRewritten in [true, false] {
            let place = MemoryStore(name: "place")
            try await fill(place, ["x": "1", "d/y": "2"])
            let source = ViewStore(place, "one", isRewritten: isRewritten)
            let destination = ViewStore(place, "two", isRewritten: isRewritten)
            let status = try await run(everything(.move, of: source, to: destination, .replace))
            #expect(status.failureCount == 2)
            #expect(try await contents(of: place) == ["x": "1", "d/y": "2"])
        }
    }

    @Test func `reads both where the destination proves nothing`() async throws {
        for isRight in [true, false] {
            let source = MemoryStore(name: "a")
            let destination = BlindStore(isRight: isRight)
            try await fill(source, ["x": "12"])
            let status = try await run(everything(.move, of: source, to: destination))
            #expect(status.verifications == (isRight ? [.compared(.md5): 1] : [:]))
            #expect(status.failures.map(\.error.code) == (isRight ? [] : [.corrupt]))
            #expect(try await contents(of: source) == (isRight ? [:] : ["x": "12"]))
        }
    }

    @Test func `cancelled between copy and deletion keeps both`() async throws {
        let (source, destination) = (HookedStore("a"), HookedStore("b"))
        try await fill(source, ["x": "1"])
        let gate = Gate()
        destination.setHook { (call) throws(DataError) in if case .wrote = call { _ = await gate.pass() } }
        let engine = TransferEngine()
        let id = await engine.start(try await TransferPlanner.plan(everything(.move, of: source, to: destination)))
        await gate.arrivals(1)
        await engine.cancel(id)
        let status = try #require(await engine.wait(for: id))
        #expect((status.state, status.itemsDone, status.failureCount) == (.cancelled, 0, 0))
        #expect(try await contents(of: source) == ["x": "1"])
        #expect(try await contents(of: destination) == ["x": "1"])
    }

    @Test func `by name falls back to copying, and replaces nothing`() async throws {
        for missing: DataCapabilities in [[], .rename] {
            let store = HookedStore("s", without: missing)
            try await fill(store, ["a/x": "1", "a/y": "2", "b": "3", "c": "4"])
            let engine = TransferEngine()
            try await engine.rename(.folder(DataPrefix("a/")), to: "d/e/", in: store)
            try await engine.rename(.key(DataKey("b")), to: "bb", in: store)
            let taken = await #expect(throws: DataError.self) {
                try await engine.rename(.key(DataKey("bb")), to: "c", in: store)
            }
            #expect(taken?.code == .exists)
            let full = await #expect(throws: DataError.self) {
                try await engine.rename(.folder(DataPrefix("d/")), to: "d/e/f/", in: store)
            }
            #expect(full?.code == .invalidKey)
            #expect(try await contents(of: store) == ["d/e/x": "1", "d/e/y": "2", "bb": "3", "c": "4"])
        }
    }
}
