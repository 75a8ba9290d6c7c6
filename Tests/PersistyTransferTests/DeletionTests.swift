import PersistyData
import PersistyTransfer
import Synchronization
import Testing

@Suite struct `Deleting` {
    private func delete(_ plan: DeletionPlan) async throws -> TransferStatus {
        let engine = TransferEngine()
        return try #require(await engine.wait(for: engine.start(plan)))
    }

    @Test func `counts first and then deletes items and folders`() async throws {
        let store = MemoryStore()
        try await fill(store, ["a/x": "12", "a/b/y": "3", "c": "4", "stays": "5"])
        try await store.createFolder(DataPrefix("a/empty/"))
        let plan = try await DeletionPlanner.plan(store, [.folder(DataPrefix("a/")), .key(DataKey("c"))])
        #expect((plan.items.count, plan.byteCount, plan.folders.count) == (3, 4, 3))
        #expect(try await contents(of: store).count == 4)
        let status = try await delete(plan)
        #expect((status.kind, status.state, status.itemsDone, status.bytesDone) == (.delete, .finished, 3, 4))
        #expect(try await contents(of: store) == ["stays": "5"])
        #expect(try await store.search(.folder(.root), pageKey: nil, limit: 9).prefixes == [])
    }

    @Test func `acts only on what was confirmed`() async throws {
        for missing: DataCapabilities in [[], .writeIfMatches] {
            let store = HookedStore("s", without: missing)
            try await fill(store, ["a/changed": "1", "a/gone": "2", "a/still": "3"])
            let plan = try await DeletionPlanner.plan(store, [.folder(DataPrefix("a/"))])
            try await fill(store, ["a/changed": "9", "a/came": "4"])
            try await store.delete(DataKey("a/gone"))
            let status = try await delete(plan)
            #expect(status.state == .failed)
            #expect(status.failures.map(\.key) == ["a/changed"])
            #expect(status.skipped == [.gone: 1])
            #expect(status.itemsDone == 1)
            #expect(try await contents(of: store) == ["a/changed": "9", "a/came": "4"])
        }
    }

    @Test func `leaves a folder into which something came, and says so`() async throws {
        let store = MemoryStore()
        try await fill(store, ["a/x": "1", "a/b/y": "2"])
        let plan = try await DeletionPlanner.plan(store, [.folder(DataPrefix("a/"))])
        try await fill(store, ["a/came": "4"])
        let status = try await delete(plan)
        #expect(status.failures.map(\.error.reason) == ["transfer.folder_filled"])
        #expect(try await contents(of: store) == ["a/came": "4"])
        #expect(try await store.search(.folder(DataPrefix("a/")), pageKey: nil, limit: 9).prefixes == [])
    }

    @Test func `of what changes between the last look and the deletion leaves it`() async throws {
        for missing: DataCapabilities in [[], .writeIfMatches] {
            let store = HookedStore("s", without: missing)
            try await fill(store, ["x": "1", "y": "2"])
            let memory = store.memory
            let plan = try await DeletionPlanner.plan(store, [.folder(.root)])
            let count = Atomic(0)
            store.setHook { (_) throws(DataError) in
                // The first call is the run's look at all; the second is the store's own check of the first item.
                guard count.add(1, ordering: .relaxed).oldValue == 1 else { return }
                try await memory.write(DataKey("x"), "changed".utf8)
            }
            let status = try await delete(plan)
            #expect(status.failureCount == 1)
            #expect(try await contents(of: store) == ["x": "changed"])
        }
    }

    @Test func `hands keys over in the store's batches`() async throws {
        let store = MemoryStore()
        for number in 0..<2500 { try await fill(store, ["f\(number)": "x"]) }
        let plan = try await DeletionPlanner.plan(store, [.folder(.root)])
        #expect(try await delete(plan).itemsDone == 2500)
        #expect(try await contents(of: store).isEmpty)
    }

    @Test(arguments: ["../up", "a/../b", "\u{1b}[2J", "e\u{301}", "é", "a//b", "-rf", "*", " ", "a\nb", "\u{202e}x"])
    func `of a hostile key deletes that key and no other`(key: String) async throws {
        let store = MemoryStore()
        for other in ["up", "b", "é", "e\u{301}", "a/b"] { try await fill(store, [other: "1"]) }
        try await fill(store, [key: "x"])
        let before = try await store.count()
        let plan = try await DeletionPlanner.plan(store, [.key(DataKey(key))])
        #expect(try await delete(plan).itemsDone == 1)
        #expect(try await store.count() == before - 1)
        #expect(try await store.read(DataKey(key)) == nil)
    }
}
