import NIOCore
import PersistyData
import S3TestSupport
import Testing

@testable import PersistyS3

/// What S3 has more than other stores, beside real servers.
@Suite struct `An S3 store` {
    /// Runs `body` on a fresh bucket.
    func withBucket(
        _ name: String, isVersioned: Bool = false, _ body: (S3Store, DataKey) async throws -> Void
    ) async throws {
        let server = try S3Server.named(name)
        let bucket = try await server.bucket()
        if isVersioned { try await server.keepVersions(in: bucket) }
        let store = S3Store(name: name, client: server.client, bucket: bucket)
        do { try await body(store, DataKey("folder/notes.txt")) } catch {
            await server.disposeOfAll(bucket)
            throw error
        }
        await server.disposeOfAll(bucket)
    }

    func write(_ store: S3Store, _ key: DataKey, _ text: String) async throws -> DataItem {
        var options = WriteOptions()
        options.attributes.contentType = "text/plain"
        options.attributes.cacheControl = "max-age=60"
        options.attributes.user = ["owner": "ada"]
        return try await store.write(key, DataReader(text.utf8), options)
    }

    @Test(.timeLimit(.minutes(3)), arguments: ["swift", "radosgw", "rclone", "moto"])
    func `writes tags only where they leave the content alone`(server: String) async throws {
        try await withBucket(server) { store, key in
            _ = try await write(store, key, "content")
            let item = try #require(try await store.read(key))
            let tags = [DataTag("team", "blue"), DataTag("year", "2026 + on")]
            do throws(DataError) {
                try await store.setTags(tags, of: item)
                #expect(try await Set(store.tags(of: item)) == Set(tags))
                // moto fails with 500 for a set without tags.
                if server != "moto" {
                    try await store.setTags([], of: item)
                    #expect(try await store.tags(of: item).isEmpty)
                }
            } catch {
                #expect(error.code == .unsupported && (server == "swift" || server == "rclone"), "\(error)")
            }
            let bytes = try #require(try await store.bytes(of: key, upTo: 100))
            #expect(String(buffer: bytes) == "content")
            #expect(try await store.items().reduce(into: 0) { count, _ in count += 1 } == 1)
        }
    }

    @Test(.timeLimit(.minutes(3)), arguments: ["swift", "radosgw", "rclone", "moto"])
    func `finds out whether there are tags when it tries all else`(server: String) async throws {
        try await withBucket(server) { store, _ in
            let profile = try await store.probe()
            #expect(profile.knowsTags == (server == "radosgw" || server == "moto"))
        }
    }

    @Test(.timeLimit(.minutes(3)), arguments: ["swift", "radosgw", "moto"])
    func `leaves no version of what it tries, and all of everything else`(server: String) async throws {
        try await withBucket(server, isVersioned: true) { store, key in
            for text in ["one", "second"] { _ = try await write(store, key, text) }
            try await store.probe()
            _ = try? await store.setTags([], of: try #require(try await store.read(key)))
            let page = try await store.client.versions(in: store.bucket, prefix: "")
            #expect(page.rows.map(\.key) == [key.text, key.text])
        }
    }

    @Test(.timeLimit(.minutes(3)), arguments: ["swift", "radosgw", "moto"])
    func `tells of versions, restores them and deletes them`(server: String) async throws {
        try await withBucket(server, isVersioned: true) { store, key in
            for text in ["one", "second"] { _ = try await write(store, key, text) }
            _ = try await store.write(DataKey("folder/notes.txt.old"), "other".utf8)
            let versions = try await store.versions(of: key)
            #expect(versions.map(\.size) == [6, 3] && versions.map(\.isLatest) == [true, false])
            let former = try #require(versions.last)
            let item = try #require(former.item)
            let bytes = try await store.reader(of: item).collect(upTo: 100)
            #expect(String(buffer: bytes) == "one")
            let restored = try await store.restore(former, of: key)
            #expect(restored.size == 3)
            #expect(try await store.read(key)?.size == 3)
            let after = try await store.versions(of: key)
            #expect(after.map(\.size) == [3, 6, 3])
            try await store.deleteVersion(try #require(after.last), of: key)
            #expect(try await store.versions(of: key).map(\.size) == [3, 6])
            _ = try await store.delete(key)
            let deleted = try await store.versions(of: key)
            #expect(deleted.first?.isDeletion == true && deleted.count == 3)
            await #expect(throws: DataError.self) { try await store.restore(try #require(deleted.first), of: key) }
        }
    }

    @Test(.timeLimit(.minutes(3)), arguments: ["swift", "radosgw", "rclone", "moto"])
    func `changes attributes in place and keeps all else`(server: String) async throws {
        try await withBucket(server) { store, key in
            _ = try await write(store, key, "content")
            let item = try #require(try await store.read(key))
            let hasTags = (try? await store.setTags([DataTag("team", "blue")], of: item)) != nil
            var request = CopyRequest(item)
            request.replacesAttributes = true
            request.options.attributes = try #require(item.attributes)
            request.options.attributes.cacheControl = "no-store"
            request.options.attributes.user["owner"] = "grace"
            #expect(store.plan(request, from: store) == .service)
            let copied = await store.copy([request], from: store)
            let made = try #require(copied.first).get()
            #expect(made.verification == .service)
            let changed = try #require(try await store.read(key))
            #expect(changed.attributes?.user == ["owner": "grace"] && changed.size == item.size)
            #expect(changed.attributes?.cacheControl == "no-store")
            #expect(changed.attributes?.contentType?.hasPrefix("text/plain") == true)
            if hasTags { #expect(try await store.tags(of: changed) == [DataTag("team", "blue")]) }
        }
    }

    @Test(.timeLimit(.minutes(3)), arguments: ["swift", "radosgw", "rclone", "moto"])
    func `tells which names of metadata a copy did not keep`(server: String) async throws {
        try await withBucket(server) { store, key in
            let source = MemoryStore()
            var options = WriteOptions()
            options.attributes.user = ["made_by": "ada", "team": "blue"]
            let item = try await source.write(key, DataReader("content".utf8), options)
            let made = try #require(await store.copy([CopyRequest(item)], from: source).first).get()
            let kept = try #require(try await store.read(key)?.attributes?.user)
            #expect(made.lostAttributes == (kept["made_by"] == nil ? ["made_by"] : []))
            #expect(made.item.attributes?.user == kept)
        }
    }

    @Test func `restores a version with its storage class`() async throws {
        try await withBucket("moto", isVersioned: true) { store, key in
            var options = S3StoreOptions()
            options.storageClass = "STANDARD_IA"
            let rare = S3Store(name: "rare", client: store.client, bucket: store.bucket, options: options)
            _ = try await write(rare, key, "rare")
            _ = try await write(store, key, "usual")
            let former = try #require(try await store.versions(of: key).last)
            #expect(former.storageClass == "STANDARD_IA")
            _ = try await store.restore(former, of: key)
            let classes = try await store.versions(of: key).map(\.storageClass)
            #expect(classes == ["STANDARD_IA", "STANDARD", "STANDARD_IA"])
        }
    }

}

extension S3Server {
    /// Has the bucket keep versions.
    fileprivate func keepVersions(in bucket: String) async throws {
        var request = S3Request("PUT", bucket: bucket, query: [.init("versioning")])
        request.body = S3Body(
            Array("<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>".utf8))
        _ = try await client.send(request)
    }

    /// Deletes a bucket with all versions in it; what is left is the server's, which lives only as long as the tests.
    fileprivate func disposeOfAll(_ bucket: String) async {
        if let page = try? await client.versions(in: bucket, prefix: "") {
            for version in page.rows where version.id != "null" {
                try? await client.delete(ItemName(bucket: bucket, key: version.key, versionID: version.id))
            }
        }
        try? await dispose(bucket)
    }
}
