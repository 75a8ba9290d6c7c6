import NIOCore
import PersistyData
import PersistyTransfer
import Synchronization
import Testing

@Suite struct `Copying` {
    @Test func `takes over a tree with its empty folders, and says by what it was verified`() async throws {
        let (source, destination) = (MemoryStore(name: "a"), MemoryStore(name: "b"))
        try await fill(source, ["d/x": "1", "d/e/y": "22", "z": ""])
        try await source.createFolder(DataPrefix("d/empty/"))
        let status = try await run(everything(.copy, of: source, to: destination))
        #expect(status.state == .finished)
        #expect((status.itemsDone, status.itemsTotal, status.bytesDone) == (3, 3, 3))
        #expect(status.verifications == [.compared(.md5): 3])
        #expect(status.methods == [.stream: 3])
        #expect(try await contents(of: destination) == ["d/x": "1", "d/e/y": "22", "z": ""])
        #expect(
            try await destination.search(.folder(DataPrefix("d/")), pageKey: nil, limit: 9).prefixes
                == ["d/e/", "d/empty/"])
        #expect(status.foldersDone == 1)
    }

    @Test(arguments: [
        (ConflictPolicy.fail, ["a": "old", "b": "same", "c": "new"], TransferState.failed),
        (.skip, ["a": "old", "b": "same", "c": "new"], .finished),
        (.replace, ["a": "new", "b": "same", "c": "new"], .finished),
        (.keepBoth, ["a": "old", "a-2": "new", "b": "same", "b-2": "same", "c": "new"], .finished),
        (.different, ["a": "new", "b": "same", "c": "new"], .finished),
        (.newer, ["a": "new", "b": "same", "c": "new"], .finished),
    ])
    func `keeps each policy`(policy: ConflictPolicy, expected: [String: String], state: TransferState) async throws {
        for missing: DataCapabilities in [[], .writeIfMatches, [.writeIfAbsent, .writeIfMatches]] {
            let source = MemoryStore(name: "a", now: { new })
            let destination = HookedStore("b", batch: 8, without: missing)
            try await fill(source, ["a": "new", "b": "same", "c": "new"])
            let there = MemoryStore(name: "old", now: { old })
            try await fill(there, ["a": "old", "b": "same"])
            for try await item in there.items() { try await destination.memory.write(item.key, bytes(of: item)) }
            var request = everything(.copy, of: source, to: destination, policy)
            // The hooked store's clock stands at 1000; a newer source needs a later one.
            if policy == .newer {
                let later = MemoryStore(name: "a", now: { Timestamp(seconds: 2000) })
                try await fill(later, ["a": "new", "b": "same", "c": "new"])
                request.source = later
            }
            let status = try await run(request)
            #expect(status.state == state)
            #expect(try await contents(of: destination) == expected)
            for case .write(_, .always) in destination.log {
                #expect(missing.contains(.writeIfMatches), "a write without any condition")
            }
        }
    }

    private func bytes(of item: DataItem) -> [UInt8] { item.key.text == "a" ? Array("old".utf8) : Array("same".utf8) }

    @Test func `decides conflicts one by one where asked to`() async throws {
        let (source, destination) = (MemoryStore(name: "a"), MemoryStore(name: "b"))
        try await fill(source, ["a": "new", "b": "new", "c": "new"])
        try await fill(destination, ["a": "old", "b": "old", "c": "old"])
        let plan = try await TransferPlanner.plan(everything(.copy, of: source, to: destination))
        let b = try #require(plan.conflicts.first { $0.there.key.text == "b" })
        let c = try #require(plan.conflicts.first { $0.there.key.text == "c" })
        let engine = TransferEngine()
        let id = await engine.start(
            plan, resolving: ConflictResolution(.skip, except: [b.index: .replace, c.index: .keepBoth]))
        let status = await engine.wait(for: id)
        #expect(status?.skipped == [.exists: 1])
        #expect(try await contents(of: destination) == ["a": "old", "b": "new", "c": "old", "c-2": "new"])
    }

    @Test func `counts up to the first free name, for each of several at once`() async throws {
        for missing: DataCapabilities in [[], [.writeIfAbsent, .writeIfMatches]] {
            let source = MemoryStore(name: "a")
            let destination = HookedStore("b", batch: 2, without: missing)
            try await fill(source, ["n.txt": "x", "n-2.txt": "y"])
            try await fill(destination, ["n.txt": "1", "n-3.txt": "3"])
            for number in 4...20 { try await fill(destination, ["n-\(number).txt": "t"]) }
            _ = try await run(everything(.copy, of: source, to: destination, .keepBoth))
            let found = try await contents(of: destination)
            #expect(found["n.txt"] == "1")
            #expect(found["n-2.txt"] == "y")
            #expect(found["n-21.txt"] == "x")
            #expect(found.count == 21)
        }
    }

    @Test(arguments: ConflictPolicy.allCases)
    func `never replaces what came or changed after the plan`(policy: ConflictPolicy) async throws {
        for missing: DataCapabilities in [[], [.writeIfAbsent, .writeIfMatches]] {
            let source = MemoryStore(name: "a", now: { Timestamp(seconds: 5000) })
            let destination = HookedStore("b", without: missing)
            try await fill(source, ["came": "new", "changed": "new"])
            try await fill(destination, ["changed": "old"])
            let plan = try await TransferPlanner.plan(everything(.copy, of: source, to: destination, policy))
            try await fill(destination, ["came": "theirs", "changed": "theirs"])
            let engine = TransferEngine()
            let status = await engine.wait(for: engine.start(plan))
            let found = try await contents(of: destination)
            #expect(found["came"] == "theirs")
            #expect(found["changed"] == "theirs")
            #expect((found.count == 4) == (policy == .keepBoth))
            #expect(status?.failureCount == (policy == .skip || policy == .keepBoth ? 0 : 2))
        }
    }

    @Test func `never replaces what comes between looking and writing`() async throws {
        let source = MemoryStore(name: "a")
        let destination = HookedStore("b")
        try await fill(source, ["x": "new", "y": "new"])
        try await fill(destination, ["y": "old"])
        let memory = destination.memory
        let fired = Atomic(0)
        destination.setHook { (call) throws(DataError) in
            guard case .write(let key, _) = call else { return }
            fired.add(1, ordering: .relaxed)
            try await memory.write(DataKey(key), "theirs".utf8)
        }
        let status = try await run(everything(.copy, of: source, to: destination, .replace))
        #expect(fired.load(ordering: .relaxed) == 2)
        #expect(status.failureCount == 2)
        #expect(try await contents(of: destination) == ["x": "theirs", "y": "theirs"])
    }

    @Test func `of a source that changed after the plan is an error, not a wrong copy`() async throws {
        let (source, destination) = (MemoryStore(name: "a"), MemoryStore(name: "b"))
        try await fill(source, ["same-size": "12", "gone": "1", "grown": "1", "still": "1"])
        let plan = try await TransferPlanner.plan(everything(.copy, of: source, to: destination))
        try await fill(source, ["same-size": "21", "grown": "123"])
        try await source.delete(DataKey("gone"))
        let engine = TransferEngine()
        let status = try #require(await engine.wait(for: engine.start(plan)))
        #expect(status.state == .failed)
        #expect(status.itemsDone == 1)
        #expect(
            Set(status.failures.map { "\($0.key) \($0.error.code)" })
                == ["same-size conditionFailed", "gone notFound", "grown conditionFailed"])
        #expect(try await contents(of: destination) == ["still": "1"])
        #expect(status.bytesLeft == 0)
    }

    @Test func `of a source that changes while it is copied is an error`() async throws {
        let source = MemoryStore(name: "a")
        let destination = HookedStore("b")
        try await fill(source, ["x": "12"])
        destination.setHook { (call) throws(DataError) in
            if case .copy = call { try await source.write(DataKey("x"), "21".utf8) }
        }
        let status = try await run(everything(.copy, of: source, to: destination))
        #expect(status.failures.map(\.error.code) == [.conditionFailed])
        #expect(try await contents(of: destination).isEmpty)
    }

    @Test func `goes on after a failure and keeps the first thousand of them`() async throws {
        let source = MemoryStore(name: "a")
        for number in 0..<1200 { try await fill(source, ["f\(number)": "x"]) }
        let destination = HookedStore("b", batch: 50)
        destination.setHook { (call) throws(DataError) in
            if case .write(let key, _) = call, key != "f7" { throw DataError(.noSpace, "No space is left.", key: key) }
        }
        let status = try await run(everything(.copy, of: source, to: destination))
        #expect((status.itemsDone, status.failureCount, status.failures.count) == (1, 1199, 1000))
        #expect(status.state == .failed)
        #expect((status.bytesDone, status.bytesSpared, status.bytesLeft) == (1, 1199, 0))
        #expect(try await contents(of: destination) == ["f7": "x"])
    }

    @Test func `hands small items over in batches and big ones by themselves`() async throws {
        let source = MemoryStore(name: "a")
        for number in 0..<25 { try await fill(source, ["a\(10 + number)": "x"]) }
        _ = try await source.write(DataKey("b-big"), DataReader(ByteBuffer(repeating: 0, count: 2 << 20)), .creating)
        for number in 0..<5 { try await fill(source, ["c\(number)": "x"]) }
        let destination = HookedStore("b", batch: 10)
        _ = try await run(everything(.copy, of: source, to: destination))
        let sizes = destination.log.compactMap { call in if case .copy(let keys) = call { keys.count } else { nil } }
        #expect(sizes.sorted() == [1, 5, 5, 10, 10])
    }

    @Test(arguments: [
        "../up", "a/../b", ".", "..", "\u{1b}[2J", "e\u{301}", "a//b", "/abs", "end/", "-rf", "*", " ", "a\nb",
        "\u{202e}x", "\u{7f}", "%00", "con", "a\\b",
    ])
    func `of a hostile key keeps it byte for byte, or refuses it before anything happens`(key: String) async throws {
        let source = MemoryStore(name: "a")
        for key in [key, "\u{e9}"] { try await fill(source, [key: "x"]) }
        for destination: any DataStore in [MemoryStore(name: "b"), HookedStore("c")] {
            var request = everything(.copy, of: source, to: destination)
            request.folder = try DataPrefix("to/")
            let plan = try await TransferPlanner.plan(request)
            #expect(plan.items.count + plan.refusalCount == 2)
            _ = try await run(request)
            let expected = plan.refusalCount == 0 ? ["to/" + key, "to/\u{e9}"] : ["to/\u{e9}"]
            var found: Set<DataKey> = []
            for try await item in destination.items() { found.insert(item.key) }
            #expect(try found == Set(expected.map { key throws(DataError) in try DataKey(key) }))
        }
    }

    @Test func `into an owned store is refused outside the owner's prefix`() async throws {
        let source = MemoryStore(name: "a")
        try await fill(source, ["me/x": "1", "you/y": "2"])
        let owned = OwnedDataStore(MemoryStore(name: "b"), try Authorization(subject: "me"))
        let plan = try await TransferPlanner.plan(everything(.copy, of: source, to: owned))
        #expect(plan.refusals.map(\.key) == ["you/y"])
        _ = try await run(everything(.copy, of: source, to: owned))
        #expect(try await contents(of: owned) == ["me/x": "1"])
    }

    @Test(arguments: [1, 3])
    func `keeps its width`(width: Int) async throws {
        let source = MemoryStore(name: "a")
        for number in 0..<6 { try await fill(source, ["f\(number)": "x"]) }
        let gate = Gate()
        let most = Mutex((now: 0, most: 0))
        let destination = HookedStore("b")
        destination.setHook { (call) throws(DataError) in
            switch call {
            case .copy:
                most.withLock { counts in
                    counts.now += 1
                    counts.most = max(counts.most, counts.now)
                }
                _ = await gate.pass()
            case .wrote: most.withLock { $0.now -= 1 }
            default: break
            }
        }
        var request = everything(.copy, of: source, to: destination)
        request.width = width
        let engine = TransferEngine()
        let id = await engine.start(try await TransferPlanner.plan(request))
        await gate.arrivals(width)
        #expect(await engine.snapshot()[id]?.current.count == width)
        gate.open()
        #expect(await engine.wait(for: id)?.itemsDone == 6)
        #expect(most.withLock { $0.most } == width)
    }
}
