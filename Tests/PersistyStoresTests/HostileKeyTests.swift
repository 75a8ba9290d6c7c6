import Glibc
import NIOCore
import PersistyData
import PersistyTestSupport
import Testing

/// Every key of the corpus, in every store: taken with exactly its bytes, or refused with the reason that is expected.
@Suite struct `Hostile keys` {
    @Test(.timeLimit(.minutes(15)), arguments: [StoreUnderTest.directory, .chunk])
    func `are stored, found, read, copied, renamed and deleted, or refused`(kind: StoreUnderTest) async throws {
        for hostile in HostileKey.all {
            // Each in a place of its own: `a` and `a/b` cannot both be files.
            try await kind.withStore { fixture in
                if let reason = hostile.refusals[kind.name] {
                    try await seeRefused(hostile, reason, fixture)
                } else {
                    try await seeTaken(hostile, fixture)
                }
            }
        }
    }

    @Test func `that no store can name are listed by their bytes when others put them in a folder`() async throws {
        try await StoreUnderTest.directory.withStore { fixture in
            let folder = try #require(fixture.folder)
            var put: Set<[UInt8]> = []
            for hostile in HostileKey.all where hostile.isFileName && hostile.bytes != Array(".persisty-staging".utf8) {
                let path = Array((folder + "/").utf8) + hostile.bytes + [0]
                let file = open(path.map { CChar(bitPattern: $0) }, O_WRONLY | O_CREAT, 0o644)
                try #require(file >= 0, "\(hostile.testDescription) cannot be made")
                close(file)
                put.insert(hostile.bytes)
            }
            #expect(HostileKey.all.contains { $0.isPutOnDisk && put.contains($0.bytes) })
            for attributes in [false, true] {
                let query = DataQuery(delimiter: "/")
                let names = try await listedNames(fixture.store, query, attributes: attributes)
                #expect(Set(names) == put && names.count == put.count)
            }
        }
    }

    private func seeRefused(_ hostile: HostileKey, _ reason: String, _ fixture: StoreFixture) async throws {
        let store = fixture.store
        let other = try await fixture.put("other", "other")
        try await fixture.expectUnchanged(hostile.testDescription) {
            let acts: [(String, (DataKey) async throws -> Void)] = [
                ("write", { _ = try await store.write($0, "x".utf8) }),
                ("copy", { _ = try await store.copy(other, from: store, to: $0) }),
                ("rename", { _ = try await store.rename(other, to: $0) }),
                ("read", { _ = try await store.read($0) }),
                ("delete", { _ = try await store.delete($0) }),
            ]
            for (name, act) in acts {
                let error = await expectFailure(.invalidKey, "\(name) \(hostile.testDescription)") {
                    try await act(DataKey(bytes: hostile.bytes))
                }
                #expect(error?.reason == reason, "\(name) \(hostile.testDescription)")
            }
        }
    }

    private func seeTaken(_ hostile: HostileKey, _ fixture: StoreFixture) async throws {
        let (store, what) = (fixture.store, hostile.testDescription)
        let key = try DataKey(bytes: hostile.bytes)
        #expect(key.bytes.elementsEqual(hostile.bytes))
        let item = try await store.write(key, hostile.bytes)
        #expect(item.key == key)
        #expect(try await store.read(key)?.key == key, "\(what)")
        #expect(try await store.bytes(of: key, upTo: 2000)?.readableBytesView.elementsEqual(hostile.bytes) == true)
        #expect(try await found(store) == [key], "\(what) is found")
        #expect(try await listedNames(store, DataQuery()) == [hostile.bytes], "\(what) is listed")
        var folded = try await store.search(DataQuery(delimiter: "/"), pageKey: nil, limit: 10)
        #expect(folded.items.count + folded.prefixes.count == 1, "\(what) is one row")
        if let prefix = folded.prefixes.first { #expect(hostile.bytes.starts(with: prefix.utf8), "\(what) is in it") }
        folded = try await store.search(DataQuery(prefix: key.text), pageKey: nil, limit: 10)
        #expect(folded.items.map(\.key) == [key], "\(what) is found by its own text")

        let copy = try DataKey("copy of it")
        try await store.copy(item, from: store, to: copy)
        #expect(try await fixture.bytes(copy.text) == hostile.bytes)
        #expect(try await store.delete(key), "\(what) is deleted")
        #expect(try await store.read(key) == nil)
        let back = try await store.copy(#require(try await store.read(copy)), from: store, to: key)
        #expect(back.item.key == key, "\(what) is copied to")
        try await store.delete(copy)
        let renamed = try await store.rename(#require(try await store.read(key)), to: copy)
        #expect(try await found(store) == [copy], "\(what) is renamed")
        let again = try await store.rename(renamed, to: key)
        #expect(again.key == key && again.key.bytes.elementsEqual(hostile.bytes))
        #expect(try await found(store) == [key], "\(what) is renamed to")
        for result in await store.delete([again], keepsFolders: false) { #expect(try result.get(), "\(what)") }
        #expect(try await found(store).isEmpty)
    }

    private func found(_ store: any DataStore) async throws -> [DataKey] {
        var keys: [DataKey] = []
        for try await item in store.items() { keys.append(item.key) }
        return keys
    }

    private func listedNames(
        _ store: any DataStore, _ query: DataQuery, attributes: Bool = false
    ) async throws -> [[UInt8]] {
        var names: [[UInt8]] = []
        for try await batch in store.list(query, attributes: attributes) {
            for row in 0..<batch.count { names.append(Array(batch.nameBytes(row))) }
        }
        return names
    }
}
