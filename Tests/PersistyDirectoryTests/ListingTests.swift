import Glibc
import PersistyData
import PersistyDirectory
import Testing

@Suite struct `A directory store listing` {
    let folder = TemporaryFolder()

    private func fill() {
        for name in ["t-", "t", "empty", "t/deep"] { folder.makeFolder(name) }
        for name in ["a", "a-b", "a0", "b", "t-/x", "t/x", "t/deep/y", "t/z", "\u{ffff}", "\u{1F600}"] {
            folder.put(name)
        }
        symlink("a", folder.path + "/link")
        mkfifo(folder.path + "/pipe", 0o600)
    }

    static let all = ["a", "a-b", "a0", "b", "t-/x", "t/deep/y", "t/x", "t/z", "\u{ffff}", "\u{1F600}"]

    @Test func `searches in byte order at every page size, in this process or another`() async throws {
        fill()
        let shallow = ["a", "a-b", "a0", "b", "empty/", "t-/", "t/", "\u{ffff}", "\u{1F600}"]
        for limit in 1...11 {
            let store = try makeStore(folder)
            for (query, expected) in [
                (DataQuery(), Self.all), (DataQuery(delimiter: "/"), shallow),
                (DataQuery(prefix: "t/"), ["t/deep/y", "t/x", "t/z"]), (DataQuery(prefix: "t"), Array(Self.all[4...7])),
                (DataQuery(prefix: "t/", delimiter: "/"), ["t/deep/", "t/x", "t/z"]),
                (DataQuery(prefix: "t", delimiter: "/"), ["t-/", "t/"]),
                (DataQuery(prefix: "a", delimiter: "-"), ["a", "a-", "a0"]),
                (
                    DataQuery(delimiter: "/d"),
                    ["a", "a-b", "a0", "b", "t-/x", "t/d", "t/x", "t/z", "\u{ffff}", "\u{1F600}"]
                ),
                (DataQuery(after: try DataKey("t-/x")), Array(Self.all[5...])),
                (DataQuery(delimiter: "/", after: try DataKey("t/deep")), ["t/", "\u{ffff}", "\u{1F600}"]),
                (DataQuery(prefix: "../"), []), (DataQuery(prefix: "/"), []), (DataQuery(prefix: "no/"), []),
            ] {
                for isRestarted in [false, true] {
                    var rows: [String] = []
                    var pageKey: String?
                    repeat {
                        let store = isRestarted ? try makeStore(folder) : store
                        let page = try await store.search(query, pageKey: pageKey, limit: limit)
                        let found = page.items.map(\.key.text) + page.prefixes
                        #expect(found.count <= limit)
                        rows += found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
                        pageKey = page.nextPageKey
                    } while pageKey != nil
                    #expect(rows == expected, "\(query) by \(limit)")
                }
            }
        }
    }

    @Test func `finds every item that is not touched once, while others come and go`() async throws {
        let store = try makeStore(folder)
        for index in 0..<60 { folder.put("k\(100 + index)") }
        var found: [String] = []
        var pageKey: String?
        var round = 0
        repeat {
            let page = try await store.search(DataQuery(), pageKey: pageKey, limit: 7)
            found += page.items.map(\.key.text)
            pageKey = page.nextPageKey
            folder.put("a\(round)")
            folder.put("k1\(round)x")
            unlink(folder.path + "/a\(round - 1)")
            if let last = found.last, last.hasSuffix("6") { unlink(folder.path + "/" + last) }
            round += 1
        } while pageKey != nil
        let untouched = found.filter { $0.count == 4 && $0.hasPrefix("k1") && !$0.hasSuffix("x") }
        #expect(untouched.count == Set(untouched).count)
        #expect(untouched.count == 60)
    }

    @Test func `lists links and pipes as what they are, in a folder and in a tree`() async throws {
        fill()
        let store = try makeStore(folder)
        for attributes in [false, true] {
            #expect(
                try await store.rows(.folder(.root), attributes: attributes)
                    == ["a", "a-b", "a0", "b", "empty/", "link", "pipe", "t-/", "t/", "\u{ffff}", "\u{1F600}"].sorted())
            #expect(
                try await store.rows(DataQuery(), attributes: attributes) == (Self.all + ["link", "pipe"]).sorted())
            #expect(try await store.rows(DataQuery(prefix: "t/"), attributes: attributes) == ["deep/y", "x", "z"])
            #expect(try await store.rows(DataQuery(prefix: "t/d"), attributes: attributes) == ["eep/y"])
            #expect(
                try await store.rows(DataQuery(prefix: "t", delimiter: "/"), attributes: attributes) == ["-/", "/"])
            #expect(try await store.rows(DataQuery(prefix: "../"), attributes: attributes) == [])
        }
        for try await batch in store.list(.folder(.root), attributes: true) {
            for row in 0..<batch.count {
                let kind = batch.kind(row)
                #expect((kind == .item) == (batch.size(row) == 7), "\(batch.name(row) ?? "")")
                #expect(batch.time(row) != nil)
                #expect((kind == .link) == (batch.name(row) == "link"))
                #expect((kind == .pipe) == (batch.name(row) == "pipe"))
            }
        }
        #expect(openDescriptors(below: folder.path) == 1)
    }

    @Test func `lists names that are not UTF-8 by their bytes`() async throws {
        let name: [CChar] = [0x61, -1, -2, 0x62, 0]
        let path = Array(folder.path.utf8CString.dropLast()) + [0x2f] + name
        let isMade = open(path, O_WRONLY | O_CREAT, 0o644) >= 0
        try #require(isMade)
        let store = try makeStore(folder)
        for query in [DataQuery(), .folder(.root)] {
            for try await batch in store.list(query, attributes: true) {
                #expect(Array(batch.nameBytes(0)) == [0x61, 0xff, 0xfe, 0x62])
                #expect(batch.name(0) == nil && batch.size(0) == 0)
            }
        }
        #expect(try await store.keys() == [])
    }

    @Test func `fills sizes, times and known validators of the rows asked for, and of no link's target`() async throws {
        fill()
        let store = try makeStore(folder)
        let written = try await store.write(DataKey("t/deep/new"), [1, 2, 3])
        symlink("/etc", folder.path + "/out")
        for try await batch in store.list(DataQuery(), attributes: false) {
            #expect(!batch.hasAttributes)
            let filled = try await store.attributes(of: batch, under: "", rows: Array(0..<batch.count))
            for row in 0..<filled.count where filled.name(row) == "t/deep/new" {
                #expect(filled.size(row) == 3)
                #expect(filled.etag(row) == written.etag)
            }
            for row in 0..<filled.count {
                #expect((filled.size(row) != nil) == (filled.kind(row) == .item) && filled.time(row) != nil)
            }
        }
        var foreign = ItemBatch()
        foreign.append(name: "out/passwd", kind: .item)
        let filled = try await store.attributes(of: foreign, under: "", rows: [0])
        #expect(filled.size(0) == nil)
    }

    @Test func `lists a folder of many, stops when it is let go and closes what it opened`() async throws {
        let store = try makeStore(folder)
        for index in 0..<30 {
            folder.makeFolder("d\(index)")
            for inner in 0..<200 { folder.put("d\(index)/\(inner)", "") }
        }
        #expect(try await store.rows(DataQuery(), attributes: true).count == 6000)
        for attributes in [true, false] {
            var listing: DataListing? = store.list(DataQuery(), attributes: attributes)
            let first = try await listing?.next()
            #expect(first?.isEmpty == false)
            listing = nil
            for _ in 0..<1000 where openDescriptors(below: folder.path) > 1 { await Task.yield() }
        }
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await store.rows(DataQuery())
        }
        task.cancel()
        await #expect { try await task.value } throws: { ($0 as? DataError)?.code == .cancelled }
        _ = try await store.keys()
        #expect(openDescriptors(below: folder.path) == 1)
    }
}
