import NIOCore
import PersistyData
import PersistyTestSupport
import Testing

@Suite struct `Copies under a limit of bytes a second` {
    @Test(.timeLimit(.minutes(5)), arguments: `Copies between two kinds of store`.pairs, [100, 300_000, 3_000_000])
    func `are held to it with every byte that they move`(pair: StorePair, size: Int) async throws {
        try await withStores(pair) { source, destination in
            let item = try await source.write(DataKey("x"), Self.content(size), WriteOptions())
            for verifies in [true, false] {
                // So fast that nobody waits.
                let pacing = Pacing(bytesPerSecond: 1 << 50)
                var request = try CopyRequest(item, to: DataKey("copy-\(verifies)"))
                request.verifies = verifies
                request.pacing = pacing
                let copied = try await destination.copy([request], from: source)[0].get()
                let movesBytes = copied.plan == .kernel || copied.plan == .stream
                #expect(pacing.total == (movesBytes ? Int64(size) : 0), "\(copied.plan)")
            }
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: `Copies between two kinds of store`.pairs)
    func `end at once when they are cancelled while they wait, and leave nothing`(pair: StorePair) async throws {
        try await withStores(pair) { source, destination in
            let item = try await source.write(DataKey("x"), Self.content(3_000_000), WriteOptions())
            let (begins, begun) = AsyncStream<Void>.makeStream()
            var request = try CopyRequest(item, to: DataKey("copy"))
            request.pacing = Pacing(bytesPerSecond: 1)
            request.progress = { _ in begun.yield() }
            let copy = Task { [request] in await destination.copy([request], from: source)[0] }
            for await _ in begins { break }
            copy.cancel()
            let result = await copy.value
            #expect(throws: DataError.self) { try result.get() }
            if case .failure(let error) = result { #expect(error.code == .cancelled) }
            #expect(try await destination.read(DataKey("copy")) == nil)
        }
    }

    private static func content(_ size: Int) -> DataReader {
        DataReader((0..<size).lazy.map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) })
    }

    private func withStores(
        _ pair: StorePair, _ body: (any DataStore, any DataStore) async throws -> Void
    ) async throws {
        try await pair.source.withStore { source in
            try await pair.destination.withStore { destination in try await body(source.store, destination.store) }
        }
    }
}
