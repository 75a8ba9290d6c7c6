import PersistyData
import PersistyTransfer
import Synchronization
import Testing

@Suite struct `A transfer plan` {
    @Test func `counts items and bytes, and says where each goes`() async throws {
        let (source, destination) = (MemoryStore(name: "a"), MemoryStore(name: "b"))
        try await fill(source, ["x/docs/a.txt": "12345", "x/docs/deep/b.txt": "123", "x/c": "1", "other": "9"])
        let base = try DataPrefix("x/")
        let request = TransferRequest(
            .copy, [.folder(try DataPrefix("x/docs/")), .key(try DataKey("x/c"))], of: source, base: base,
            to: destination, folder: try DataPrefix("in/"))
        let told = Mutex<TransferPlanProgress?>(nil)
        let plan = try await TransferPlanner.plan(request) { progress in told.withLock { $0 = progress } }
        #expect(plan.items.count == 3)
        #expect(plan.byteCount == 9)
        #expect(plan.methods == [.stream: 3])
        #expect(told.withLock { $0 } == TransferPlanProgress(items: 3, bytes: 9))
        let targets = try (0..<3).map { try plan.target(of: $0).text }
        #expect(Set(targets) == ["in/docs/a.txt", "in/docs/deep/b.txt", "in/c"])
        #expect(try await contents(of: destination).isEmpty)
    }

    @Test func `tells how each size is copied where that differs`() async throws {
        let source = MemoryStore(name: "a")
        try await fill(source, ["in/a": "1", "in/b": "123456789", "in/c": "12345678", "in/d/e": "1234567890"])
        let plan = try await TransferPlanner.plan(
            TransferRequest(.copy, [.folder(try DataPrefix("in/"))], of: source, to: SizedStore()))
        #expect(plan.methods == [.stream: 2, .parts: 2])
    }

    @Test func `gives the one selected item or folder another name`() async throws {
        let (source, destination) = (MemoryStore(name: "a"), MemoryStore(name: "b"))
        try await fill(source, ["x/docs/a": "1", "x/docs/b/c": "2"])
        let base = try DataPrefix("x/")
        let folder = TransferRequest(
            .copy, [.folder(try DataPrefix("x/docs/"))], of: source, base: base, to: destination, name: "papers")
        #expect(try await run(folder).state == .finished)
        let item = TransferRequest(
            .copy, [.key(try DataKey("x/docs/a"))], of: source, base: base, to: destination, name: "z")
        #expect(try await run(item).state == .finished)
        #expect(try await contents(of: destination) == ["papers/a": "1", "papers/b/c": "2", "z": "1"])
        let two = TransferRequest(
            .copy, [.key(try DataKey("x/docs/a")), .key(try DataKey("x/docs/b/c"))], of: source, base: base,
            to: destination, name: "z")
        await #expect(throws: DataError.self) { try await TransferPlanner.plan(two) }
    }

    @Test func `names nothing twice`() async throws {
        let source = MemoryStore()
        try await fill(source, ["a/b/c": "1", "a/d": "2"])
        let selection: [TransferSource] = [
            .key(try DataKey("a/b/c")), .folder(try DataPrefix("a/b/")), .folder(try DataPrefix("a/")),
            .folder(try DataPrefix("a/")), .key(try DataKey("a/d")),
        ]
        let plan = try await TransferPlanner.plan(TransferRequest(.copy, selection, of: source, to: MemoryStore()))
        #expect(plan.items.count == 2)
    }

    @Test(arguments: [3, 200])
    func `finds conflicts by asking for few and by listing for many`(count: Int) async throws {
        let (source, destination) = (HookedStore("a"), HookedStore("b"))
        for number in 0..<count { try await fill(source, ["in/f\(number)": "new"]) }
        try await fill(destination, ["to/in/f1": "old", "to/in/f2": "old", "to/in/other": "old", "to/x": "old"])
        destination.setHook { (_) throws(DataError) in }
        let request = TransferRequest(
            .copy, [.folder(try DataPrefix("in/"))], of: source, to: destination, folder: try DataPrefix("to/"))
        let plan = try await TransferPlanner.plan(request)
        #expect(plan.conflictCount == 2)
        #expect(Set(plan.conflicts.map(\.there.key.text)) == ["to/in/f1", "to/in/f2"])
        #expect(plan.conflicts.allSatisfy { $0.source.key.text == "in/" + $0.there.key.lastComponent })
        #expect(destination.log.contains(.list("to/in/")) == (count == 200))
        let reads = destination.log.count { if case .read = $0 { true } else { false } }
        #expect(reads <= 2)
    }

    @Test func `finds conflicts of items and of a renamed folder by listing`() async throws {
        let (source, destination) = (MemoryStore(name: "a"), MemoryStore(name: "b"))
        var keys: [TransferSource] = []
        for number in 0..<100 {
            try await fill(source, ["f\(number)": "new"])
            keys.append(.key(try DataKey("f\(number)")))
        }
        try await fill(destination, ["f7": "old", "g/f8": "old", "deep/f9": "old"])
        let items = TransferRequest(.copy, keys, of: source, to: destination)
        #expect(try await TransferPlanner.plan(items).conflicts.map(\.there.key.text) == ["f7"])

        let inside = MemoryStore(name: "c")
        for number in 0..<100 { try await fill(inside, ["x/f\(number)": "new"]) }
        let folder = TransferRequest(.copy, [.folder(try DataPrefix("x/"))], of: inside, to: destination, name: "g")
        #expect(try await TransferPlanner.plan(folder).conflicts.map(\.there.key.text) == ["g/f8"])
    }

    @Test func `refuses a folder that would go into itself`() async throws {
        let store = MemoryStore()
        try await fill(store, ["a/b": "1"])
        for (kind, to) in [(TransferRequest.Kind.copy, "a/"), (.move, "a/"), (.copy, "a/deep/")] {
            let request = TransferRequest(
                kind, [.folder(try DataPrefix("a/"))], of: store, to: store, folder: try DataPrefix(to))
            let error = await #expect(throws: DataError.self) { try await TransferPlanner.plan(request) }
            #expect(error?.reason == "transfer.into_itself")
        }
        // A name that merely begins alike is another folder, and another store another place.
        let beside = TransferRequest(
            .copy, [.folder(try DataPrefix("a/"))], of: store, to: store, folder: try DataPrefix("ab/"))
        #expect(try await TransferPlanner.plan(beside).items.count == 1)
        let elsewhere = TransferRequest(
            .copy, [.folder(try DataPrefix("a/"))], of: store, to: MemoryStore(), folder: try DataPrefix("a/"))
        #expect(try await TransferPlanner.plan(elsewhere).items.count == 1)
    }

    @Test(arguments: TransferRequest.Kind.allCases)
    func `leaves alone what would go onto itself`(kind: TransferRequest.Kind) async throws {
        let store = MemoryStore()
        try await fill(store, ["a/b": "1", "c": "2"])
        let request = TransferRequest(
            kind, [.folder(try DataPrefix("a/")), .key(try DataKey("c"))], of: store, to: store)
        let plan = try await TransferPlanner.plan(request)
        #expect(plan.isEmpty)
        #expect(plan.itselfCount == 2)
        let status = try await run(request)
        #expect(status.state == .finished)
        #expect(status.skipped == [.itself: 2])
        #expect(try await contents(of: store) == ["a/b": "1", "c": "2"])
    }

    @Test func `tells in advance what a destination cannot spell, take or keep`() async throws {
        let source = MemoryStore(name: "a")
        let long = String(repeating: "n", count: 1020)
        try await fill(source, ["ok": "1", "a//b": "2", "/abs": "3", long: "4"])
        let destination = HookedStore("b", without: [.attributes, .folders])
        try await source.createFolder(DataPrefix("empty/"))
        var request = everything(.copy, of: source, to: destination)
        request.folder = try DataPrefix("into/")
        let plan = try await TransferPlanner.plan(request)
        #expect(plan.items.count == 1)
        #expect(Set(plan.refusals.map(\.key)) == ["a//b", "/abs", long])
        #expect(plan.refusals.allSatisfy { $0.error.code == .invalidKey })
        #expect(Set(plan.losses) == [.attributes, .emptyFolders(1)])
        let status = try await run(request)
        #expect(status.state == .failed)
        #expect(status.failureCount == 3)
        #expect(try await contents(of: destination) == ["into/ok": "1"])
    }

    @Test func `tells in advance that tags stay behind`() async throws {
        let source = HookedStore("a", with: .tags)
        _ = try await source.write(DataKey("one"), "1".utf8)
        let away = try await TransferPlanner.plan(everything(.move, of: source, to: MemoryStore()))
        #expect(away.losses == [.tags])
        let none = try await TransferPlanner.plan(everything(.move, of: MemoryStore(), to: source))
        #expect(none.losses.isEmpty)
    }

    @Test func `refuses links and names that are not UTF-8, and goes on`() async throws {
        let store = OddStore()
        let plan = try await TransferPlanner.plan(everything(.copy, of: store, to: MemoryStore()))
        #expect(plan.items.count == 1)
        #expect(plan.refusals.map(\.name) == [[0xff, 0x2f], [0x61, 0xff], Array("link".utf8)])
        #expect(plan.refusals.map(\.error.reason) == ["key.invalid_utf8", "key.invalid_utf8", "row.other"])
        let deletion = try await DeletionPlanner.plan(store, [.folder(.root)])
        #expect(deletion.items.count == 1)
        #expect(deletion.specialFiles.kinds == [.link: 1])
        #expect(deletion.refusals.map(\.name) == [[0xff, 0x2f], [0x61, 0xff]])
    }

    @Test func `is refused whole where nothing can be written, or deleted for a move`() async throws {
        let store = MemoryStore()
        let fixed = RestrictedDataStore(MemoryStore(), allowing: [.search])
        for request in [everything(.copy, of: store, to: fixed), everything(.move, of: fixed, to: store)] {
            let error = await #expect(throws: DataError.self) { try await TransferPlanner.plan(request) }
            #expect(error?.code == .unsupported)
        }
        await #expect(throws: DataError.self) { try await DeletionPlanner.plan(fixed, [.folder(.root)]) }
    }

    @Test func `of what is not there says so`() async throws {
        let request = TransferRequest(
            .copy, [.key(try DataKey("no")), .folder(try DataPrefix("none/"))], of: MemoryStore(), to: MemoryStore())
        let plan = try await TransferPlanner.plan(request)
        #expect(plan.isEmpty)
        #expect(plan.refusals.map(\.error.code) == [.notFound, .notFound])
    }

    @Test func `can be stopped while it is made`() async throws {
        let source = EndlessStore()
        let task = Task {
            try await TransferPlanner.plan(everything(.copy, of: source, to: MemoryStore())) { progress in
                if progress.items > 1000 { withUnsafeCurrentTask { $0?.cancel() } }
            }
        }
        let error = await #expect(throws: DataError.self) { try await task.value }
        #expect(error?.code == .cancelled)
    }

    @Test func `of a million items takes little memory`() async throws {
        let before = residentBytes()
        let plan = try await TransferPlanner.plan(
            everything(.copy, of: EndlessStore(rows: 1_000_000), to: MemoryStore()))
        #expect(plan.items.count == 1_000_000)
        #expect(plan.byteCount == 1_000_000)
        // Columns: about 50 bytes an item with its name, doubled while they grow, and the index of names.
        #expect(residentBytes() - before < 200 << 20)
        #expect(try plan.target(of: 999_999).text == "item-000999999")
    }
}
