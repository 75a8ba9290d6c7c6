import PersistyData
import PersistyTestSupport
import PersistyTransfer
import Testing

@Suite struct `Special files` {
    private func delete(_ plan: DeletionPlan) async throws -> TransferStatus {
        let engine = TransferEngine()
        return try #require(await engine.wait(for: engine.start(plan)))
    }

    @Test func `are deleted with the folder that they lie in, counted without bytes`() async throws {
        let store = LinkedStore()
        try await fill(store, ["d/x": "12", "stays": "3"])
        for key in ["d/a", "d/in/b"] { try store.put(key) }
        try store.put("d/pipe", .pipe)
        try store.put("other")
        try await store.createFolder(DataPrefix("d/in/"))
        let plan = try await DeletionPlanner.plan(store, [.folder(DataPrefix("d/"))])
        #expect(plan.specialFiles.kinds == [.link: 2, .pipe: 1])
        #expect((plan.items.count, plan.byteCount, plan.refusalCount) == (1, 2, 0))
        let status = try await delete(plan)
        #expect((status.state, status.itemsTotal, status.itemsDone, status.itemsLeft) == (.finished, 4, 4, 0))
        #expect(status.specialFilesDone == [.link: 2, .pipe: 1])
        #expect(store.specialKeys == ["other"])
        #expect(try await contents(of: store) == ["stays": "3"])
    }

    @Test func `are deleted only as they were confirmed`() async throws {
        let store = LinkedStore()
        for key in ["changed", "gone", "other", "still"] { try store.put(key) }
        let keys = try ["changed", "gone", "other", "still"].map { TransferSource.key(try DataKey($0)) }
        let plan = try await DeletionPlanner.plan(store, keys)
        try store.put("changed", version: "2")
        try store.put("other", .pipe)
        let gone = try #require(try await store.specialFile(DataKey("gone")))
        _ = await store.delete([gone], keepsFolders: true)
        let status = try await delete(plan)
        #expect(status.failures.map(\.key) == ["changed", "other"] && status.skipped == [.gone: 1])
        #expect(store.specialKeys == ["changed", "other"])
    }

    @Test func `are not deleted once all is cancelled`() async throws {
        let store = LinkedStore()
        for number in 0..<10 { try store.put("l\(number)") }
        let plan = try await DeletionPlanner.plan(store, [.folder(.root)])
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            let engine = TransferEngine()
            let id = await engine.start(plan)
            await engine.cancel(id)
            return await engine.wait(for: id)
        }
        let status = try #require(await task.value)
        #expect(status.state == .cancelled || status.itemsDone == 10)
        #expect(status.itemsDone + store.specialKeys.count == 10)
    }

    @Test(arguments: [2, 100])
    func `at the destination are not copied onto or through, and are told before`(count: Int) async throws {
        let (source, destination) = (MemoryStore(name: "a"), LinkedStore(name: "b"))
        var all: [String: String] = [:]
        for number in 0..<count { all["d/\(number)"] = "x" }
        try await fill(source, all.merging(["d/in/y": "y", "d/there": "t"]) { one, _ in one })
        try await fill(destination, ["to/d/there": "old"])
        try destination.put("to/d/0", .pipe)
        try destination.put("to/d/in")
        var request = TransferRequest(
            .copy, [.folder(try DataPrefix("d/"))], of: source, to: destination, folder: try DataPrefix("to/"))
        request.policy = .replace
        let plan = try await TransferPlanner.plan(request)
        #expect(plan.refusals.map(\.key) == ["d/in/y", "d/0"])
        #expect(plan.refusals.allSatisfy { $0.error.reason == "transfer.special_file" })
        #expect(plan.refusals.map(\.error.message).contains("A pipe of that name is there already."))
        #expect(plan.items.count == count && plan.byteCount == Int64(count))
        #expect(plan.methods == [.stream: count])
        #expect(plan.conflicts.map(\.there.key.text) == ["to/d/there"] && plan.conflictCount == 1)
        let status = try await run(request)
        #expect((status.itemsDone, status.failureCount, status.refusedCount) == (count, 2, 2))
        #expect(try await contents(of: destination).count == count)
        #expect(try await contents(of: destination)["to/d/there"] == "t")
    }

    @Test func `in the place of a selected folder keep it whole where it is`() async throws {
        let (source, destination) = (MemoryStore(name: "a"), LinkedStore(name: "b"))
        try await fill(source, ["d/x": "1", "e": "2"])
        try await source.createFolder(DataPrefix("empty/"))
        for key in ["d", "empty"] { try destination.put(key) }
        let selection: [TransferSource] = [
            .folder(try DataPrefix("d/")), .folder(try DataPrefix("empty/")), .key(try DataKey("e")),
        ]
        let status = try await run(TransferRequest(.move, selection, of: source, to: destination))
        #expect(status.failures.map(\.key) == ["d/", "empty/"])
        #expect(try await contents(of: source) == ["d/x": "1"])
        #expect(try await source.search(.folder(.root), pageKey: nil, limit: 9).prefixes == ["d/", "empty/"])
        #expect(try await contents(of: destination) == ["e": "2"])
    }

    @Test func `are moved by name within their store, and replace nothing`() async throws {
        let store = LinkedStore()
        try await fill(store, ["x": "1", "to/item": "2"])
        for key in ["free", "item", "link", "to/link"] { try store.put(key) }
        var request = TransferRequest(
            .move, try ["free", "item", "link", "x"].map { .key(try DataKey($0)) }, of: store, to: store,
            folder: try DataPrefix("to/"))
        request.policy = .replace
        let plan = try await TransferPlanner.plan(request)
        #expect(plan.specialFiles.count == 1 && plan.refusals.map(\.key) == ["item", "link"])
        let status = try await run(request)
        #expect((status.itemsDone, status.specialFilesDone, status.refusedCount) == (2, [.link: 1], 2))
        #expect(store.specialKeys == ["item", "link", "to/free", "to/link"])
        #expect(try await contents(of: store) == ["to/x": "1", "to/item": "2"])
    }

    @Test func `get another name in one step, if none has it`() async throws {
        let store = LinkedStore()
        try await fill(store, ["x": "1"])
        try store.put("link")
        let engine = TransferEngine()
        try await engine.rename(.key(DataKey("link")), to: "new", in: store)
        #expect(store.specialKeys == ["new"])
        let error = await #expect(throws: DataError.self) {
            try await engine.rename(.key(DataKey("new")), to: "x", in: store)
        }
        #expect(error?.code == .exists && store.specialKeys == ["new"])
    }

    @Test(arguments: [Set<DataOperation>([.search]), [.search, .create, .update], [.search, .delete]])
    func `are kept by a store that may not delete or rename`(allowed: Set<DataOperation>) async throws {
        let store = LinkedStore()
        try store.put("link")
        let restricted = RestrictedDataStore(store, allowing: allowed)
        let file = try #require(try await restricted.specialFile(DataKey("link")))
        await #expect(throws: DataError.self) { try await restricted.rename(file, to: DataKey("new")) }
        let deleted = await restricted.delete([file], keepsFolders: true)[0]
        #expect((try? deleted.get()) == (allowed.contains(.delete) ? true : nil))
        #expect(store.specialKeys == (allowed.contains(.delete) ? [] : ["link"]))
    }

    @Test func `are deleted and renamed by their owner alone`() async throws {
        let store = LinkedStore()
        for key in ["ada/link", "bob/link"] { try store.put(key) }
        let keys = [try DataKey("ada/link"), try DataKey("bob/link")]
        for readsOthers in [true, false] {
            let mine = OwnedDataStore(store, try Authorization(subject: "ada"), readsOthers: readsOthers)
            let found = await mine.specialFiles(keys).map { try? $0.get() }
            #expect(found.map { $0?.key.text } == ["ada/link", readsOthers ? "bob/link" : nil])
        }
        let mine = OwnedDataStore(store, try Authorization(subject: "ada"))
        let files = keys.map { SpecialFile(key: $0, kind: .link, version: DataVersion("1")) }
        await #expect(throws: DataError.self) { try await mine.rename(files[1], to: keys[0]) }
        await #expect(throws: DataError.self) { try await mine.rename(files[0], to: DataKey("bob/new")) }
        let results = await mine.delete(files, keepsFolders: true)
        #expect((try? results[0].get()) == true && (try? results[1].get()) == nil)
        #expect(store.specialKeys == ["bob/link"])
    }
}

@Suite struct `What is chosen and cannot be done` {
    private func refused() -> Refusals {
        var refused = Refusals()
        for name in [[0x62, 0xff], [0x61, 0xfe]] as [[UInt8]] {
            refused.add(TransferFailure(name: name, error: DataError(.invalidKey, "This cannot be a key.")))
        }
        return refused
    }

    @Test func `is told by the plan and by the result, and the rest goes on`() async throws {
        let (source, destination) = (MemoryStore(name: "a"), MemoryStore(name: "b"))
        try await fill(source, ["x": "1"])
        var request = TransferRequest(.copy, [.key(try DataKey("x"))], of: source, to: destination)
        request.refusals = refused()
        let plan = try await TransferPlanner.plan(request)
        #expect(plan.refusalCount == 2 && plan.refusals.map(\.name) == [[0x61, 0xfe], [0x62, 0xff]])
        let status = try await run(request)
        #expect((status.state, status.itemsDone, status.itemsTotal, status.refusedCount) == (.failed, 1, 3, 2))
        #expect(status.failures.map(\.name) == plan.refusals.map(\.name))
        #expect(try await contents(of: destination) == ["x": "1"])
    }

    @Test func `is told by the plan of a deletion too`() async throws {
        let store = MemoryStore()
        try await fill(store, ["x": "1"])
        let plan = try await DeletionPlanner.plan(store, [.key(DataKey("x"))], refusing: refused())
        #expect(plan.refusalCount == 2 && !plan.isEmpty)
        let engine = TransferEngine()
        let status = try #require(await engine.wait(for: engine.start(plan)))
        #expect((status.state, status.itemsDone, status.failureCount, status.refusedCount) == (.failed, 1, 2, 2))
    }

    @Test(arguments: [3, 200])
    func `as conflicts are told in the order of their names, folders first`(count: Int) async throws {
        let (source, destination) = (MemoryStore(name: "a"), MemoryStore(name: "b"))
        var all = ["z/b": "1", "z/a/c": "2"]
        for number in 100..<(100 + count) { all["n\(number)"] = "3" }
        try await fill(source, all)
        try await fill(destination, all)
        let selection: [TransferSource] = try all.keys.filter { !$0.contains("/") }.sorted(by: >).map {
            .key(try DataKey($0))
        }
        let plan = try await TransferPlanner.plan(
            TransferRequest(.copy, selection + [.folder(try DataPrefix("z/"))], of: source, to: destination))
        let expected = ["z/a/c", "z/b"] + (100..<(100 + count)).map { "n\($0)" }
        #expect(plan.conflictCount == count + 2)
        #expect(plan.conflicts.map(\.there.key.text) == Array(expected.prefix(100)))
    }
}
