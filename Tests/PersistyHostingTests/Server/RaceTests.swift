import HostingTestSupport
import PersistyData
import PersistyTestSupport
import Testing

@testable import PersistyHosting

@Suite struct `A link that many use at once` {
    @Test(.timeLimit(.minutes(5)), arguments: ["docs", "vault"])
    func `makes exactly one item each time, also across a restart`(store: String) async throws {
        let folder = try makeTemporaryDirectory()
        defer { removeTemporaryDirectory(folder) }
        for round in 0..<2 {
            try await RunningServer.with(in: folder) { server in
                for number in 0..<100 {
                    let key = try DataKey("in/\(round)-\(number)")
                    let target = try await server.target(Link(.put, key), in: store)
                    let statuses = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
                        for client in 0..<8 {
                            group.addTask {
                                let body = [UInt8](repeating: UInt8(client), count: 1000 + client)
                                let type = [("Content-Type", "text/plain")]
                                return (client, try await server.request("PUT", target, type, body: body).status)
                            }
                        }
                        return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
                    }
                    let winners = statuses.filter { $0.value == 201 }.map(\.key)
                    #expect(winners.count == 1, "\(statuses)")
                    #expect(statuses.values.allSatisfy { $0 == 201 || $0 == 409 })
                    let item = try #require(try await server.store(store).read(key))
                    #expect(item.size == Int64(1000 + (winners.first ?? -1)))
                }
            }
        }
    }

    @Test func `stays used when the server starts again`() async throws {
        let folder = try makeTemporaryDirectory()
        defer { removeTemporaryDirectory(folder) }
        let target = MovableText()
        try await RunningServer.with(in: folder) { server in
            target.value = try await server.target(Link(.put, DataKey("a")))
            #expect(try await server.request("PUT", target.value, [("Content-Type", "a/b")], body: [1]).status == 201)
            _ = try await server.docs.delete(DataKey("a"))
        }
        try await RunningServer.with(in: folder) { server in
            let again = try await server.request("PUT", target.value, [("Content-Type", "a/b")], body: [2])
            let item = try await server.docs.read(DataKey("a"))
            #expect(again.status == 409 && item == nil)
        }
    }
}
