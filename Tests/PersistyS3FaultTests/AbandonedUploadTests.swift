import FaultProxy
import PersistyData
import PersistyS3
import PersistyTestSupport
import Synchronization
import S3TestSupport
import Testing

@Suite struct `An upload in parts` {
    /// Ends a task from inside of the proxy.
    private final class Stop: Sendable {
        private let task = Mutex<Task<Void, Never>?>(nil)
        private let isAsked = Mutex(false)

        func stop() {
            isAsked.withLock { $0 = true }
            task.withLock { $0?.cancel() }
        }

        func run(_ body: @escaping @Sendable () async -> Void) async {
            let task = Task { await body() }
            self.task.withLock { $0 = task }
            if isAsked.withLock(\.self) { task.cancel() }
            await task.value
        }
    }

    /// Lets in so many at once as the server keeps up with.
    private static let places = Allowance(4)

    @Test(.timeLimit(.minutes(3))) func `leaves nothing, wherever it is cancelled, and whatever its abort is answered`()
        async throws
    {
        let server = try S3Server.named("moto")
        try await server.withBucket { bucket in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for seed in 0..<100 {
                    group.addTask {
                        guard await Self.places.take(1) else { return }
                        defer { Self.places.give(1) }
                        try await cancelled(server, bucket, seed)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await server.uploads(in: bucket).map(\.key) == [])
        }
    }

    @Test func `is not taken for ended while the service lists it`() async throws {
        let server = try S3Server.named("moto")
        try await server.withBucket { bucket in
            let name = ItemName(bucket: bucket, key: "a%20b")
            let (begun, _) = try await server.client.createUpload(name, headers: [])
            let upload = UnfinishedUpload(key: try DataKey(begun.key), id: begun.id)
            let rule = FaultRule(.instead(.refusal(404, "NoSuchKey")), of: .abort)
            try await withFaultProxy(before: server.port, [rule]) { proxy in
                let store = S3Store(name: "faulted", client: try server.client(port: proxy.port), bucket: bucket)
                await #expect(throws: DataError.self) { try await store.abort(upload) }
                try await server.client.abort(begun)
                await #expect(throws: Never.self) { try await store.abort(upload) }
            }
        }
    }

    private func cancelled(_ server: S3Server, _ bucket: String, _ seed: Int) async throws {
        var generator = SeededGenerator(UInt64(seed))
        let kind = [RequestKind.create, .part, .part, .complete][Int.random(in: 0..<4, using: &generator)]
        let hit = kind == .part ? Int.random(in: 1...2, using: &generator) : 1
        let stop = Stop()
        let fault: Fault =
            // An upload whose name never came cannot be ended: its answer is always delivered.
            switch Int.random(in: 0..<(kind == .create ? 2 : 3), using: &generator) {
            case 0: .sent { _, _ in stop.stop() }
            case 1:
                .answer { head, answer in
                    stop.stop()
                    return answer.pieces(to: head)
                }
            default:
                .answer { _, _ in
                    stop.stop()
                    return [.hang]
                }
            }
        var rules = [FaultRule(fault, of: kind, hits: hit...hit)]
        if seed % 3 == 0 {
            rules.append(
                FaultRule(.instead(.refusal(503, "ServiceUnavailable")), of: .abort, hits: 1...(seed % 2 == 0 ? 2 : 7)))
        }
        try await withFaultProxy(before: server.port, rules) { proxy in
            let client = try server.client(port: proxy.port)
            let store = S3Store(name: "faulted", client: client, bucket: bucket)
            let key = try DataKey("cancelled-\(seed)")
            await stop.run {
                _ = try? await store.write(key, DataReader(FaultGround.great), WriteOptions())
            }
            #expect(proxy.fired[0] == 1, "\(seed)")
            let found = try await S3Store(name: "direct", client: server.client, bucket: bucket)
                .bytes(of: key, upTo: 32 << 20)
            #expect(found == nil || found == FaultGround.great, "\(seed)")
        }
    }
}
