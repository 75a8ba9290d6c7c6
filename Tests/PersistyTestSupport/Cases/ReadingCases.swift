import NIOCore
import PersistyData
import Testing

extension ConformanceCase {
    static let reading: [ConformanceCase] = [
        .init(44, "What is absent is nil, also the name of a folder", "GC, OS", ReadingCases.absent),
        .init(
            46, "A range gives its bytes, cut at the end; one that begins at the end is refused", "OS, GC, S3T",
            ReadingCases.ranges),
        .init(47, "The last 0, 2, all and more bytes", "OS, OD", ReadingCases.last),
        .init(48, "An empty range, and every range of an empty item", "GC, S3T", ReadingCases.emptyRanges),
        .init(49, "The size of the item is the whole size, whatever range is read", "OS #5272", ReadingCases.wholeSize),
        .init(50, "Ranges are read at once and out of order", "OS get_ranges, OD", ReadingCases.concurrentRanges),
        .init(51, "Letting a reader go closes its file at once", "N", needs: [.folder], FolderCases.descriptors),
        .init(
            53, "An item replaced while it is read gives its old bytes or fails, never a mixture", "aws-cli#2321, S3T",
            ReadingCases.replaced),
        .init(56, "Damaged content is `.corrupt`, and found by verifying", "N", needs: [.damage], ReadingCases.damaged),
        .init(57, "A read is pinned to the version that was listed", "OS, S3T", ReadingCases.pinned),
        .init(58, "A reader is one pass; a second is refused", "N", ReadingCases.onePass),
    ]
}

/// What every store promises of reading.
enum ReadingCases {
    static func absent(_ fixture: StoreFixture) async throws {
        try await fixture.put("folder/item", "x")
        #expect(try await fixture.item("nothing") == nil)
        #expect(try await fixture.item("folder") == nil)
        #expect(try await fixture.item("folder/nothing") == nil)
        #expect(try await fixture.item("folder/item-not") == nil)
        if fixture.spells("folder/") { #expect(try await fixture.item("folder/") == nil) }
        let item = try #require(try await fixture.item("folder/item"))
        try await fixture.store.delete(item.key)
        await expectFailure([.notFound, .conditionFailed], "reading what is gone") {
            try await fixture.store.reader(of: item, range: .all).collect(upTo: 10)
        }
    }

    static func ranges(_ fixture: StoreFixture) async throws {
        let piece = Int64(fixture.kind.pieceSize)
        let bytes = seededBytes(Int(3 * piece + 100))
        let item = try await fixture.put("item", bytes)
        let size = item.size
        let ranges: [Range<Int64>] = [
            0..<1, 0..<size, 5..<17, (piece - 1)..<(piece + 1), piece..<(2 * piece), (piece - 3)..<(3 * piece + 3),
            (size - 1)..<size, (size - 5)..<(size + 100), 0..<Int64.max, 1..<Int64.max,
        ]
        for range in ranges {
            let found = try await fixture.store.reader(of: item, range: .bytes(range)).collect(upTo: bytes.count)
            let wanted = Int(range.lowerBound)..<Int(min(range.upperBound, size))
            #expect(found.readableBytesView.elementsEqual(bytes[wanted]), "\(range)")
        }
        for start in [0, 1, piece, size - 1] {
            let found = try await fixture.store.reader(of: item, range: .from(start)).collect(upTo: bytes.count)
            #expect(found.readableBytesView.elementsEqual(bytes[Int(start)...]), "from \(start)")
        }
        let refused: [ByteRange] = [
            .bytes(size..<(size + 1)), .bytes(size..<size), .from(size), .from(size + 1), .from(.max), .from(-1),
            .bytes((.max - 1)..<Int64.max), .bytes(-1..<5), .last(-1),
        ]
        for range in refused {
            await expectFailure(.rangeNotSatisfiable, "\(range)") {
                try await fixture.store.reader(of: item, range: range).collect(upTo: bytes.count)
            }
        }
    }

    static func last(_ fixture: StoreFixture) async throws {
        let bytes = seededBytes(fixture.kind.pieceSize + 10)
        let item = try await fixture.put("item", bytes)
        for count in [0, 2, bytes.count - 1, bytes.count, bytes.count + 100] {
            let found = try await fixture.store.reader(of: item, range: .last(Int64(count))).collect(upTo: bytes.count)
            #expect(found.readableBytesView.elementsEqual(bytes.suffix(count)), "the last \(count)")
        }
    }

    static func emptyRanges(_ fixture: StoreFixture) async throws {
        let empty = try await fixture.put("empty", "")
        let item = try await fixture.put("item", "0123456789")
        for (item, range) in [
            (empty, ByteRange.all), (empty, .bytes(0..<0)), (empty, .bytes(0..<10)), (empty, .from(0)),
            (empty, .last(5)),
            (item, .bytes(3..<3)), (item, .bytes(0..<0)), (item, .last(0)),
        ] {
            #expect(try await fixture.store.reader(of: item, range: range).collect(upTo: 10).readableBytes == 0)
        }
        await expectFailure(.rangeNotSatisfiable, "beyond nothing") {
            try await fixture.store.reader(of: empty, range: .from(1)).collect(upTo: 1)
        }
    }

    static func wholeSize(_ fixture: StoreFixture) async throws {
        let item = try await fixture.put("item", seededBytes(1000))
        let reader = try await fixture.store.reader(of: item, range: .bytes(10..<20))
        #expect(reader.size == 10 || reader.size == nil, "the reader announces the range")
        #expect(item.size == 1000)
        #expect(try await fixture.item("item")?.size == 1000)
    }

    static func concurrentRanges(_ fixture: StoreFixture) async throws {
        let bytes = seededBytes(8 * fixture.kind.pieceSize + 1)
        let item = try await fixture.put("item", bytes)
        let length = bytes.count / 40
        let starts = (0..<40).map { ($0 * 27 + 11) % 40 * length }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for start in starts {
                group.addTask {
                    let range = Int64(start)..<Int64(start + length)
                    let found = try await fixture.store.reader(of: item, range: .bytes(range)).collect(upTo: length)
                    #expect(found.readableBytesView.elementsEqual(bytes[start..<(start + length)]))
                }
            }
            try await group.waitForAll()
        }
    }

    static func replaced(_ fixture: StoreFixture) async throws {
        for isDeleted in [false, true] {
            let old = seededBytes(6 * fixture.kind.pieceSize, seed: 1)
            let item = try await fixture.put("item", old)
            let reader = try await fixture.store.reader(of: item, range: .all)
            var found: [UInt8] = []
            found += try #require(try await reader.next()).readableBytesView
            if isDeleted {
                try await fixture.store.delete(item.key)
            } else {
                try await fixture.put("item", seededBytes(old.count, seed: 2))
            }
            do {
                while let buffer = try await reader.next() { found += buffer.readableBytesView }
                #expect(found == old, "the old bytes to the end")
            } catch {
                #expect([.conditionFailed, .notFound].contains(DataError(error).code))
                #expect(found.elementsEqual(old.prefix(found.count)), "the old bytes as far as they went")
            }
        }
    }

    static func damaged(_ fixture: StoreFixture) async throws {
        let damage = try #require(fixture.damage)
        let bytes = seededBytes(3 * fixture.kind.pieceSize)
        try await fixture.put("sound", bytes)
        let item = try await fixture.put("damaged", bytes)
        try await damage(item.key)
        await expectFailure(.corrupt, "reading damaged content") {
            try await fixture.store.reader(of: item, range: .all).collect(upTo: bytes.count)
        }
        var states: [String: DataFinding.State] = [:]
        for try await finding in fixture.store.verify(DataQuery()) { states[finding.key] = finding.state }
        guard case .sound = states["sound"] else {
            Issue.record("the sound item is \(String(describing: states["sound"]))")
            return
        }
        #expect(
            states.contains { if case .damaged = $0.value { true } else { false } }, "verifying finds it: \(states)")
        #expect(try await fixture.bytes("sound") == bytes)
    }

    static func pinned(_ fixture: StoreFixture) async throws {
        let first = try await fixture.put("item", "first version")
        let listed = try #require(try await fixture.item("item"))
        try await fixture.put("item", "other version!")
        for item in [first, listed] where item.version != nil {
            do {
                let found = try await fixture.store.reader(of: item, range: .all).collect(upTo: 100)
                #expect(found.readableBytesView.elementsEqual("first version".utf8))
            } catch {
                #expect([.conditionFailed, .notFound].contains(DataError(error).code))
            }
        }
        #expect(first.version != nil && listed.version != nil, "items are pinned")
    }

    static func onePass(_ fixture: StoreFixture) async throws {
        let item = try await fixture.put("item", "0123456789")
        let reader = try await fixture.store.reader(of: item, range: .all)
        var length = 0
        for try await buffer in reader { length += buffer.readableBytes }
        #expect(length == 10)
        await expectFailure(.other, "a second pass") {
            for try await _ in reader {}
        }
    }
}
