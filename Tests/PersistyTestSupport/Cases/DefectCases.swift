import NIOCore
import PersistyData
import Testing

/// One defect of the original, S1 to S15, as the promise that it broke; those that a kind of store can be tried on.
package struct DefectCase: Sendable, CustomTestStringConvertible {
    /// Its number, `S1` to `S15`.
    package let number: String
    package let title: String
    /// Whether only stores that can be made with limits can be tried.
    private var needsLimits = false
    private let body: @Sendable (StoreUnderTest) async throws -> Void

    package var testDescription: String { "\(number): \(title)" }

    /// Holds a store of this kind against the promise.
    package func check(_ kind: StoreUnderTest) async throws { try await body(kind) }

    /// Those that a kind of store can be tried on.
    package static func all(for kind: StoreUnderTest) -> [DefectCase] {
        all.filter { kind.takesLimits || !$0.needsLimits }
    }

    private init(
        _ number: String, _ title: String, needsLimits: Bool = false,
        _ body: @escaping @Sendable (StoreUnderTest) async throws -> Void
    ) {
        self.number = number
        self.title = title
        self.needsLimits = needsLimits
        self.body = body
    }

    package static let all: [DefectCase] = [
        DefectCase(
            "S1", "an absolute key, or one with dots, stays inside its store",
            DefectChecks.absolute),
        DefectCase(
            "S5", "a write that fails or is cancelled commits nothing", DefectChecks.uncommitted),
        DefectCase("S6", "an item of many pieces comes back in their order", DefectChecks.order),
        DefectCase(
            "S7", "a read that spans pieces gives each byte its place", DefectChecks.spanning),
        DefectCase(
            "S8", "an item of exactly the limit is taken, and its last piece counts",
            needsLimits: true, DefectChecks.exactLimit),
        DefectCase(
            "S9", "writing over an item leaves nothing of the former one", DefectChecks.replacing),
        DefectCase(
            "S10", "an update takes the content type that it is given", DefectChecks.contentType),
        DefectCase(
            "S11", "a copy is one copy, what is found can be read, and the count is its number",
            DefectChecks.oneCopy),
        DefectCase("S12", "sizes survive a search, and pages end", DefectChecks.sizes),
        DefectCase("S14", "two stores never share an item", DefectChecks.twoStores),
        DefectCase(
            "S15", "an item's validator is there without reading its content",
            DefectChecks.validator),
    ]
}

private enum DefectChecks {
    static func absolute(_ kind: StoreUnderTest) async throws {
        try await kind.withStore { fixture in
            for key in ["/etc/passwd", "//etc/passwd", "../../etc/passwd", "a/../../etc/passwd"] {
                if fixture.spells(key) { #expect(try await fixture.item(key) == nil, "nothing outside is there") }
                guard try await fixture.putOrSeeRefused(key, "ours".utf8) else { continue }
                #expect(try await fixture.text(key) == "ours")
            }
        }
    }

    static func uncommitted(_ kind: StoreUnderTest) async throws {
        try await kind.withStore { fixture in
            try await fixture.put("item", "former")
            let bytes = seededBytes(2 * kind.pieceSize + 100)
            for key in ["item", "new"] {
                try await fixture.expectUnchanged("a failed and a cancelled write") {
                    await expectFailure(.other) {
                        try await fixture.store.write(DataKey(key), .failing(after: bytes), WriteOptions())
                    }
                    let slow = SlowReader()
                    let write = Task { try await fixture.store.write(DataKey(key), slow.reader, WriteOptions()) }
                    await slow.asked()
                    slow.give(bytes)
                    await slow.asked()
                    write.cancel()
                    await expectFailure(.cancelled) { try await write.value }
                }
            }
        }
    }

    static func order(_ kind: StoreUnderTest) async throws {
        try await kind.withStore { fixture in
            let bytes = (0..<(12 * kind.pieceSize / 4)).flatMap { number in
                withUnsafeBytes(of: UInt32(number).bigEndian, Array.init)
            }
            _ = try await fixture.store.write(DataKey("item"), .pieces(bytes, length: 77_777), WriteOptions())
            #expect(try await fixture.bytes("item") == bytes)
        }
    }

    static func spanning(_ kind: StoreUnderTest) async throws {
        try await kind.withStore { fixture in
            let bytes = seededBytes(4 * kind.pieceSize)
            let item = try await fixture.put("item", bytes)
            for start in [1, kind.pieceSize - 1, kind.pieceSize, 2 * kind.pieceSize - 7] {
                for length in [2, kind.pieceSize, kind.pieceSize + 14, 2 * kind.pieceSize] {
                    let range = start..<(start + length)
                    let found = try await fixture.store
                        .reader(of: item, range: .bytes(Int64(range.lowerBound)..<Int64(range.upperBound)))
                        .collect(upTo: length)
                    #expect(found.readableBytesView.elementsEqual(bytes[range]), "\(range)")
                }
            }
        }
    }

    static func exactLimit(_ kind: StoreUnderTest) async throws {
        let limit = kind.pieceSize + 10
        try await kind.withStore(.init(itemSize: Int64(limit))) { fixture in
            try await fixture.put("exact", seededBytes(limit))
            for length in [limit + 1, 7, kind.pieceSize] {
                await expectFailure(.tooLarge) {
                    try await fixture.store.write(
                        DataKey("over"), .pieces(seededBytes(limit + 1), length: length), WriteOptions())
                }
            }
            #expect(try await fixture.keys() == ["exact"])
        }
    }

    static func replacing(_ kind: StoreUnderTest) async throws {
        try await kind.withStore { fixture in
            for size in [3 * kind.pieceSize, 5, 0, 2 * kind.pieceSize] {
                let bytes = seededBytes(size, seed: UInt64(size))
                try await fixture.put("item", bytes)
                #expect(try await fixture.bytes("item") == bytes)
                #expect(try await fixture.leftovers().isEmpty)
            }
        }
    }

    static func contentType(_ kind: StoreUnderTest) async throws {
        try await kind.withStore { fixture in
            for type in ["text/plain", "application/x-other", "image/png"] where kind.keepsContentType {
                var options = WriteOptions()
                options.attributes.contentType = type
                try await fixture.put("item", "x", options)
                #expect(try await fixture.item("item")?.contentType == type)
            }
            try await fixture.put("item", "x")
            #expect(try await fixture.item("item")?.contentType == "text/plain; charset=utf-8")
        }
    }

    static func oneCopy(_ kind: StoreUnderTest) async throws {
        try await kind.withStore { fixture in
            let item = try await fixture.put("folder/item", "content")
            let results = await fixture.store.copy([CopyRequest(item, to: try DataKey("copy"))], from: fixture.store)
            #expect(results.count == 1)
            #expect(try results[0].get().item.size == 7)
            var found = 0
            for try await item in fixture.store.items() {
                #expect(try await fixture.store.reader(of: item).collect(upTo: 10).readableBytes == 7)
                found += 1
            }
            #expect(found == 2)
            #expect(try await fixture.store.count() == 2)
        }
    }

    static func sizes(_ kind: StoreUnderTest) async throws {
        try await kind.withStore { fixture in
            for number in 0..<7 { try await fixture.put("item-\(number)", seededBytes(number)) }
            var sizes: [Int64] = []
            for try await item in fixture.store.items(pageSize: 2) { sizes.append(item.size) }
            #expect(sizes == Array(0..<7))
        }
    }

    static func twoStores(_ kind: StoreUnderTest) async throws {
        try await kind.withStore { first in
            try await kind.withStore { second in
                let item = try await first.put("item", "of the first")
                #expect(try await second.item("item") == nil)
                try await second.put("item", "of the second")
                #expect(try await first.text("item") == "of the first")
                await expectFailure(.conditionFailed, "an item of one store is none of the other") {
                    try await second.store.reader(of: item, range: .all).collect(upTo: 99)
                }
                try await second.store.delete(DataKey("item"))
                #expect(try await first.keys() == ["item"])
            }
        }
    }

    static func validator(_ kind: StoreUnderTest) async throws {
        try await kind.withStore { fixture in
            let written = try await fixture.put("item", "hello")
            let read = try #require(try await fixture.item("item"))
            for item in [written, read] {
                let etag = try await fixture.etag(item)
                if fixture.can(.listsETags) { #expect(item.etag == etag) }
                #expect(etag?.possibleMD5?.hexadecimal == "5d41402abc4b2a76b9719d911017c592")
            }
        }
    }
}
