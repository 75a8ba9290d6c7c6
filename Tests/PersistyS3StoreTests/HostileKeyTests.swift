import NIOCore
import PersistyData
import PersistyS3
import PersistyTestSupport
import S3TestSupport
import Testing

/// Every key of the corpus that is a key at all: kept with exactly its bytes, or refused with a sentence and nothing kept.
@Suite struct `Hostile keys in a bucket` {
    @Test(.timeLimit(.minutes(10)), arguments: ["swift", "radosgw"])
    func `come back exactly, or are refused`(name: String) async throws {
        let server = try S3Server.named(name)
        let bucket = try await server.bucket()
        let store = S3Store(name: name, client: server.client, bucket: bucket)
        var (taken, refused) = (0, 0)
        for hostile in HostileKey.all {
            guard let key = hostile.key else { continue }
            do throws(DataError) {
                try await store.write(key, hostile.bytes)
            } catch {
                #expect(!error.message.isEmpty)
                #expect(try await store.read(key) == nil, "\(hostile.testDescription) was refused, and is not there")
                refused += 1
                continue
            }
            taken += 1
            #expect(try await store.read(key)?.key == key, "\(hostile.testDescription)")
            let bytes = try await store.bytes(of: key, upTo: 2000)
            #expect(bytes?.readableBytesView.elementsEqual(hostile.bytes) == true, "\(hostile.testDescription)")
            let found = try await store.search(DataQuery(prefix: key.text), pageKey: nil, limit: 10)
            #expect(found.items.contains { $0.key == key }, "\(hostile.testDescription) is found by its own text")
            #expect(try await store.delete(key), "\(hostile.testDescription)")
            #expect(try await store.read(key) == nil, "\(hostile.testDescription) is gone")
        }
        try await server.dispose(bucket)
        print("\(name) takes \(taken) of the hostile keys and refuses \(refused)")
        #expect(taken > 0)
    }
}
