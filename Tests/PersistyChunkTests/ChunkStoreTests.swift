import NIOCore
import PersistyData
import Synchronization
import Testing

@testable import PersistyChunk

@Suite struct `A chunk store` {
    @Test(arguments: [0, 1, 4095, 4096, 4097, 3 * 4096, 2_000_000])
    func `gives back what it was given, in order`(size: Int) async throws {
        let folder = try TemporaryFolder()
        let store = try folder.smallChunks()
        let item = try await store.write(key("a"), content(size))
        #expect(item.size == Int64(size))
        #expect(item.etag?.value == md5(content(size)))
        #expect(item.digest(.md5)?.hexadecimal == md5(content(size)))
        #expect(try await store.content(of: "a") == content(size))
        let again = try folder.store()
        #expect(try await again.read(key("a")) == item)
        #expect(try await again.content(of: "a") == content(size))
        try folder.expectNothingLeftOver()
    }

    @Test func `takes bytes in pieces of any size`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.smallChunks()
        let bytes = content(100_000)
        for piece in [1, 7, 4095, 4096, 65_537] {
            let rest = Mutex(bytes[...])
            let reader = DataReader(size: nil) { () throws(DataError) in
                rest.withLock { rest in
                    let next = rest.prefix(piece)
                    rest = rest.dropFirst(piece)
                    return next.isEmpty ? nil : ByteBuffer(bytes: next)
                }
            }
            _ = try await store.write(key("pieces"), reader, WriteOptions())
            #expect(try await store.content(of: "pieces") == bytes)
        }
        try await store.settle()
        try folder.expectNothingLeftOver()
    }

    @Test func `reads any range, over the borders of chunks too`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.smallChunks()
        let bytes = content(5 * 4096 + 100)
        let item = try await store.write(key("a"), bytes)
        let edges = [0, 1, 4095, 4096, 4097, 8191, 8192, 5 * 4096 - 1, 5 * 4096, bytes.count - 1, bytes.count]
        for start in edges where start < bytes.count {
            for end in edges where end >= start {
                let read = try await store.reader(of: item, range: .bytes(Int64(start)..<Int64(end))).allBytes()
                #expect(read == Array(bytes[start..<end]), "\(start)..<\(end)")
            }
        }
    }

    @Test func `reads a long range in buffers of at most a mebibyte`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        let bytes = content(5_000_001)
        let item = try await store.write(key("a"), bytes)
        for range in [0..<5_000_001, 1..<5_000_000, 262_143..<4_000_000] {
            let reader = try await store.reader(
                of: item, range: .bytes(Int64(range.lowerBound)..<Int64(range.upperBound)))
            var read: [UInt8] = []
            while let buffer = try await reader.next() {
                #expect(buffer.readableBytes <= 1 << 20)
                read.append(contentsOf: buffer.readableBytesView)
            }
            #expect(read == Array(bytes[range]))
        }
        #expect(try await store.withFile(key: nil) { file throws(DataError) in file.pins.count } == 0)
    }

    @Test func `takes an item of exactly the limit and no byte more`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store {
            $0.chunkSize = 4096
            $0.itemSize = 10_000
        }
        _ = try await store.write(key("fits"), content(10_000))
        for announced in [Int64?.none, 10_001] {
            let reader = DataReader(size: announced, next: pieces(of: content(10_001)))
            let error = await #expect(throws: DataError.self) {
                try await store.write(key("too long"), reader, WriteOptions())
            }
            #expect(error?.code == .tooLarge)
        }
        #expect(try await store.read(key("too long")) == nil)
        try await store.settle()
        try folder.expectNothingLeftOver()
    }

    @Test func `leaves no rows of a write that fails after several transactions`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        _ = try await store.write(key("a"), content(10))
        let count = Mutex(0)
        let failing = DataReader(size: nil) { () throws(DataError) in
            let count = count.withLock { count in
                count += 1
                return count
            }
            guard count < 40 else { throw DataError(.unavailable, "The source went away.") }
            return ByteBuffer(repeating: UInt8(count), count: 1 << 20)
        }
        let error = await #expect(throws: DataError.self) { try await store.write(key("a"), failing, WriteOptions()) }
        #expect(error?.message == "The source went away.")
        #expect(try await store.content(of: "a") == content(10))
        try folder.expectNothingLeftOver()
        let pages = try folder.number("PRAGMA page_count")
        #expect(pages > 100, "the write did not reach the database before it failed")
    }

    @Test func `leaves no rows of a write that is cancelled half way`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        let (half, reached) = AsyncStream<Void>.makeStream()
        let count = Mutex(0)
        let writing = Task {
            try await store.write(
                key("a"),
                DataReader(size: nil) { () throws(DataError) in
                    let count = count.withLock { count in
                        count += 1
                        return count
                    }
                    if count == 20 { reached.yield() }
                    return ByteBuffer(repeating: 1, count: 1 << 20)
                }, WriteOptions())
        }
        for await _ in half { break }
        writing.cancel()
        let result = await writing.result
        #expect(throws: DataError.self) { try result.get() }
        #expect(try await store.read(key("a")) == nil)
        try await store.settle()
        try folder.expectNothingLeftOver()
    }

    @Test(arguments: ["replaced", "deleted"])
    func `lets a reader finish the item it began to read`(change: String) async throws {
        let folder = try TemporaryFolder()
        let (store, other) = (try folder.store(), try folder.store())
        let bytes = content(6_000_000)
        let item = try await store.write(key("a"), bytes)
        let reader = try await store.reader(of: item)
        var read = try await Array(#require(reader.next()).readableBytesView)
        if change == "replaced" {
            _ = try await other.write(key("a"), content(3, seed: 9))
        } else {
            try await other.delete(key("a"))
        }
        try await other.settle()
        while let next = try await reader.next() { read.append(contentsOf: next.readableBytesView) }
        #expect(read == bytes)
        let error = await #expect(throws: DataError.self) { try await store.reader(of: item) }
        #expect(error?.code == (change == "replaced" ? .conditionFailed : .notFound))
    }

    @Test func `removes what a reader kept when the reader has gone`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        do {
            let item = try await store.write(key("a"), content(6_000_000))
            let reader = try await store.reader(of: item)
            _ = try await reader.next()
            try await store.delete(key("a"))
            try await store.settle()
            #expect(try folder.number("SELECT count(*) FROM chunk") == 23)
            while try await reader.next() != nil {}
        }
        _ = try await store.write(key("b"), content(1))
        try await store.settle()
        try folder.expectNothingLeftOver()
        #expect(try folder.number("SELECT count(*) FROM chunk") == 1)
    }

    @Test func `copies inside the database without copying bytes, and the copies are independent`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.smallChunks()
        let item = try await store.write(key("a"), content(20_000))
        #expect(store.plan(CopyRequest(item, to: try key("b")), from: store) == .records)
        let copied = try await store.copy(item, from: folder.store(), to: key("b"))
        #expect(copied.plan == .records)
        #expect(copied.verification == .shared)
        _ = try await store.copy(copied.item, from: store, to: key("c"))
        #expect(try folder.number("SELECT count(*) FROM chunk") == 5)
        _ = try await store.write(key("a"), content(5, seed: 1))
        try await store.settle()
        #expect(try await store.content(of: "b") == content(20_000))
        try await store.delete(key("b"))
        try await store.settle()
        #expect(try await store.content(of: "c") == content(20_000))
        try folder.expectNothingLeftOver()
        try await store.delete(key("c"))
        try await store.settle()
        try folder.expectNothingLeftOver()
        #expect(try folder.number("SELECT count(*) FROM chunk") == 1)
        #expect(try folder.sql("SELECT * FROM shared").isEmpty)
    }

    @Test func `keeps conditions when copying inside the database`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        let item = try await store.write(key("a"), content(10))
        _ = try await store.write(key("b"), content(11))
        var error = await #expect(throws: DataError.self) {
            try await store.copy(item, from: store, to: key("b"), options: .creating)
        }
        #expect(error?.code == .exists)
        #expect(try await store.copy(item, from: store).plan == .nothing)
        _ = try await store.write(key("a"), content(12))
        error = await #expect(throws: DataError.self) { try await store.copy(item, from: store, to: key("c")) }
        #expect(error?.code == .conditionFailed)
        try await store.settle()
        try folder.expectNothingLeftOver()
    }

    @Test func `keeps all attributes`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        var options = WriteOptions()
        options.attributes = DataAttributes(contentType: "text/plain; charset=utf-8")
        options.attributes.cacheControl = "no-cache"
        options.attributes.contentDisposition = "inline"
        options.attributes.contentEncoding = "gzip"
        options.attributes.contentLanguage = "sv"
        options.attributes.modifiedAtSource = Timestamp(nanoseconds: -1)
        options.attributes.user = ["a": "b=c", "empty": "", "é-none": "x"].filter { $0.key != "é-none" }
        let item = try await store.write(key("a"), DataReader([1, 2]), options)
        #expect(item.attributes == options.attributes)
        #expect(try await store.read(key("a"))?.attributes == options.attributes)
    }

    @Test func `has empty folders that are no items`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        try await store.createFolder(DataPrefix("empty/inner/"))
        _ = try await store.write(key("full/a"), content(1))
        _ = try await store.write(key("marker/"), content(0))
        try await store.createFolder(DataPrefix("full/"))
        #expect(try await store.read(key("empty/")) == nil)
        let page = try await store.search(.folder(.root), pageKey: nil, limit: 10)
        #expect(page.prefixes == ["empty/", "full/", "marker/"])
        var names: [String] = []
        let listing = store.list(.folder(.root), attributes: true)
        while let batch = try await listing.next() { names += (0..<batch.count).compactMap { batch.name($0) } }
        #expect(names.sorted() == ["empty/", "full/", "marker/"])
        try await store.renameFolder(DataPrefix("empty/"), to: DataPrefix("moved/"))
        #expect(
            try await store.search(.folder(DataPrefix("moved/")), pageKey: nil, limit: 10).prefixes == ["moved/inner/"])
        #expect(try await store.count() == 2)
    }

    @Test func `moves a folder of more items than one step takes, each still sound`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        try await withThrowingTaskGroup { group in
            for index in 0..<1500 { group.addTask { _ = try await store.write(key("from/\(index)"), content(3)) } }
            try await group.waitForAll()
        }
        try await store.renameFolder(DataPrefix("from/"), to: DataPrefix("to/"))
        var found = 0
        for try await finding in store.verify(DataQuery()) {
            #expect(finding.state == .sound(.md5))
            #expect(finding.key.hasPrefix("to/"))
            found += 1
        }
        #expect(found == 1500)
    }

    @Test func `writes many small items in few transactions, each by its own condition`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        _ = try await store.write(key("7"), content(1))
        let refused = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<500 {
                group.addTask { (try? await store.create(key("\(index % 250)"), DataReader(content(100)))) == nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(refused == 251)
        #expect(try await store.count() == 250)
        #expect(try await store.content(of: "7") == content(1))
        // The header's change counter (offset 24) counts transactions.
        let counter = folder.bytes()[24..<28].reduce(0) { $0 << 8 | Int($1) }
        #expect(counter < 250)
    }

    @Test func `tells stream and chunks of an item`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.smallChunks()
        let item = try await store.write(key("a"), content(10_000))
        let facts = try await store.facts(of: item)
        #expect(facts.contains(DataFact("Chunks", "3")))
        #expect(facts.contains(DataFact("Chunk size", "4096 bytes")))
        #expect(facts.contains(DataFact("Database", folder.database)))
        #expect(facts.contains { $0.name == "Stream" })
    }

    private func pieces(of bytes: [UInt8]) -> @Sendable () async throws(DataError) -> ByteBuffer? {
        let rest = Mutex(bytes[...])
        return { () throws(DataError) in
            rest.withLock { rest in
                let next = rest.prefix(1000)
                rest = rest.dropFirst(1000)
                return next.isEmpty ? nil : ByteBuffer(bytes: next)
            }
        }
    }
}
