import NIOCore
import PersistyData
import Testing

extension ConformanceCase {
    static let writing: [ConformanceCase] = [
        .init(
            18, "An item of no bytes has size 0 and the MD5 of nothing, and is read and copied", "OS, OD, RC",
            WritingCases.empty),
        .init(19, "Every size around a piece comes back whole", "RC FsPutChunked, S6", WritingCases.sizes),
        .init(20, "Many pieces come back in order, in whatever buffers they came", "S6, S7", WritingCases.order),
        .init(21, "Writing over an item changes bytes, size, validator and time", "OS, FS", WritingCases.overwrite),
        .init(22, "A size need not be announced", "RC PutStream", WritingCases.unannounced),
        .init(23, "A source that ends at once makes an empty item", "GC", WritingCases.endsAtOnce),
        .init(
            24, "A source that ends before its announced size is refused and leaves nothing", "RC FsPutShortEOF",
            WritingCases.short),
        .init(
            25, "A source that gives more than it announced is refused and leaves nothing", "N", WritingCases.tooMuch),
        .init(
            26, "A source that fails half way leaves what was there, and its error passes", "RC FsPutError, GC",
            WritingCases.failing),
        .init(
            27, "A write cancelled at any point leaves what was there", "GC testCanceledWrite, S5",
            CancellationCases.writes),
        .init(27, "A write whose source never answers can be cancelled", "N", CancellationCases.endless),
        .init(27, "A write whose source takes no notice is still cancelled", "N", CancellationCases.unnoticing),
        .init(28, "A failed or cancelled write leaves nothing over", "N", CancellationCases.leftovers),
        .init(
            29, "While an item is being written the former one is read whole, and a new one is not found", "GC, OS",
            WritingCases.during),
        .init(
            30, "Bytes with another digest than expected are refused and leave what was there", "GC, AS",
            WritingCases.expected),
        .init(31, "A content type is kept, and replaced when another is given", "S10, GC", AttributeCases.contentType),
        .init(
            32, "Without a content type it is found by name, else by the first bytes", "GC", AttributeCases.detection),
        .init(33, "What is not a content type is refused", "GC", AttributeCases.badContentType),
        .init(
            33, "A content type that the store does not take is refused", "GC", needs: [.limits],
            AttributeCases.allowedContentTypes),
        .init(34, "All attributes and the user's pairs come back", "OS put_get_attributes", AttributeCases.roundTrip),
        .init(
            35, "Metadata names and sizes that cannot be kept are refused", "GC testMetadata, VGW",
            AttributeCases.refusals),
        .init(36, "Metadata values of any script come back exactly", "S3T unicode_metadata", AttributeCases.scripts),
        .init(37, "Writing without attributes drops the former ones", "S3T, RC#5243", AttributeCases.dropped),
        .init(38, "The time is that of the write and does not go back", "GC", WritingCases.time),
        .init(
            39, "An item of exactly the limit is taken, one byte more is not, and leaves nothing", "S8",
            needs: [.limits], WritingCases.limit),
        .init(40, "A durable write holds the same item", "OS fsync", WritingCases.durable),
        .init(
            43, "A file that changes while it is copied is not copied", "RC#7449", needs: [.folder],
            FolderCases.changingSource),
    ]
}

/// What every store promises of bytes that are written.
enum WritingCases {
    static func empty(_ fixture: StoreFixture) async throws {
        let item = try await fixture.put("empty", "")
        #expect(item.size == 0)
        #expect(try await fixture.bytes("empty") == [])
        #expect(try await fixture.store.digest(.md5, of: item).hexadecimal == "d41d8cd98f00b204e9800998ecf8427e")
        if fixture.can(.etagIsMD5) {
            #expect(try await fixture.etag(item) == ETag("d41d8cd98f00b204e9800998ecf8427e"))
        }
        try await fixture.store.copy(item, from: fixture.store, to: DataKey("copy"))
        #expect(try await fixture.bytes("copy") == [])
        #expect(try await fixture.keys() == ["copy", "empty"])
    }

    static func sizes(_ fixture: StoreFixture) async throws {
        let piece = fixture.kind.pieceSize
        for size in [1, piece - 1, piece, piece + 1, 2 * piece - 1, 2 * piece, 2 * piece + 1] {
            let bytes = seededBytes(size, seed: UInt64(size))
            let item = try await fixture.put("item", bytes)
            #expect(item.size == Int64(size))
            #expect(try await fixture.item("item")?.size == Int64(size))
            #expect(try await fixture.bytes("item") == bytes, "\(size) bytes come back")
        }
    }

    static func order(_ fixture: StoreFixture) async throws {
        let bytes = seededBytes(5 * fixture.kind.pieceSize + 12_345)
        for length in [997, 65_537, fixture.kind.pieceSize, 3 << 20] {
            _ = try await fixture.store.write(DataKey("item"), .pieces(bytes, length: length), WriteOptions())
            #expect(try await fixture.bytes("item") == bytes, "buffers of \(length) bytes")
        }
        let item = try #require(try await fixture.item("item"))
        var offset = 0
        for try await buffer in try await fixture.store.reader(of: item, range: .all) {
            #expect(buffer.readableBytes > 0 && buffer.readableBytes <= 1 << 20, "a buffer has 1 byte to 1 MiB")
            #expect(bytes[offset..<(offset + buffer.readableBytes)].elementsEqual(buffer.readableBytesView))
            offset += buffer.readableBytes
        }
        #expect(offset == bytes.count)
        for byte in try await fixture.bytesOneByOne(of: item, count: 50) { #expect(byte.1 == bytes[byte.0]) }
    }

    static func overwrite(_ fixture: StoreFixture) async throws {
        let first = try await fixture.put("item", seededBytes(700_000, seed: 1))
        let second = try await fixture.put("item", "short")
        #expect(try await fixture.text("item") == "short")
        #expect(second.size == 5)
        #expect(try await fixture.item("item")?.size == 5)
        let (former, latter) = (try await fixture.etag(second), first.etag)
        #expect(former != latter)
        if let before = first.updatedAt, let after = second.updatedAt { #expect(before <= after) }
        #expect(try await fixture.keys() == ["item"])
    }

    static func unannounced(_ fixture: StoreFixture) async throws {
        for size in [0, 100, 20 << 20] {
            let bytes = seededBytes(size)
            let item = try await fixture.store.write(
                DataKey("item"), .pieces(bytes, length: 100_000), WriteOptions())
            #expect(item.size == Int64(size))
            #expect(try await fixture.bytes("item") == bytes)
        }
    }

    static func endsAtOnce(_ fixture: StoreFixture) async throws {
        let item = try await fixture.store.write(
            DataKey("item"), DataReader(size: nil) { () throws(DataError) in nil }, WriteOptions())
        #expect(item.size == 0)
        #expect(try await fixture.bytes("item") == [])
    }

    static func short(_ fixture: StoreFixture) async throws {
        let piece = fixture.kind.pieceSize
        for (given, announced) in [(0, 1), (99, 100), (piece + piece / 2, 4 * piece)] {
            try await seeRefused(fixture, .corrupt, "\(given) of \(announced) bytes") {
                .pieces(seededBytes(given), length: 50_000, size: Int64(announced))
            }
        }
    }

    static func tooMuch(_ fixture: StoreFixture) async throws {
        let piece = fixture.kind.pieceSize
        for (given, announced) in [(1, 0), (101, 100), (3 * piece, 2 * piece)] {
            try await seeRefused(fixture, .corrupt, "\(given) bytes for \(announced)") {
                .pieces(seededBytes(given), length: 50_000, size: Int64(announced))
            }
        }
    }

    static func failing(_ fixture: StoreFixture) async throws {
        for size in [0, 100, 3 * fixture.kind.pieceSize] {
            let error = try await seeRefused(fixture, .timedOut, "a source that fails after \(size) bytes") {
                .failing(after: seededBytes(size), DataError(.timedOut, "The line went dead."))
            }
            #expect(error?.message == "The line went dead.")
        }
    }

    static func during(_ fixture: StoreFixture) async throws {
        let former = seededBytes(300_000, seed: 7)
        try await fixture.put("old", former)
        for key in ["old", "new"] {
            let slow = SlowReader()
            let write = Task { try await fixture.store.write(DataKey(key), slow.reader, WriteOptions()) }
            await slow.asked()
            slow.give(seededBytes(2 * fixture.kind.pieceSize, seed: 8))
            await slow.asked()
            #expect(try await fixture.bytes("old") == former)
            #expect(try await fixture.item("new") == nil)
            #expect(try await fixture.keys() == ["old"])
            slow.fail(DataError(.other, "The source broke off."))
            await expectFailure(.other, "the write ends with the source's error") { try await write.value }
        }
        #expect(try await fixture.bytes("old") == former)
    }

    static func expected(_ fixture: StoreFixture) async throws {
        let bytes = seededBytes(2 * fixture.kind.pieceSize + 17)
        for algorithm in Digest.Algorithm.allCases {
            var options = WriteOptions()
            options.expected = bytes.withUnsafeBytes { DigestHasher.digest(algorithm, of: $0) }
            try await fixture.put("item", bytes, options)
            #expect(try await fixture.bytes("item") == bytes)
            options.expected = DigestHasher.digest(algorithm, of: UnsafeRawBufferPointer(start: nil, count: 0))
            try await seeRefused(fixture, .corrupt, "another \(algorithm.title) than expected", options) {
                DataReader(bytes)
            }
        }
    }

    static func time(_ fixture: StoreFixture) async throws {
        // A file system's clock may stand up to a tick behind the system's; two seconds is the coarsest that is met.
        let before = Timestamp(seconds: Timestamp.now.seconds - 2)
        let first = try await fixture.put("item", "1")
        guard let written = first.updatedAt else { return }
        #expect(written >= before)
        #expect(written <= Timestamp(seconds: Timestamp.now.seconds + 2))
        #expect(try await fixture.item("item")?.updatedAt == written)
        for text in ["2", "3", "4"] {
            let next = try #require(try await fixture.put("item", text).updatedAt)
            #expect(next >= written)
        }
    }

    static func limit(_ fixture: StoreFixture) async throws {
        let limit = 2 * fixture.kind.pieceSize + 100
        try await fixture.kind.withStore(.init(itemSize: Int64(limit))) { fixture in
            #expect(fixture.store.limits.itemSize == Int64(limit))
            let bytes = seededBytes(limit + 1)
            for length in [1000, fixture.kind.pieceSize, limit + 1] {
                _ = try await fixture.store.write(
                    DataKey("exact"), .pieces(Array(bytes.dropLast()), length: length), WriteOptions())
                #expect(try await fixture.item("exact")?.size == Int64(limit))
                try await seeRefused(fixture, .tooLarge, "one byte over the limit") { .pieces(bytes, length: length) }
                try await seeRefused(fixture, .tooLarge, "one byte over the limit, announced") {
                    .pieces(bytes, length: length, size: Int64(limit + 1))
                }
            }
        }
    }

    static func durable(_ fixture: StoreFixture) async throws {
        var options = WriteOptions()
        options.durable = true
        let bytes = seededBytes(2 * fixture.kind.pieceSize + 1)
        try await fixture.put("folder/item", bytes, options)
        #expect(try await fixture.bytes("folder/item") == bytes)
    }

    /// Sees that the bytes are refused with `code`, over nothing and over an item, and that nothing changes by it.
    @discardableResult
    static func seeRefused(
        _ fixture: StoreFixture, _ code: DataError.Code, _ comment: String, _ options: WriteOptions = WriteOptions(),
        _ reader: () -> DataReader
    ) async throws -> DataError? {
        var error: DataError?
        if try await fixture.item("present") == nil { try await fixture.put("present", "former") }
        for key in ["present", "absent"] {
            try await fixture.expectUnchanged("\(comment), \(key)") {
                error = await expectFailure(code, comment) {
                    try await fixture.store.write(DataKey(key), reader(), options)
                }
            }
        }
        return error
    }
}

extension StoreFixture {
    /// Single bytes of the item from `count` places over it, read by ranges, with their places.
    fileprivate func bytesOneByOne(of item: DataItem, count: Int64) async throws -> [(Int, UInt8)] {
        var bytes: [(Int, UInt8)] = []
        for number in 0..<count {
            let offset = item.size * number / count
            let reader = try await store.reader(of: item, range: .bytes(offset..<(offset + 1)))
            let byte = try await reader.collect(upTo: 1).readableBytesView.first
            bytes.append((Int(offset), try #require(byte)))
        }
        return bytes
    }
}
