import PersistyData
import Testing

@testable import PersistyChunk

@Suite struct `Damage to a chunk store` {
    @Test func `of any one byte of content is found by verifying and refused by reading`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.smallChunks()
        // Bytes by which each place in the file is known again.
        let bytes = (0..<60_000).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 13) }
        _ = try await store.write(key("a"), bytes)
        _ = try await store.write(key("b"), content(50))
        let whole = folder.bytes()
        let chunks = stride(from: 0, to: bytes.count, by: 4096).map { Array(bytes[$0..<min($0 + 4096, bytes.count)]) }
        // SQLite leaves copies behind where it moves rows from page to page.
        let places = chunks.map { chunk in whole.ranges(of: chunk).map(\.lowerBound) }
        #expect(!places.contains([]))
        var generator = SystemRandomNumberGenerator()
        for round in 0..<200 {
            let number = round % chunks.count
            let place = Int.random(in: 0..<chunks[number].count, using: &generator)
            let bit: UInt8 = 1 << UInt8.random(in: 0..<8, using: &generator)
            var damaged = whole
            for start in places[number] { damaged[start + place] ^= bit }
            folder.write(damaged)
            let other = try folder.store()
            let error = await #expect(throws: DataError.self, "byte \(place) of \(number)") {
                try await other.content(of: "a")
            }
            #expect(error?.code == .corrupt)
            #expect(error?.key == "a")
            #expect(error?.message.contains("Chunk \(number + 1) of 15") == true, "\(error?.message ?? "")")
            let findings = try await other.findings()
            #expect(findings["b"] == .sound(.md5))
            guard case .damaged(let words) = findings["a"] else {
                Issue.record("byte \(place) of \(number) was not found")
                continue
            }
            #expect(words.contains("1 of 15 chunks is damaged or missing: \(number + 1)."))
        }
    }

    static let changes: [(String, String, String)] = [
        ("a chunk is gone", "DELETE FROM chunk WHERE id % 16777216 = 3", "1 of 5 chunks is damaged or missing: 4."),
        ("all chunks are gone", "DELETE FROM chunk", "5 of 5 chunks are damaged or missing: 1–5."),
        ("a chunk is short", "UPDATE chunk SET data = substr(data, 2) WHERE id % 16777216 = 0", "missing: 1."),
        (
            "two chunks changed places",
            """
            CREATE TABLE t AS SELECT id, crc, data FROM chunk WHERE id % 16777216 IN (1, 3);
            UPDATE chunk SET (crc, data) = (SELECT crc, data FROM t WHERE t.id = chunk.id + 2) WHERE id % 16777216 = 1;
            UPDATE chunk SET (crc, data) = (SELECT crc, data FROM t WHERE t.id = chunk.id - 2) WHERE id % 16777216 = 3;
            DROP TABLE t
            """, "2 of 5 chunks are damaged or missing: 2, 4."
        ),
        ("the size is another", "UPDATE item SET size = size - 1", "What the database says of this item is damaged."),
        ("the MD5 is another", "UPDATE item SET md5 = zeroblob(16)", "What the database says"),
        ("the type is another", "UPDATE item SET content_type = 'text/html'", "What the database says"),
        ("the name is another", "UPDATE item SET key = CAST('renamed' AS BLOB)", "What the database says"),
    ]

    @Test(arguments: changes)
    func `of rows is found`(name: String, sql: String, words: String) async throws {
        let folder = try TemporaryFolder()
        _ = try await folder.smallChunks().write(key("a"), content(20_000))
        for statement in sql.split(separator: ";") { try folder.sql(String(statement)) }
        let store = try folder.store()
        let findings = try await store.findings()
        #expect(findings.count == 1)
        guard let (found, state) = findings.first, case .damaged(let said) = state else {
            Issue.record("found nothing: \(findings)")
            return
        }
        #expect(said.contains(words), "\(said)")
        let error = await #expect(throws: DataError.self) { try await store.content(of: found) }
        #expect(error?.code == .corrupt)
        // And what is damaged can be put right.
        _ = try await store.write(key(found), content(10))
        #expect(try await store.findings() == [found: .sound(.md5)])
    }
}

extension ChunkStore {
    func findings() async throws -> [String: DataFinding.State] {
        var findings: [String: DataFinding.State] = [:]
        for try await finding in verify(DataQuery()) { findings[finding.key] = finding.state }
        return findings
    }
}
