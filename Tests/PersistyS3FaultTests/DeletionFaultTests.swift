import FaultProxy
import Foundation
import NIOCore
import PersistyData
import PersistyS3
import S3TestSupport
import Testing

@Suite struct `A batch of deletions` {
    private static let keys = (0..<10).map { "key-\($0)" }

    /// Deletes ten items of a fresh bucket behind a proxy, and gives what came of each.
    private func deleted(
        _ rule: FaultRule, _ body: (FaultProxy, [Result<Bool, DataError>], _ left: [String]) throws -> Void
    ) async throws {
        let server = try S3Server.named("moto")
        try await server.withBucket { bucket in
            try await withFaultProxy(before: server.port, [rule]) { proxy in
                let store = server.store(
                    try server.client(port: proxy.port), bucket, profile: ServiceProfile(name: "moto"))
                let direct = S3Store(name: "direct", client: server.client, bucket: bucket)
                for key in Self.keys { _ = try await direct.write(DataKey(key), "x".utf8) }
                let keys = try Self.keys.map { key throws in try DataKey(key) }
                let results = try await store.delete(keys, DeleteOptions())
                var left: [String] = []
                for try await item in direct.items() { left.append(item.key.text) }
                try body(proxy, results, left)
            }
        }
    }

    private static func answer(_ failed: [String: String]) -> Answer {
        let rows = keys.map { key in
            failed[key].map { "<Error><Key>\(key)</Key><Code>\($0)</Code><Message>m</Message></Error>" }
                ?? "<Deleted><Key>\(key)</Key></Deleted>"
        }
        return Answer(200, text: "<DeleteResult>\(rows.joined())</DeleteResult>")
    }

    @Test(arguments: ["InternalError", "SlowDown", "ServiceUnavailable", "Server Error", "OperationAborted"])
    func `asks again for those that the service failed at, and for no others`(code: String) async throws {
        let failed = ["key-2": code, "key-3": "AccessDenied", "key-7": code]
        let rule = FaultRule(.instead(Self.answer(failed)), hits: 1...1) { $0.method == "POST" }
        try await deleted(rule) { proxy, results, left in
            for (key, result) in zip(Self.keys, results) {
                switch result {
                case .success(let isDeleted): #expect(isDeleted && key != "key-3")
                case .failure(let error): #expect(error.code == .forbidden && key == "key-3", "\(error)")
                }
            }
            #expect(!left.contains("key-2") && !left.contains("key-7") && left.contains("key-1"))
            #expect(proxy.requests.count { $0.method == "POST" } == 2)
        }
    }

    @Test func `gives up at last, and tells of each`() async throws {
        let rule = FaultRule(.instead(Self.answer(["key-2": "InternalError"]))) { $0.method == "POST" }
        try await deleted(rule) { proxy, results, _ in
            #expect(results.compactMap { try? $0.get() } == [Bool](repeating: true, count: 9))
            guard case .failure(let error) = results[2] else { Issue.record("it was deleted"); return }
            #expect(error.code == .unavailable && error.retry == .now && error.key == "key-2")
            #expect(proxy.requests.count { $0.method == "POST" } == 5)
        }
    }

    @Test func `deletes what the listing does not have yet`() async throws {
        let rule = FaultRule(
            .changed { answer in
                let text = String(buffer: answer.body)
                guard let start = text.range(of: "<Contents><Key>key-4"),
                    let end = text.range(of: "</Contents>", range: start.lowerBound..<text.endIndex)
                else { return }
                answer = Answer(200, text: text.replacingCharacters(in: start.lowerBound..<end.upperBound, with: ""))
            }
        ) { $0.method == "GET" }
        try await deleted(rule) { proxy, results, left in
            #expect(results.allSatisfy { (try? $0.get()) == true } && left.isEmpty)
            #expect(proxy.requests.count { $0.method == "HEAD" } == 1)
        }
    }
}
