import Glibc
import NIOPosix
import PersistyData
import Testing

@testable import PersistyChunk

@Suite struct `The file of a chunk store` {
    @Test func `is made at the first write, with its folder`() async throws {
        let folder = try TemporaryFolder()
        let store = try ChunkStore(path: folder.path + "/deep/down/items.db")
        #expect(try await store.read(key("a")) == nil)
        #expect(try await store.search(DataQuery(), pageKey: nil, limit: 10).items.isEmpty)
        #expect(try await store.delete([key("a")], DeleteOptions()).map { try $0.get() } == [false])
        #expect(folder.names.isEmpty)
        _ = try await store.write(key("a"), content(1))
        #expect(access(folder.path + "/deep/down/items.db", F_OK) == 0)
    }

    @Test func `is not left half made when its first write is refused`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        await #expect(throws: DataError.self) { try await store.update(key("a"), DataReader([1])) }
        #expect(try await folder.store().count() == 0)
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        var name: String
        var code: DataError.Code
        var reason: String
        var make: @Sendable (TemporaryFolder) throws -> Void
        var testDescription: String { name }
    }

    static let refusals = [
        Refusal(name: "not a database", code: .misconfigured, reason: "chunk.not_database") {
            $0.write(Array(repeating: UInt8(ascii: "x"), count: 5000))
        },
        Refusal(name: "a short file", code: .misconfigured, reason: "chunk.not_database") {
            $0.write(Array("SQLite format 3\0".utf8))
        },
        Refusal(name: "another program's", code: .misconfigured, reason: "chunk.foreign") {
            try $0.sql("CREATE TABLE item(key)")
        },
        Refusal(name: "a newer one", code: .misconfigured, reason: "chunk.newer") {
            try $0.sql("CREATE TABLE item(key); ")
            try $0.sql("PRAGMA application_id = \(ChunkSchema.applicationID)")
            try $0.sql("PRAGMA user_version = 2")
        },
        Refusal(name: "a folder", code: .misconfigured, reason: "chunk.folder") { mkdir($0.database, 0o700) },
        Refusal(name: "a pipe", code: .misconfigured, reason: "chunk.special") { mkfifo($0.database, 0o600) },
    ]

    @Test(arguments: refusals)
    func `is refused and left as it is when it is no chunk store`(refusal: Refusal) async throws {
        let folder = try TemporaryFolder()
        try refusal.make(folder)
        let isFile = refusal.reason != "chunk.special" && refusal.reason != "chunk.folder"
        let (names, bytes) = (folder.names, isFile ? folder.bytes() : [])
        let store = try folder.store()
        let errors = [
            await #expect(throws: DataError.self) { try await store.check() },
            await #expect(throws: DataError.self) { try await store.read(key("a")) },
            await #expect(throws: DataError.self) { try await store.write(key("a"), content(1)) },
            await #expect(throws: DataError.self) { try await store.delete(key("a")) },
        ]
        for error in errors {
            #expect(error?.code == refusal.code)
            #expect(error?.reason == refusal.reason)
            #expect(error?.hint != nil)
        }
        #expect(folder.names == names)
        if isFile { #expect(folder.bytes() == bytes) }
    }

    @Test(.enabled(if: getuid() != 0, "root may read everything"))
    func `is refused when it may not be read`() async throws {
        let folder = try TemporaryFolder()
        _ = try await folder.store().write(key("a"), content(1))
        chmod(folder.database, 0)
        let error = await #expect(throws: DataError.self) { try await folder.store().check() }
        #expect(error?.code == .unavailable)
    }

    @Test func `is brought back from write-ahead mode`() async throws {
        let folder = try TemporaryFolder()
        _ = try await folder.store().write(key("a"), content(100_000))
        try folder.sql("PRAGMA journal_mode = WAL")
        #expect(folder.bytes()[18] == 2)
        let store = try folder.store()
        #expect(try await store.content(of: "a") == content(100_000))
        #expect(folder.bytes()[18] == 1)
        _ = try await store.write(key("b"), content(10))
        #expect(!folder.names.contains { $0.hasSuffix("-wal") || $0.hasSuffix("-shm") })
        try folder.expectNothingLeftOver()
    }

    @Test func `is opened anew when another has taken its place`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        _ = try await store.write(key("old"), content(1))
        rename(folder.database, folder.path + "/moved.db")
        #expect(try await store.read(key("old")) == nil)
        _ = try await store.write(key("new"), content(2))
        #expect(try await store.content(of: "new") == content(2))
        #expect(try await ChunkStore(path: folder.path + "/moved.db").content(of: "old") == content(1))
    }

    @Test func `is known by one name through a link`() async throws {
        let folder = try TemporaryFolder()
        _ = try await folder.store().write(key("a"), content(1))
        symlink(folder.database, folder.path + "/link.db")
        let linked = try ChunkStore(path: folder.path + "/link.db")
        #expect(try linked.path == folder.store().path)
        _ = try await linked.write(key("b"), content(2))
        #expect(!folder.names.contains { $0.hasPrefix("link.db-") })
    }

    @Test(arguments: [(0x6969, "NFS"), (0xff53_4d42, "SMB"), (0x6573_5546, "FUSE"), (0xef53, nil), (0x0102_1994, nil)])
    func `is said to lie on a network file system where it does`(type: Int, kind: String?) throws {
        let store = try ChunkStore(
            name: "vault", path: "/nowhere/items.db", options: ChunkStoreOptions(), threads: .singleton,
            fileSystemType: { _ in UInt32(type) })
        if let kind { #expect(store.notice?.contains(kind) == true) } else { #expect(store.notice == nil) }
    }

    @Test func `has its file system found from the nearest folder that exists`() throws {
        #expect(NetworkFileSystem.type(of: "/dev/shm/not/there/items.db") == NetworkFileSystem.type(of: "/dev/shm"))
    }

    @Test(arguments: [4095, (16 << 20) + 1])
    func `is not made with chunks of a size out of bounds`(size: Int) throws {
        var options = ChunkStoreOptions()
        options.chunkSize = size
        let error = #expect(throws: DataError.self) { try ChunkStore(path: "/tmp/x.db", options: options) }
        #expect(error?.code == .misconfigured)
    }
}
