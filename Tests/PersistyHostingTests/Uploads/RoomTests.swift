import HostingTestSupport
import PersistyChunk
import PersistyData
import PersistyDirectory
import PersistyTestSupport
import Synchronization
import Testing

@testable import PersistyHosting

@Suite struct `The room for uploads` {
    private static let gibibyte: Int64 = 1 << 30

    @Test(arguments: [
        (0, 100, 10, true), (0, 100, 5, true), (0, 100, 4, false), (2, 100, 7, true), (2, 100, 6, false),
        (0, 10, 1, true), (0, 10, 0, false), (100, 10, 5, false), (Int64.max, 100, 50, false),
    ])
    func `leaves a gibibyte free, and a twentieth`(coming: Int64, total: Int64, free: Int64, isRoom: Bool) {
        let room = StorageRoom(free: free * Self.gibibyte, total: total * Self.gibibyte)
        let count = coming.multipliedReportingOverflow(by: Self.gibibyte)
        #expect(RoomRule(HostedLimits()).admits(count.overflow ? .max : count.partialValue, into: room) == isRoom)
    }

    @Test func `is that of the file system of a store`() async throws {
        let folder = try makeTemporaryDirectory()
        defer { removeTemporaryDirectory(folder) }
        let stores: [any DataStore] = [
            try DirectoryStore(name: "a", root: folder), try ChunkStore(name: "b", path: folder + "/none.sqlite"),
        ]
        for store in stores {
            let restricted = RestrictedDataStore(store, allowing: [.create])
            let room = try #require(try await restricted.room())
            #expect(room.free > 0 && room.free <= room.total)
        }
        #expect(try await MemoryStore(name: "c").room() == nil)
    }

    @Test func `ends with a sentence, before a byte is asked for`() async throws {
        try await RunningServer.with { server in
            server.room.value = StorageRoom(free: 2 * Self.gibibyte, total: 10 * Self.gibibyte)
            let (target, type) = (
                try await server.target(Link(.put, DataKey("a")), in: "short"), [("Content-Type", "a/b")]
            )
            let head = type + [("Expect", "100-continue"), ("Content-Length", "\(Self.gibibyte + 1)")]
            #expect(try await server.request("PUT", target, head, body: []).status == 507)
            server.room.value = StorageRoom(free: Self.gibibyte - 1, total: 10 * Self.gibibyte)
            let full = try await server.request("PUT", target, type + [("Expect", "100-continue")], body: [1])
            #expect(full.status == 507 && full.header("connection") == "close")
            #expect(String(decoding: full.body, as: UTF8.self).hasPrefix("There is no room"))
            server.room.value = StorageRoom(free: Self.gibibyte + 1, total: 10 * Self.gibibyte)
            #expect(try await server.request("PUT", target, type, body: [1]).status == 201)
        }
    }

    @Test func `ends while an upload grows whose size nobody told`() async throws {
        try await RunningServer.with { server in
            server.room.value = StorageRoom(free: 2 * Self.gibibyte, total: 10 * Self.gibibyte)
            server.room.shrinks = Self.gibibyte / 4
            let target = try await server.target(Link(.put, DataKey("a")), in: "short")
            let status = try await onThread {
                let client = try RawClient(port: server.port)
                client.send(Self.chunkedHead(target))
                for _ in 0..<200 where client.send(Self.chunk) {}
                return client.answer()?.status
            }
            #expect(status == 507)
            #expect(try await server.short.read(DataKey("a")) == nil)
        }
    }

    @Test func `is shared by all uploads under way, and given back`() async throws {
        var limits = HostedLimits()
        limits.staging = 40 << 20
        try await RunningServer.with(limits: limits) { server in
            let target = try await server.target(Link(.put, DataKey("a")))
            let type = [("Content-Type", "a/b")]
            #expect(
                try await server.request("PUT", target, type + [("Content-Length", "41943041")], body: []).status == 507
            )
            let grown = try await onThread {
                let client = try RawClient(port: server.port)
                client.send(Self.chunkedHead(target))
                for _ in 0..<50 where client.send(Self.chunk) {}
                return client.answer()?.status
            }
            #expect(grown == 507)
            #expect(server.service.staging.take(40 << 20), "all was given back")
            #expect(try await server.request("PUT", target, type, body: [1]).status == 507)
            server.service.staging.give(40 << 20)
            #expect(try await server.request("PUT", target, type, body: [1]).status == 201)
        }
    }

    private static func chunkedHead(_ target: String) -> [UInt8] {
        Array("PUT \(target) HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)
    }

    private static let chunk =
        Array("100000\r\n".utf8) + [UInt8](repeating: 1, count: 1 << 20) + Array("\r\n".utf8)
}
