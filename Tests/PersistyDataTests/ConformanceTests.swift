import PersistyData
import PersistyTestSupport
import Testing

@Suite struct `The reference stores keep every promise` {
    @Test(.timeLimit(.minutes(15)), arguments: ConformanceCase.all(for: .memory))
    func `in memory`(promise: ConformanceCase) async throws { try await promise.check(.memory) }

    @Test(.timeLimit(.minutes(15)), arguments: ConformanceCase.all(for: .owned))
    func `owned, with others' items hidden`(promise: ConformanceCase) async throws { try await promise.check(.owned) }

    @Test(.timeLimit(.minutes(15)), arguments: ConformanceCase.all(for: .restricted))
    func `restricted to all that there is`(promise: ConformanceCase) async throws {
        try await promise.check(.restricted)
    }

    @Test(.timeLimit(.minutes(15)), arguments: ConformanceCase.all(for: .plain))
    func `by what every store must do alone`(promise: ConformanceCase) async throws { try await promise.check(.plain) }

    @Test(.timeLimit(.minutes(15)), arguments: [StoreUnderTest.owned, .restricted, .plain], PairCase.all)
    func `when copying to and from each other`(destination: StoreUnderTest, promise: PairCase) async throws {
        for source in [StoreUnderTest.owned, .restricted, .plain] where source.name != destination.name {
            try await promise.check(from: source, to: destination)
        }
    }
}

@Suite struct `The list of 132 cases` {
    @Test func `is asserted or excluded with a reason, number by number`() {
        let asserted = Set(ConformanceCase.all.map(\.number))
        let excluded = Set(Exclusion.all.map(\.number))
        #expect(asserted.isDisjoint(with: excluded))
        #expect(asserted.union(excluded) == Set(1...132))
        #expect(Exclusion.all.count == excluded.count)
        let titles = ConformanceCase.all.map(\.testDescription)
        #expect(Set(titles).count == titles.count, "each case has a name of its own")
    }
}

extension StoreUnderTest {
    /// A memory store of which Alice may use what is hers, with her prefix as its root.
    static let owned = decorated("owned") { store in
        let alice = try Authorization(subject: "alice")
        let owned = OwnedDataStore(store, alice, readsOthers: false)
        _ = try await store.write(DataKey("bob/item"), "of bob".utf8)
        return RootedStore(store: owned, root: owned.prefix)
    }

    /// A memory store from which nothing was taken away.
    static let restricted = decorated("restricted") { store in
        RestrictedDataStore(store, allowing: Set(DataOperation.allCases))
    }

    static let plain: StoreUnderTest = {
        var store = StoreUnderTest("plain") { setup in StoreFixture(PlainStore(limits: setup.limits)) }
        store.pieceSize = 16 << 10
        store.manyItems = 1000
        return store
    }()

    private static func decorated(
        _ name: String, _ decorate: @escaping @Sendable (MemoryStore) async throws -> any DataStore
    ) -> StoreUnderTest {
        var store = StoreUnderTest(name) { setup in
            StoreFixture(try await decorate(MemoryStore(limits: setup.limits)))
        }
        // The memory store beneath is tried at its own sizes; here it is the decorator that is tried.
        store.pieceSize = 16 << 10
        store.manyItems = 1000
        if name == "owned" {
            let room = DataKey.maximumLength - "alice/".utf8.count
            store.canSpell = { $0.bytes.count <= room }
        }
        return store
    }
}
