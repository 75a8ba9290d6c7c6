import NIOCore
import PersistyData
import PersistyS3
import PersistyTestSupport
import S3TestSupport
import Testing

/// How a real server is addressed and proves itself.
@Suite struct `A service that is set up` {
    /// Writes an item at once and one in parts, and lists, reads, copies and deletes.
    private func use(_ store: S3Store) async throws {
        let (small, great) = (try DataKey("a folder/ä+b.txt"), try DataKey("a folder/great"))
        let bytes = seededBytes(9 << 20)
        _ = try await store.write(small, DataReader("content".utf8), WriteOptions())
        _ = try await store.write(great, DataReader(ByteBuffer(bytes: bytes)), WriteOptions())
        var sizes: [Int64] = []
        for try await item in store.items(DataQuery(prefix: "a folder/")) { sizes.append(item.size) }
        #expect(sizes.sorted() == [7, 9 << 20])
        #expect(try await store.bytes(of: small, upTo: 100) == ByteBuffer(string: "content"))
        #expect(try await store.bytes(of: great, upTo: 16 << 20) == ByteBuffer(bytes: bytes))
        let item = try #require(try await store.read(small))
        let copy = try await store.copy(item, from: store, to: DataKey("copy"))
        #expect(copy.item.size == 7)
        for result in try await store.delete([small, great, DataKey("copy")], DeleteOptions()) {
            #expect(try result.get())
        }
        #expect(try await store.read(small) == nil)
    }

    @Test(.timeLimit(.minutes(2)), arguments: ["radosgw"], ["test-", "test.with.dots-"])
    func `has its bucket before the host`(name: String, beginning: String) async throws {
        let server = try S3Server.named(name)
        let bucket = try await server.bucket(beginning)
        let store = try await server.service(host: "localhost", addressing: .virtualHost)
            .store(named: name, bucket: bucket)
        let endpoint = try store.client.endpoint(of: bucket)
        #expect(endpoint.host == bucket + ".localhost" && endpoint.pathPrefix.isEmpty)
        try await use(store)
        try await server.dispose(bucket)
    }

    @Test(.timeLimit(.minutes(2)))
    func `is believed by the certificate of its own authority`() async throws {
        let server = try S3Server.named("tls")
        let store = try await server.service(caFile: server.setting("CA")).store(named: "tls", bucket: "private")
        try await store.client.createBucket("private")
        try await use(store)
        try await store.client.deleteBucket("private")
    }

    @Test(
        .timeLimit(.minutes(2)),
        arguments: [
            (nil, false, "nobody trusted here signed it", "set ca_file"),
            ("127.0.0.1", true, "its certificate is for another name", "Name the service as its certificate does"),
        ] as [(String?, Bool, String, String)])
    func `is refused, with what to do about it, where its certificate does not prove it`(
        host: String?, trusts: Bool, message: String, hint: String
    ) async throws {
        let server = try S3Server.named("tls")
        let store = try await server.service(host: host, caFile: trusts ? server.setting("CA") : nil)
            .store(named: "tls", bucket: "private")
        do throws(DataError) {
            _ = try await store.read(try DataKey("a"))
            Issue.record("It was believed.")
        } catch {
            #expect(error.code == .unavailable && error.reason == "s3.untrusted")
            #expect(error.message.contains(message) && error.hint?.contains(hint) == true, "\(error)")
        }
    }

    @Test func `is not set up with a file that holds no certificate`() async throws {
        let server = try S3Server.named("tls")
        do {
            _ = try await server.service(caFile: "/dev/null")
            Issue.record("It was taken.")
        } catch let error as DataError {
            #expect(error.reason == "s3.ca_file" && error.hint != nil)
        }
    }
}
