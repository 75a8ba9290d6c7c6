import PersistyData
import S3TestSupport
import Testing

@testable import PersistyS3

extension `An S3 store` {
    @Test(.timeLimit(.minutes(3)), arguments: [("radosgw", "moto"), ("moto", "radosgw"), ("moto", "swift")])
    func `gives copies of another service's items their tags, where both have any`(
        from: String, to: String
    ) async throws {
        try await withBucket(from) { source, key in
            try await withBucket(to) { destination, _ in
                for (server, store) in [(from, source), (to, destination)] {
                    try await S3Server.named(server).prove(store)
                }
                _ = try await write(source, key, "content")
                let item = try #require(try await source.read(key))
                let tags = [DataTag("team", "blue"), DataTag("year", "2026 + on")]
                try await source.setTags(tags, of: item)
                #expect(destination.capabilities.contains(.copiesTags) == (to != "swift"))
                let copied = try await destination.copy(item, from: source)
                #expect(copied.plan == .stream && copied.lostAttributes.isEmpty)
                guard to != "swift" else { return }
                #expect(try await Set(destination.tags(of: copied.item)) == Set(tags))
            }
        }
    }

    @Test func `of all buckets tells in errors which bucket`() async throws {
        try await withBucket("radosgw") { store, key in
            let account = S3Service(try S3Server.named("radosgw").client).store(named: "all")
            _ = try await write(store, key, "content")
            let outer = try DataKey(store.bucket + "/" + key.text)
            var item = try #require(try await account.read(outer))
            item.etag = ETag("another")
            item.version = DataVersion("another")
            func told(_ body: () async throws(DataError) -> Void) async -> String? {
                do throws(DataError) { try await body() } catch { return error.key }
                return "nothing"
            }
            let gone = try DataKey(outer.text + ".gone")
            var absent = item
            absent.key = gone
            absent.location = .elsewhere
            let (changed, missing) = (item, absent)
            #expect(await told { () throws(DataError) in _ = try await account.reader(of: changed) } == outer.text)
            #expect(await told { () throws(DataError) in _ = try await account.reader(of: missing) } == gone.text)
            #expect(
                await told { () throws(DataError) in
                    _ = try await account.delete([changed], keepsFolders: true)[0].get()
                } == outer.text)
            #expect(
                await told { () throws(DataError) in
                    _ = try await account.write(outer, DataReader("other".utf8), .creating)
                } == outer.text)
            #expect(
                await told { () throws(DataError) in
                    _ = try await account.copy([CopyRequest(missing, to: outer)], from: account)[0].get()
                } == gone.text)
            let nowhere = DataQuery(prefix: "no-such-bucket/folder/")
            #expect(
                await told { () throws(DataError) in _ = try await account.search(nowhere, pageKey: nil, limit: 1) }
                    == nowhere.prefix)
            #expect(
                await told { () throws(DataError) in
                    for try await _ in account.list(nowhere, attributes: false) {}
                } == nowhere.prefix)
        }
    }

    @Test func `of all buckets maps keys, and makes and deletes no buckets`() async throws {
        try await withBucket("radosgw") { store, key in
            let item = try await write(store, key, "content")
            let account = S3Service(try S3Server.named("radosgw").client).store(named: "all")
            let outer = try DataKey(store.bucket + "/" + key.text)
            let found = try #require(try await account.read(outer))
            #expect(found.key == outer && found.etag == item.etag)
            try await account.setTags([DataTag("a", "b")], of: found)
            #expect(try await account.tags(of: found) == [DataTag("a", "b")])
            #expect(try await account.versions(of: outer).map { $0.item?.key } == [outer])
            await #expect(throws: DataError.self) { try await account.createFolder(DataPrefix("new-bucket/")) }
            await #expect(throws: DataError.self) { try await account.deleteFolder(DataPrefix(store.bucket)) }
            await #expect(throws: DataError.self) {
                for try await _ in account.uploads(under: .root) {}
            }
        }
    }
}
