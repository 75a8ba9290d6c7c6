import PersistyData
import PersistyTestSupport
import Testing

@Suite struct `A key` {
    @Test func `has 1 to 1,024 bytes, without U+0000, in UTF-8`() throws {
        for text in ["", "a\u{0}b", String(repeating: "é", count: 513)] {
            #expect(throws: DataError.self) { try DataKey(text) }
        }
        let error = #expect(throws: DataError.self) { try DataKey(bytes: [0x61, 0xff]) }
        #expect(error?.keyBytes == [0x61, 0xff])
        #expect(throws: DataError.self) { try DataKey(bytes: [0xed, 0xa0, 0x80]) }
        #expect(try DataKey(String(repeating: "é", count: 512)).bytes.count == 1024)
        #expect(try DataKey(bytes: Array("ä".utf8)).text == "ä")
    }

    @Test func `is compared, hashed and ordered by its bytes`() throws {
        let (composed, decomposed) = (try DataKey("caf\u{e9}"), try DataKey("cafe\u{301}"))
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
        #expect(decomposed < composed)
        let keys = try ["\u{1F600}", "\u{FFFF}", "a/b", "a-b", "a"].map { text throws in try DataKey(text) }.sorted()
        #expect(keys.map(\.text) == ["a", "a-b", "a/b", "\u{FFFF}", "\u{1F600}"])
    }

    @Test(arguments: [
        ("a", "", "a"), ("a/b", "a/", "b"), ("a/", "a/", ""), ("/a", "/", "a"), ("a//b", "a//", "b"), ("/", "/", ""),
    ])
    func `knows its folder and its last component`(text: String, folder: String, last: String) throws {
        let key = try DataKey(text)
        #expect(key.folder.text == folder)
        #expect(key.lastComponent == last)
        #expect(key.folder.contains(key))
    }

    @Test func `is printed with its control characters escaped`() throws {
        let printed = try DataKey("a\u{1b}[31m\n\"").description
        #expect(!printed.utf8.contains { $0 < 0x20 })
    }
}

@Suite struct `A folder's prefix` {
    @Test func `ends in a slash, or is the root`() throws {
        #expect(try DataPrefix("a/b").text == "a/b/")
        #expect(try DataPrefix("a/b/").text == "a/b/")
        #expect(try DataPrefix("").isRoot)
        #expect(throws: DataError.self) { try DataPrefix(String(repeating: "a", count: 1024)) }
    }

    @Test(arguments: [("", nil, []), ("a/", "", ["a"]), ("a/b/", "a/", ["a", "b"]), ("a//", "a/", ["a", ""])])
    func `knows its parent and components`(text: String, parent: String?, components: [String]) throws {
        let prefix = try DataPrefix(text)
        #expect(prefix.parent?.text == parent)
        #expect(prefix.components == components)
        #expect(prefix.name == components.last ?? "")
    }

    @Test func `contains what lies in it, by bytes`() throws {
        let folder = try DataPrefix("a")
        #expect(folder.contains(try DataKey("a/b/c")))
        #expect(!folder.contains(try DataKey("ab")))
        #expect(!folder.contains(try DataKey("a")))
        #expect(try folder.contains(folder.appending(folder: "b")))
        #expect(try !DataPrefix("\u{e9}").contains(DataKey("e\u{301}/x")))
        #expect(try DataPrefix.root.contains(DataKey("x")))
        #expect(try folder.appending("b").text == "a/b")
    }
}

@Suite struct `A range of bytes` {
    @Test(arguments: [
        (ByteRange.all, 10, 0..<10), (.all, 0, 0..<0), (.bytes(2..<5), 10, 2..<5), (.bytes(2..<50), 10, 2..<10),
        (.bytes(9..<10), 10, 9..<10), (.bytes(4..<4), 10, 4..<4), (.bytes(0..<5), 0, 0..<0), (.from(0), 0, 0..<0),
        (.from(9), 10, 9..<10), (.last(0), 10, 10..<10), (.last(3), 10, 7..<10), (.last(99), 10, 0..<10),
        (.last(.max), 10, 0..<10),
    ])
    func `is cut to the item`(range: ByteRange, size: Int64, resolved: Range<Int64>) throws {
        #expect(try range.resolved(size: size) == resolved)
    }

    @Test(arguments: [
        (ByteRange.bytes(10..<11), Int64(10)), (.bytes(10..<10), 10), (.bytes(1..<2), 0), (.from(10), 10),
        (.from(1), 0),
        (.from(-1), 10), (.last(-1), 10), (.bytes(-2..<3), 10),
    ])
    func `that begins at or beyond the end is refused`(range: ByteRange, size: Int64) {
        let error = #expect(throws: DataError.self) { try range.resolved(size: size) }
        #expect(error?.code == .rangeNotSatisfiable)
    }
}

@Suite struct `A content type` {
    @Test(arguments: [
        ("text/plain", true), ("text/plain; charset=utf-8", true), ("image/svg+xml", true), ("text", false),
        ("text/", false), ("/x", false), ("a/b/c", false), ("text/plain;", false), ("text/plain; x\r\ny=1", false),
        ("", false), ("a/" + String(repeating: "b", count: 99), false),
    ])
    func `is type and subtype, and maybe parameters`(text: String, isOne: Bool) {
        #expect(ContentType.isWellFormed(text) == isOne)
    }

    @Test(arguments: [
        ("image/png", ["image/*"], true), ("IMAGE/PNG", ["image/*"], true), ("imagery/png", ["image/*"], false),
        ("text/plain ; charset=utf-8", ["text/plain"], true), ("text/plainer", ["text/plain"], false),
        ("text/plain", [], false),
    ])
    func `matches an exact type or a family`(type: String, allowed: [String], matches: Bool) {
        #expect(ContentType.matches(type, allowed) == matches)
    }

    @Test func `is found by name, else by first bytes`() {
        #expect(ContentType.ofName("A.JSON") == "application/json")
        #expect(ContentType.ofName("json") == nil)
        #expect(ContentType.guess(name: "x", content: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) == "image/png")
        #expect(ContentType.guess(name: "x", content: []) == ContentType.unknown)
    }

    @Test(arguments: [
        (Array("plain".utf8), true), (Array("é".utf8), true), (Array("abcé".utf8.dropLast()), true),
        (Array("abc😀".utf8.dropLast(2)), true), (Array("abc".utf8) + [0xff], false), ([0x61, 0x80], false),
        ([0x61, 0, 0x62], false), (Array(repeating: 0x80, count: 5), false),
    ])
    func `of text is found where at most the last character is cut`(bytes: [UInt8], isText: Bool) {
        #expect((ContentType.ofContent(bytes) == "text/plain; charset=utf-8") == isText)
    }
}

@Suite struct `That two items are the same` {
    private func item(_ size: Int64, _ digests: Set<Digest>) throws -> DataItem {
        DataItem(key: try DataKey("x"), size: size, digests: digests)
    }

    private func digest(_ algorithm: Digest.Algorithm, of text: String) -> Digest {
        Array(text.utf8).withUnsafeBytes { DigestHasher.digest(algorithm, of: $0) }
    }

    @Test func `is told by size, else by the strongest digest of both, else not at all`() throws {
        let all = Set(Digest.Algorithm.allCases.map { digest($0, of: "a") })
        #expect(try Sameness(item(1, all), item(2, all)) == .different(.size))
        #expect(try Sameness(item(1, all), item(1, all)) == .same(.digest(.sha256)))
        #expect(try Sameness(item(1, all), item(1, [])) == .unknown)
        #expect(try Sameness(item(1, [digest(.md5, of: "a")]), item(1, [digest(.sha256, of: "a")])) == .unknown)
        // Equal by a weak digest and different by a strong one is different.
        let forged: Set = [digest(.crc32c, of: "a"), digest(.md5, of: "a"), digest(.sha256, of: "b")]
        #expect(try Sameness(item(1, all), item(1, forged)) == .different(.digest(.sha256)))
    }
}

@Suite struct `A batch of a listing` {
    @Test func `holds names as bytes, and sizes and times where they are known`() throws {
        var batch = ItemBatch()
        #expect(batch.isEmpty)
        for name in [Array("a".utf8), [0xff], Array("folder/".utf8), []] {
            name.withUnsafeBufferPointer { batch.append(name: $0, kind: name.last == 0x2f ? .folder : .item) }
        }
        #expect(batch.count == 4)
        #expect((0..<4).map { batch.name($0) } == ["a", nil, "folder/", ""])
        #expect(batch.nameBytes(1) == [0xff])
        #expect((0..<4).map { batch.kind($0) } == [.item, .item, .folder, .item])
        #expect(!batch.hasAttributes)
        #expect(batch.size(0) == nil)
        batch.setAttributes(
            sizes: [5, 0, ItemBatch.unknownSize, 7], times: [1, -1, ItemBatch.unknownTime, 0], etags: [0: ETag("e")])
        #expect((0..<4).map { batch.size($0) } == [5, 0, nil, 7])
        #expect((0..<4).map { batch.time($0)?.nanoseconds } == [1, -1, nil, 0])
        batch.setAttributes(sizes: [6, 0, 0, 0], times: [1, 1, 1, 1])
        #expect((0..<4).map { batch.etag($0) } == [ETag("e"), nil, nil, nil], "a validator that is known stays")
        let md5 = ETag("0123456789abcdef0123456789abcdef")
        for etag in [md5, ETag(md5.value.uppercased()), ETag(md5.value, isWeak: true), ETag("")] {
            batch.append(name: "x", kind: .item, size: 1, etag: etag, contentType: "text/\(etag.value)")
            #expect(batch.etag(batch.count - 1) == etag)
            #expect(batch.contentType(batch.count - 1) == "text/\(etag.value)")
        }
        #expect(batch.contentType(0) == nil && batch.etag(4) == md5)
        batch.withNames { bytes, ends in #expect((bytes.count, ends.count) == (13, 8)) }
        #expect(batch.withNameBytes(2) { String(decoding: $0, as: UTF8.self) } == "folder/")
    }
}
