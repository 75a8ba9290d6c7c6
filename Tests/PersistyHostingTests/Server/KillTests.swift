import Foundation
import HostingTestSupport
import NIOCore
import PersistyChunk
import PersistyData
import PersistyDirectory
import PersistyTestSupport
import Testing

@testable import PersistyHosting

@Suite struct `A server that is killed` {
    private static let size = 2 << 20

    @Test(.timeLimit(.minutes(10)))
    func `leaves whole items or none, and links that are good where there is none`() async throws {
        let folder = try makeTemporaryDirectory()
        defer { removeTemporaryDirectory(folder) }
        try FileManager.default.createDirectory(atPath: folder + "/docs", withIntermediateDirectories: true)
        var generator = SeededGenerator(7)
        let whole = [
            try await Self.timeOfUpload(to: "docs", in: folder), try await Self.timeOfUpload(to: "vault", in: folder),
        ]
        var (present, absent) = (0, 0)
        for round in 0..<200 {
            let store = round % 2 == 0 ? "docs" : "vault"
            let target = try await HostingTool.target(Link(.put, DataKey("in/\(round)")), in: store)
            let body = [UInt8](repeating: UInt8(truncatingIfNeeded: round), count: Self.size)
            // Killed while the bytes come, while they are committed, or just after.
            let delay = UInt32.random(in: 0..<whole[round % 2] * 3 / 2, using: &generator)
            try await onThread {
                let tool = try HostingTool(folder)
                let client = try RawClient(port: tool.port)
                client.send(Self.head(target))
                let killer = Thread {
                    usleep(delay)
                    tool.kill()
                }
                killer.start()
                client.send(body)
                _ = client.answer()
                tool.kill()
            }
            let status = try await onThread {
                let tool = try HostingTool(folder)
                defer { tool.kill() }
                let client = try RawClient(port: tool.port)
                client.send(Self.head(target))
                client.send(body)
                return client.answer()?.status
            }
            // Used up where the item was there, and else good again: either way there is now the one item.
            #expect([201, 409, 412].contains(status))
            if status == 201 { absent += 1 } else { present += 1 }
        }
        #expect(present > 5 && absent > 5, "kills came before and after commits: \(present), \(absent)")
        let stores: [any DataStore] = [
            try DirectoryStore(name: "docs", root: folder + "/docs"),
            try ChunkStore(name: "vault", path: folder + "/vault.sqlite"),
        ]
        for store in stores {
            var count = 0
            for try await item in store.items(DataQuery()) {
                count += 1
                let number = UInt8(truncatingIfNeeded: Int(item.key.text.dropFirst(3)) ?? 0)
                let bytes = try #require(try await store.bytes(of: item.key, upTo: Self.size))
                #expect(bytes == ByteBuffer(repeating: number, count: Self.size))
            }
            #expect(count == 101)
        }
        let left = try FileManager.default.subpathsOfDirectory(atPath: folder + "/docs").filter { !$0.hasPrefix("in") }
        #expect(left.allSatisfy { !$0.contains("/") }, "no staging is left: \(left)")
    }

    /// How long an upload takes that nobody kills, in microseconds.
    private static func timeOfUpload(to store: String, in folder: String) async throws -> UInt32 {
        let target = try await HostingTool.target(Link(.put, DataKey("in/whole")), in: store)
        return try await onThread {
            let tool = try HostingTool(folder)
            defer { tool.kill() }
            let client = try RawClient(port: tool.port)
            let start = ContinuousClock.now
            client.send(head(target))
            client.send([UInt8](repeating: 0, count: size))
            guard client.answer()?.status == 201 else { throw RawClient.ConnectionFailed() }
            return UInt32((ContinuousClock.now - start) / .microseconds(1))
        }
    }

    private static func head(_ target: String) -> [UInt8] {
        Array("PUT \(target) HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\nContent-Length: \(size)\r\n\r\n".utf8)
    }
}
