import PersistyData
import Synchronization
import Testing

/// What every store promises when the task of a write is cancelled.
enum CancellationCases {
    private enum Point: CaseIterable {
        case beforeFirst, between, atEnd
    }

    static func writes(_ fixture: StoreFixture) async throws {
        try await fixture.put("present", "former")
        for key in ["present", "absent"] {
            for point in Point.allCases {
                try await fixture.expectUnchanged("cancelled \(point), \(key)") {
                    let slow = SlowReader()
                    let write = Task { try await fixture.store.write(DataKey(key), slow.reader, WriteOptions()) }
                    await slow.asked()
                    if point != .beforeFirst {
                        slow.give(seededBytes(2 * fixture.kind.pieceSize + 5))
                        await slow.asked()
                    }
                    write.cancel()
                    if point == .atEnd { slow.end() }
                    await expectFailure(.cancelled, "cancelled \(point)") { try await write.value }
                }
            }
        }
    }

    static func endless(_ fixture: StoreFixture) async throws {
        let slow = SlowReader()
        let write = Task { try await fixture.store.write(DataKey("item"), slow.reader, WriteOptions()) }
        await slow.asked()
        write.cancel()
        await expectFailure(.cancelled, "a source that never answers") { try await write.value }
        #expect(try await fixture.item("item") == nil)
    }

    static func unnoticing(_ fixture: StoreFixture) async throws {
        try await fixture.put("present", "former")
        let size: Int64 = 1 << 20
        for key in ["present", "absent"] {
            for point: Int64 in [0, 1 << 19, (1 << 20) - (1 << 16)] {
                try await fixture.expectUnchanged("cancelled at \(point), \(key)") {
                    let result = await withCancellableTask { cancel in
                        let source = DataReader.generated(size, length: 1 << 16) { if $0 == point { cancel() } }
                        return try await fixture.store.write(DataKey(key), source, WriteOptions())
                    }
                    await expectFailure(.cancelled, "cancelled at \(point)") { try result.get() }
                }
            }
        }
        let result = await withCancellableTask { cancel in
            cancel()
            return try await fixture.store.write(DataKey("absent"), DataReader("x".utf8), WriteOptions())
        }
        await expectFailure(.cancelled, "cancelled before it began") { try result.get() }
        #expect(try await fixture.item("absent") == nil)
    }

    static func leftovers(_ fixture: StoreFixture) async throws {
        for size in [1, fixture.kind.pieceSize + 1, 5 * fixture.kind.pieceSize] {
            await expectFailure(.other, "a source that fails") {
                try await fixture.store.write(
                    DataKey("folder/item"), .failing(after: seededBytes(size)), WriteOptions())
            }
            #expect(try await fixture.leftovers().isEmpty)
            let slow = SlowReader()
            let write = Task { try await fixture.store.write(DataKey("folder/item"), slow.reader, WriteOptions()) }
            await slow.asked()
            slow.give(seededBytes(size))
            await slow.asked()
            write.cancel()
            await expectFailure(.cancelled, "a cancelled write") { try await write.value }
            #expect(try await fixture.leftovers().isEmpty)
        }
        #expect(try await StoreDump(fixture).description == "nothing", "not even the folder is left")
    }
}
