import NIOCore
import PersistyData
import Testing

extension ConformanceCase {
    static let searching: [ConformanceCase] = [
        .init(71, "An empty store, no match, one match and all", "GC testList", SearchCases.plain),
        .init(72, "Every page size gives the same sequence", "GC, S3T maxkeys", SearchCases.pageSizes),
        .init(73, "A page of no rows or fewer is refused", "S3T maxkeys_zero", SearchCases.noRows),
        .init(
            74, "An item written before the page key is not repeated and hides nothing", "GC",
            SearchCases.insertedBefore),
        .init(75, "Deleting the last item of a page loses nothing", "GC", SearchCases.deletedLast),
        .init(76, "Another process goes on from a page key", "N", needs: [.reopening], SearchCases.otherProcess),
        .init(77, "`after` is exclusive, wherever it lies", "OS, S3T startafter", SearchCases.after),
        .init(78, "The order is that of bytes at every page size", "GC #3089", SearchCases.order),
        .init(79, "The order is of UTF-8, not of UTF-16", "N", SearchCases.notUTF16),
        .init(
            80, "Any delimiter folds, at every page size, also when a folder has just gone", "GC testListDelimiters",
            SearchCases.delimiters),
        .init(
            81, "A prefix may end inside a name, be an item, be a folder, or hold the delimiter", "OS, S3T",
            SearchCases.prefixes),
        .init(
            82, "Items and prefixes count together against the page", "VGW truncated_common_prefixes",
            SearchCases.together),
        .init(83, "Ten thousand items in one folder come page by page", "RC#7974", SearchCases.many),
        .init(84, "Empty folders that others made are no items", "FS, N", needs: [.folder], FolderCases.emptyFolders),
        .init(
            85, "An item whose key ends in a slash is shown and can be deleted, where it can be spelled", "RC#753",
            SearchCases.markers),
        .init(87, "The count is the number found", "S11", SearchCases.count),
        .init(88, "Every key that is found can be read", "S11", SearchCases.readable),
        .init(90, "While a thousand items come and go, every other is found once", "N", SearchCases.during),
        .init(90, "A listing gives the rows of the search, as items and folders", "N", SearchCases.listing),
    ]
}

/// What every store promises of searches and listings.
enum SearchCases {
    static func plain(_ fixture: StoreFixture) async throws {
        #expect(try await fixture.keys().isEmpty)
        #expect(try await fixture.rows(DataQuery(delimiter: "/"), pageSize: 10).isEmpty)
        for key in ["a", "b/1", "b/2"] { try await fixture.put(key, "x") }
        #expect(try await fixture.keys(DataQuery(prefix: "z")).isEmpty)
        #expect(try await fixture.keys(DataQuery(prefix: "b/1/")).isEmpty)
        #expect(try await fixture.keys(DataQuery(prefix: "b/2")) == ["b/2"])
        #expect(try await fixture.keys() == ["a", "b/1", "b/2"])
        let page = try await fixture.store.search(DataQuery(), pageKey: nil, limit: 3)
        #expect(page.nextPageKey == nil || page.items.count == 3)
        if fixture.can(.listsAttributes) { #expect(page.items.allSatisfy { $0.size == 1 }) }
    }

    static func pageSizes(_ fixture: StoreFixture) async throws {
        let keys = (0..<23).map { "item-\($0)" }.sorted()
        for key in keys { try await fixture.put(key, "x") }
        for size in Array(1...10) + [22, 23, 24, 1000, .max] {
            #expect(try await fixture.keys(pageSize: size) == keys, "pages of \(size)")
        }
    }

    static func noRows(_ fixture: StoreFixture) async throws {
        try await fixture.put("item", "x")
        for limit in [0, -1, .min] {
            await expectFailure(.invalidKey, "a page of \(limit)") {
                try await fixture.store.search(DataQuery(), pageKey: nil, limit: limit)
            }
        }
        await expectFailure(.invalidKey, "an empty delimiter") {
            try await fixture.store.search(DataQuery(delimiter: ""), pageKey: nil, limit: 10)
        }
    }

    static func insertedBefore(_ fixture: StoreFixture) async throws {
        for key in ["b", "d", "f", "h"] { try await fixture.put(key, "x") }
        let first = try await fixture.store.search(DataQuery(), pageKey: nil, limit: 2)
        #expect(first.items.map(\.key.text) == ["b", "d"])
        try await fixture.put("a", "x")
        try await fixture.put("c", "x")
        try await fixture.put("e", "x")
        let rest = try await fixture.rest(after: first)
        #expect(rest.filter { $0 != "e" } == ["f", "h"])
    }

    static func deletedLast(_ fixture: StoreFixture) async throws {
        for key in ["b", "d", "f", "h"] { try await fixture.put(key, "x") }
        let first = try await fixture.store.search(DataQuery(), pageKey: nil, limit: 2)
        try await fixture.store.delete(DataKey("d"))
        #expect(try await fixture.rest(after: first) == ["f", "h"])
        let second = try await fixture.store.search(DataQuery(), pageKey: nil, limit: 2)
        #expect(second.items.map(\.key.text) == ["b", "f"])
        try await fixture.store.delete(DataKey("h"))
        #expect(try await fixture.rest(after: second) == [])
    }

    static func otherProcess(_ fixture: StoreFixture) async throws {
        let reopen = try #require(fixture.reopen)
        for key in ["a/1", "a/2", "b/1", "c"] { try await fixture.put(key, "x") }
        let query = DataQuery(delimiter: "/")
        let first = try await fixture.store.search(query, pageKey: nil, limit: 1)
        #expect(first.prefixes == ["a/"])
        let other = try await reopen()
        let rest = try await other.search(query, pageKey: first.nextPageKey, limit: 10)
        #expect(rest.prefixes == ["b/"])
        #expect(rest.items.map(\.key.text) == ["c"])
    }

    static func after(_ fixture: StoreFixture) async throws {
        let keys = ["a", "b/1", "b/2", "b/3", "c", "d"]
        for key in keys { try await fixture.put(key, "x") }
        for after in ["a", "aa", "b", "b/", "b/2", "b/25", "c", "d", "e", "\u{1}", "b0"] {
            let key = try DataKey(after)
            for size in [1, 2, 10] {
                let found = try await fixture.keys(DataQuery(after: key), pageSize: size)
                #expect(found == keys.filter { after.utf8.lexicographicallyPrecedes($0.utf8) }, "after \(after)")
                let inside = try await fixture.keys(DataQuery(prefix: "b/", after: key), pageSize: size)
                #expect(inside == found.filter { $0.hasPrefix("b/") }, "after \(after), in a folder")
                let folded = try await fixture.rows(DataQuery(delimiter: "/", after: key), pageSize: size)
                #expect(folded == SearchModel.rows(of: keys, DataQuery(delimiter: "/", after: key)), "after \(after)")
            }
        }
    }

    static func order(_ fixture: StoreFixture) async throws {
        let keys = ["a-b", "a/b", "a0", "b", "t-/x", "t/x", "t0/x", "~", "ä", "Z", "_", "\u{1}", "t/-", "t/y/z"]
        var written = keys.filter { fixture.spells($0) }
        for key in written { try await fixture.put(key, "x") }
        if fixture.kind.separatesItemsFromFolders {
            for key in ["a", "t"] {
                try await fixture.put(key, "x")
                written.append(key)
            }
        }
        for query in [
            DataQuery(), DataQuery(delimiter: "/"), DataQuery(prefix: "t"), DataQuery(prefix: "t", delimiter: "/"),
        ] {
            let model = SearchModel.rows(of: written, query)
            for size in 1...10 {
                #expect(try await fixture.rows(query, pageSize: size) == model, "pages of \(size) of \(query)")
            }
        }
    }

    static func notUTF16(_ fixture: StoreFixture) async throws {
        for key in ["\u{1F600}", "\u{FFFD}", "\u{E000}", "\u{10FFFD}", "z"] { try await fixture.put(key, "x") }
        #expect(try await fixture.keys() == ["z", "\u{E000}", "\u{FFFD}", "\u{1F600}", "\u{10FFFD}"])
    }

    static func delimiters(_ fixture: StoreFixture) async throws {
        for delimiter in ["/", "\\", "abc", "é", "👩‍👩‍👧"] {
            let names = ["1/2/3", "1/2/4", "1/5", "6", "7/8"].map {
                "in " + String($0.split(separator: "/").joined(separator: delimiter))
            }
            for name in names { try await fixture.put(name, "x") }
            for query in [
                DataQuery(delimiter: delimiter), DataQuery(prefix: "in 1" + delimiter, delimiter: delimiter),
                DataQuery(prefix: "in 1", delimiter: delimiter),
            ] {
                let model = SearchModel.rows(of: names, query)
                for size in 1...5 { #expect(try await fixture.rows(query, pageSize: size) == model, "\(query)") }
            }
            let query = DataQuery(delimiter: delimiter)
            let first = try await fixture.store.search(query, pageKey: nil, limit: 1)
            #expect(first.prefixes == ["in 1" + delimiter])
            try await fixture.store.delete(DataKey(names[4]))
            let rest = try await fixture.store.search(query, pageKey: first.nextPageKey, limit: 10)
            #expect(rest.prefixes.isEmpty)
            #expect(rest.items.map(\.key.text) == ["in 6"])
            for name in names { try await fixture.store.delete(DataKey(name)) }
        }
    }

    static func prefixes(_ fixture: StoreFixture) async throws {
        let keys = ["docs/a.txt", "docs/sub/b.txt", "docs-old/c", "dog", "docs/sub/deep/d", "e"]
        for key in keys { try await fixture.put(key, "x") }
        for prefix in [
            "", "d", "do", "docs", "docs/", "docs/s", "docs/sub", "docs/sub/", "dog", "dogs", "docs/a.txt", "/",
        ] {
            for delimiter in [nil, "/", "s", "do"] {
                let query = DataQuery(prefix: prefix, delimiter: delimiter)
                for size in [1, 2, 100] {
                    #expect(
                        try await fixture.rows(query, pageSize: size) == SearchModel.rows(of: keys, query),
                        "\(prefix.debugDescription) folded at \(delimiter ?? "nothing")")
                }
            }
        }
    }

    static func together(_ fixture: StoreFixture) async throws {
        for key in ["a/1", "b", "c/1", "c/2", "d", "e/1"] { try await fixture.put(key, "x") }
        var pages: [[String]] = []
        var pageKey: String?
        repeat {
            let page = try await fixture.store.search(DataQuery(delimiter: "/"), pageKey: pageKey, limit: 2)
            pages.append((page.items.map(\.key.text) + page.prefixes).sorted())
            pageKey = page.nextPageKey
        } while pageKey != nil
        #expect(pages.filter { !$0.isEmpty } == [["a/", "b"], ["c/", "d"], ["e/"]])
    }

    static func many(_ fixture: StoreFixture) async throws {
        let count = fixture.kind.manyItems
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    for number in stride(from: worker, to: count, by: 4) {
                        try await fixture.put("many/\(number)", String(number))
                    }
                }
            }
            try await group.waitForAll()
        }
        let page = try await fixture.store.search(DataQuery(prefix: "many/"), pageKey: nil, limit: 100)
        #expect(page.items.count == 100)
        #expect(page.nextPageKey != nil)
        let keys = (0..<count).map { "many/\($0)" }.sorted()
        #expect(try await fixture.keys(DataQuery(prefix: "many/")) == keys)
        #expect(try await fixture.rows(DataQuery(delimiter: "/"), pageSize: 1) == [.prefix("many/")])
        var rows = 0
        for try await batch in fixture.store.list(DataQuery(prefix: "many/", delimiter: "/"), attributes: false) {
            rows += batch.count
        }
        #expect(rows == count)
    }

    static func markers(_ fixture: StoreFixture) async throws {
        guard try await fixture.putOrSeeRefused("marker/", []) else { return }
        #expect(try await fixture.keys() == ["marker/"])
        #expect(try await fixture.rows(DataQuery(delimiter: "/"), pageSize: 5) == [.prefix("marker/")])
        #expect(try await fixture.rows(DataQuery(prefix: "marker/", delimiter: "/"), pageSize: 5) == [.item("marker/")])
        #expect(try await fixture.store.delete(DataKey("marker/")))
        #expect(try await fixture.keys().isEmpty)
    }

    static func count(_ fixture: StoreFixture) async throws {
        #expect(try await fixture.store.count() == 0)
        for number in 0..<13 { try await fixture.put("folder-\(number % 3)/\(number)", "x") }
        #expect(try await fixture.store.count() == 13)
        #expect(try await fixture.store.count(DataQuery(prefix: "folder-0/")) == 5)
        #expect(try await fixture.keys(pageSize: 2).count == 13)
    }

    static func readable(_ fixture: StoreFixture) async throws {
        for (index, name) in Names.weird.enumerated() where fixture.spells("\(index)/" + name) {
            try await fixture.put("\(index)/" + name, name)
        }
        for try await item in fixture.store.items(pageSize: 4) {
            let found = try await fixture.store.reader(of: item, range: .all).collect(upTo: 4096)
            #expect(found.readableBytes > 0)
            #expect(try await fixture.store.read(item.key) != nil)
        }
    }

    static func during(_ fixture: StoreFixture) async throws {
        let untouched = (0..<200).map { "item-\($0)-stays" }.sorted()
        for key in untouched { try await fixture.put(key, "x") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var generator = SeededGenerator(5)
                for _ in 0..<1000 {
                    let key =
                        "item-\(Int.random(in: 0..<200, using: &generator))-\(Bool.random(using: &generator) ? "a" : "z")"
                    if Bool.random(using: &generator) {
                        try await fixture.put(key, "y")
                    } else {
                        try await fixture.store.delete(DataKey(key))
                    }
                }
            }
            for size in [1, 7, 50, 1000] {
                group.addTask {
                    let found = try await fixture.keys(pageSize: size).filter { $0.hasSuffix("stays") }
                    #expect(found == untouched, "pages of \(size)")
                }
            }
            group.addTask {
                var found: [String] = []
                for try await batch in fixture.store.list(DataQuery(delimiter: "/"), attributes: true) {
                    found += (0..<batch.count).compactMap { batch.name($0) }.filter { $0.hasSuffix("stays") }
                }
                #expect(found.sorted() == untouched, "a listing")
            }
            try await group.waitForAll()
        }
    }

    static func listing(_ fixture: StoreFixture) async throws {
        for key in ["top", "a/1", "a/b/2", "c/3"] { try await fixture.put(key, "of \(key)") }
        for (prefix, wanted) in [
            ("", ["a/ folder", "c/ folder", "top item"]), ("a/", ["1 item", "b/ folder"]), ("a/b/", ["2 item"]),
            ("x/", []),
        ] {
            for attributes in [true, false] {
                var rows: [String] = []
                for try await batch in fixture.store.list(
                    DataQuery(prefix: prefix, delimiter: "/"), attributes: attributes)
                {
                    var batch = batch
                    if attributes, !batch.hasAttributes {
                        batch = try await fixture.store.attributes(
                            of: batch, under: prefix, rows: Array(0..<batch.count))
                    }
                    for row in 0..<batch.count {
                        let name = try #require(batch.name(row))
                        rows.append("\(name) \(batch.kind(row))")
                        guard attributes, batch.kind(row) == .item else { continue }
                        #expect(batch.size(row) == Int64("of \(prefix)\(name)".utf8.count))
                        #expect(try await batch.time(row) == fixture.item(prefix + name)?.updatedAt)
                    }
                }
                #expect(rows.sorted() == wanted, "in \(prefix.debugDescription)")
            }
        }
        var rows: [String] = []
        for try await batch in fixture.store.list(DataQuery(prefix: "a/"), attributes: false) {
            rows += (0..<batch.count).compactMap { batch.name($0) }
        }
        #expect(rows.sorted() == ["1", "b/2"], "without a delimiter only items are rows")
        let result = await withCancellableTask { cancel in
            cancel()
            for try await _ in fixture.store.list(DataQuery(delimiter: "/"), attributes: true) {}
        }
        await expectFailure(.cancelled, "a cancelled listing") { try result.get() }
    }
}

extension StoreFixture {
    /// The keys of the pages after `page`.
    fileprivate func rest(after page: DataPage) async throws -> [String] {
        var keys: [String] = []
        var pageKey = page.nextPageKey
        while let key = pageKey {
            let page = try await store.search(DataQuery(), pageKey: key, limit: 2)
            keys += page.items.map(\.key.text)
            pageKey = page.nextPageKey
        }
        return keys
    }
}
