import GRDB
import PersistyChunk
import PersistyData
import PersistyTestSupport
import Testing

@Suite struct `A chunk store keeps every promise` {
    @Test(.timeLimit(.minutes(15)), arguments: ConformanceCase.all(for: .chunk, with: [.damage, .reopening]))
    func `of stores`(promise: ConformanceCase) async throws { try await promise.check(.chunk) }

    @Test(.timeLimit(.minutes(15)), arguments: DefectCase.all(for: .chunk))
    func `that the original broke`(defect: DefectCase) async throws { try await defect.check(.chunk) }
}

extension StoreUnderTest {
    /// Left out: what concerns files in a folder (5, 14, 15, 43, 51, 84), as items are rows here.
    fileprivate static let chunk: StoreUnderTest = {
        var kind = StoreUnderTest("chunk") { setup in
            let folder = try TemporaryFolder()
            let open = { @Sendable () throws in
                try folder.store { options in
                    options.chunkSize = 64 << 10
                    options.itemSize = setup.itemSize
                    options.contentTypes = setup.contentTypes
                }
            }
            let store = try open()
            var fixture = StoreFixture(store)
            fixture.reopen = { try open() }
            fixture.damage = { key in
                // One bit of the second chunk.
                try folder.sql(
                    """
                    UPDATE chunk SET data = CAST(substr(data, 1, 9) || x'ff' || substr(data, 11) AS BLOB)
                    WHERE id = (SELECT stream << 24 | 1 FROM item WHERE key = CAST('\(key.text)' AS BLOB))
                    """)
            }
            fixture.leftovers = {
                try await store.settle()
                guard folder.names.contains("items.db") else { return [] }
                return try folder.sql("SELECT 'stream ' || id FROM stream").map { $0[0] }
                    + folder.sql("SELECT 'chunk ' || id FROM chunk WHERE id >> 24 NOT IN (SELECT stream FROM item)")
                    .map { $0[0] }
            }
            return fixture
        }
        kind.pieceSize = 64 << 10
        kind.manyItems = 2000
        return kind
    }()
}
