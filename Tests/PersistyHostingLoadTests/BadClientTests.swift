import Foundation
import HostingTestSupport
import PersistyData
import PersistyDirectory
import PersistyTestSupport
import Testing

@Suite(.serialized) struct `Good clients beside three hundred bad ones` {
    /// How long all of it takes, in seconds; what is bad comes again until there is just time to let it go.
    private static let seconds = ProcessInfo.processInfo.environment["PERSISTY_P21_SECONDS"].flatMap { Int($0) } ?? 28
    /// What the limits of a server let a client take, and some for a busy machine.
    private static let longest = 30

    @Test(.timeLimit(.minutes(5)))
    func `are answered in time, while those are let go and cost little`() async throws {
        let folder = try makeTemporaryDirectory()
        defer { removeTemporaryDirectory(folder) }
        try FileManager.default.createDirectory(atPath: folder + "/docs", withIntermediateDirectories: true)
        let docs = try DirectoryStore(name: "docs", root: folder + "/docs")
        for (name, size) in [("great", 64 << 20), ("item", 20_000)] {
            _ = try await docs.write(DataKey(name), DataReader([UInt8](repeating: 1, count: size)), WriteOptions())
        }
        let tool = try HostingTool(folder)
        defer { tool.kill() }
        let facts = ProcessFacts(id: tool.id)
        try await Self.fillVault(tool.port)
        let crowd = BadCrowd(port: tool.port, try await Self.badClients())
        let good = try await Self.goodClients(tool.port)
        let (socketsBefore, filesBefore) = (facts.openSockets, facts.openFiles.count)

        async let outcome = onThread { crowd.run(atMost: .seconds(Self.longest + 10)) }
        async let answers = withThrowingTaskGroup(of: ([Duration], [Int]).self) { group in
            for client in good { group.addTask { try await onThread { try client.run() } } }
            return try await group.reduce(into: ([Duration](), [Int]())) {
                $0.0 += $1.0
                $0.1 += $1.1
            }
        }
        try await Task.sleep(for: .seconds(max(2, Self.seconds - 22)))
        crowd.giveUp()
        let bad = try await outcome
        for client in good { client.stop() }
        let (waits, wrong) = try await answers

        let sorted = waits.sorted()
        let p99 = try #require(sorted.isEmpty ? nil : sorted[sorted.count * 99 / 100])
        print(
            """
            \(bad.connections) bad connections, borne for at most \(bad.longest.values.max() ?? .zero); \(waits.count) good \
            answers, p50 \(sorted[sorted.count / 2]), p99 \(p99), longest \(sorted[sorted.count - 1]); \
            \(facts.peakMemory) MiB
            """)
        #expect(bad.connections >= 300 && waits.count > 100)
        #expect(bad.left.isEmpty)
        #expect(bad.longest.allSatisfy { $0.value <= .seconds(Self.longest) }, "\(bad.longest)")
        #expect(wrong.isEmpty)
        #expect(p99 < .milliseconds(500))
        #expect(facts.peakMemory <= 128)
        try await onThread {
            let end = ContinuousClock.now + .seconds(5)
            while facts.openSockets > socketsBefore, ContinuousClock.now < end { usleep(10_000) }
        }
        #expect(facts.openSockets == socketsBefore)
        // Connections to the database, which it keeps.
        #expect(facts.openFiles.count <= filesBefore + 8, "\(facts.openFiles)")
    }

    private static func fillVault(_ port: Int) async throws {
        let target = try await HostingTool.target(Link(.put, DataKey("great")), in: "vault")
        let status = try await onThread {
            let client = try RawClient(port: port)
            let body = [UInt8](repeating: 1, count: 16 << 20)
            client.send(
                Array(
                    "PUT \(target) HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\nContent-Length: \(body.count)\r\n\r\n"
                        .utf8))
            client.send(body)
            return client.answer()?.status
        }
        try #require(status == 201)
    }

    private static func badClients() async throws -> [(kind: BadClient, beginning: [UInt8])] {
        let great = try await HostingTool.target(Link(.get, DataKey("great")))
        let greatInChunks = try await HostingTool.target(Link(.get, DataKey("great")), in: "vault")
        let kinds = BadClient.allCases
        var clients: [(kind: BadClient, beginning: [UInt8])] = []
        for number in 0..<300 {
            let store = number % 2 == 0 ? "docs" : "vault"
            let targets = BadClient.Targets(
                great: great, greatInChunks: greatInChunks,
                upload: try await HostingTool.target(Link(.put, DataKey("bad/\(number)")), in: store),
                form: try await HostingTool.target(UploadPolicy(DataKey("bad/form-\(number)")), in: store))
            let kind = kinds[number % kinds.count]
            clients.append((kind, kind.beginning(targets)))
        }
        return clients
    }

    private static func goodClients(_ port: Int) async throws -> [GoodClient] {
        let item = try await HostingTool.target(Link(.get, DataKey("item")))
        var clients: [GoodClient] = []
        for number in 0..<4 {
            let keys = try (0..<4000).map { try DataKey("good/\(number)/\($0)") }
            var uploads: [String] = []
            for key in keys {
                uploads.append(try await HostingTool.target(Link(.put, key), in: number % 2 == 0 ? "docs" : "vault"))
            }
            clients.append(GoodClient(port: port, item: item, uploads: uploads))
        }
        return clients
    }
}
