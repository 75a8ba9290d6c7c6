import NIOCore
import PersistyData
import PersistyTestSupport
import S3TestSupport
import Testing

@testable import PersistyS3

/// Items that go in parts.
@Suite struct `Great items` {
    static let servers = ["swift", "radosgw", "rclone", "moto"]

    @Test(.timeLimit(.minutes(5)), arguments: servers, [true, false])
    func `go up in parts, come down in ranges, and are the same bytes`(name: String, isSizeKnown: Bool) async throws {
        try await withBucket(name) { server, store in
            let bytes = seededBytes(20 << 20 + 12_345)
            let key = try DataKey("great item")
            let item = try await store.write(key, reader(bytes, isSizeKnown: isSizeKnown), WriteOptions())
            #expect(item.size == Int64(bytes.count))
            let found = try #require(try await store.read(key))
            #expect(found.size == item.size && found.etag == item.etag && found.version == item.version)
            #expect(try await collected(store.reader(of: found)) == bytes)
            let range: Range<Int64> = 1_000_000..<19_000_000
            #expect(
                try await collected(store.reader(of: found, range: .bytes(range)))
                    == Array(bytes[1_000_000..<19_000_000]))
            let uploads = try await server.uploads(in: store.bucket)
            #expect(uploads.isEmpty)
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: servers)
    func `leave nothing when their source fails or they are cancelled half way`(name: String) async throws {
        try await withBucket(name) { server, store in
            let key = try DataKey("never")
            await expectFailure(.corrupt, "a source that fails") {
                _ = try await store.write(key, failing(after: 17 << 20), WriteOptions())
            }
            let task = Task { try await store.write(key, endless(), WriteOptions()) }
            while try await server.uploads(in: store.bucket).isEmpty { await Task.yield() }
            task.cancel()
            await expectFailure(.cancelled, "a write that is cancelled") { _ = try await task.value }
            #expect(try await store.read(key) == nil)
            let uploads = try await server.uploads(in: store.bucket)
            #expect(uploads.isEmpty, "no parts are left that somebody pays for")
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: ["swift", "radosgw", "moto"])
    func `are copied by the service in parts, with all that they have`(name: String) async throws {
        try await withBucket(name) { server, store in
            let bytes = seededBytes(19 << 20 + 1)
            var options = WriteOptions()
            options.attributes.contentType = "application/x-iso9660-image"
            options.attributes.user = ["owner": "ada"]
            let written = try await store.write(DataKey("a"), reader(bytes, isSizeKnown: true), options)
            var request = try CopyRequest(written, to: DataKey("b"))
            request.options.condition = .always
            let made = try await ServiceCopy(store, request, partSize: 8 << 20).run(inParts: true)
            let copied = try #require(made)
            #expect(copied.plan == .serviceParts && copied.verification == .service)
            let found = try #require(try await store.read(DataKey("b")))
            #expect(found.size == written.size && found.etag == copied.item.etag)
            #expect(found.attributes?.contentType == options.attributes.contentType)
            #expect(found.attributes?.user == options.attributes.user)
            #expect(try await collected(store.reader(of: found)) == bytes)
            let uploads = try await server.uploads(in: store.bucket)
            #expect(uploads.isEmpty)
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: servers, [true, false])
    func `name the same proof each time they are copied here`(name: String, isKnown: Bool) async throws {
        try await withBucket(name) { _, store in
            let source = MemoryStore()
            var item = try await source.write(DataKey("a"), seededBytes(17 << 20 + 1))
            if !isKnown { item.digests = [] }
            var requests: [CopyRequest] = []
            for key in ["a", "b"] { requests.append(CopyRequest(item, to: try DataKey(key))) }
            // moto keeps the sum of the whole; the others compare the MD5 of each part.
            let proof: Verification = name == "moto" ? .recorded(.crc64nvme) : .compared(.md5)
            for copied in await store.copy(requests, from: source) {
                let copied = try copied.get()
                #expect(copied.plan == .parts && copied.verification == (isKnown ? .compared(.md5) : proof))
            }
        }
    }

    private func withBucket(_ name: String, _ body: (S3Server, S3Store) async throws -> Void) async throws {
        let server = try S3Server.named(name)
        let bucket = try await server.bucket()
        try await body(server, S3Store(name: name, client: server.client, bucket: bucket))
        try await server.dispose(bucket)
    }

    private func reader(_ bytes: [UInt8], isSizeKnown: Bool) -> DataReader {
        let rest = Rest(ByteBuffer(bytes: bytes))
        return DataReader(size: isSizeKnown ? Int64(bytes.count) : nil) { () throws(DataError) in await rest.next() }
    }

    private func failing(after count: Int) -> DataReader {
        let rest = Rest(ByteBuffer(repeating: 7, count: count))
        return DataReader(size: nil) { () throws(DataError) in
            if let next = await rest.next() { return next }
            throw DataError(.corrupt, "The source is damaged.")
        }
    }

    private func endless() -> DataReader {
        let buffer = ByteBuffer(repeating: 7, count: 1 << 20)
        return DataReader(size: nil) { () throws(DataError) in buffer }
    }

    private func collected(_ reader: DataReader) async throws -> [UInt8] {
        Array(try await reader.collect(upTo: 64 << 20).readableBytesView)
    }
}

private actor Rest {
    private var rest: ByteBuffer

    init(_ all: ByteBuffer) { rest = all }

    func next() -> ByteBuffer? {
        rest.readableBytes == 0 ? nil : rest.readSlice(length: min(rest.readableBytes, 700_000))
    }
}
