import PersistyData
import PersistyTestSupport
import Testing

@Suite struct `Folding a search` {
    /// Texts made of few letters, so that prefixes, delimiters and combining marks meet often.
    private func texts(_ count: Int, longest: Int, _ generator: inout SeededGenerator) -> [String] {
        let letters = ["a", "b", "/", "//", "-", "0", "\u{301}", "é", "😀", "k", "p", "\u{10FFFF}"]
        return (0..<count).map { _ in
            (0..<Int.random(in: 1...longest, using: &generator)).map { _ in
                letters.randomElement(using: &generator) ?? "a"
            }.joined()
        }
    }

    @Test(arguments: 0..<60)
    func `gives at every page size what a model without pages gives`(seed: Int) async throws {
        var generator = SeededGenerator(UInt64(seed))
        let keys = texts(30, longest: 6, &generator)
        let store = MemoryStore()
        for key in keys { try await store.write(DataKey(key), "x".utf8) }
        for _ in 0..<6 {
            let after = Bool.random(using: &generator) ? texts(1, longest: 3, &generator).first : nil
            let query = DataQuery(
                prefix: Bool.random(using: &generator) ? "" : texts(1, longest: 2, &generator)[0],
                delimiter: [nil, "/", "a", "//", "\u{301}", "é"].randomElement(using: &generator) ?? nil,
                after: try after.map { text throws in try DataKey(text) })
            let model = SearchModel.rows(of: keys, query)
            for size in Array(1...10) + [1000] {
                let rows = try await SearchRow.all(of: store, query, pageSize: size)
                #expect(rows == model, "pages of \(size) of \(query) over \(keys)")
            }
        }
    }

    @Test func `goes beyond a prefix past every key that begins with it, and no other`() throws {
        let beyond = SearchFold.successor(of: "a/")
        let last = try DataKey("a/" + String(repeating: "\u{10FFFF}", count: 255))
        #expect(last.text.utf8Precedes(beyond))
        #expect(beyond.utf8Precedes("a0"))
    }

    @Test(arguments: ["", "k", "p", "x", "xyz", "\u{301}k"])
    func `refuses a page key that it did not make`(pageKey: String) async throws {
        await expectFailure(.invalidKey) { try await MemoryStore().search(DataQuery(), pageKey: pageKey, limit: 1) }
    }

    @Test func `tells queries apart by their bytes`() {
        #expect(DataQuery(prefix: "\u{e9}") != DataQuery(prefix: "e\u{301}"))
        #expect(Set([DataQuery(prefix: "\u{e9}"), DataQuery(prefix: "e\u{301}")]).count == 2)
        #expect(DataQuery(delimiter: nil) != DataQuery(delimiter: ""))
        #expect(DataQuery(prefix: "a", delimiter: "/") == DataQuery(prefix: "a", delimiter: "/"))
    }
}
