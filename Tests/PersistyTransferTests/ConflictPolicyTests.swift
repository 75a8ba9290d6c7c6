import PersistyData
import PersistyTransfer
import Testing

@Suite struct `A conflict policy` {
    private static let etag = ETag("e")

    private static func item(
        _ time: Timestamp?, _ digest: UInt8? = nil, etag: ETag? = nil, size: Int64 = 1
    ) throws -> DataItem {
        let digests = digest.flatMap { Digest(.md5, Array(repeating: $0, count: 16)) }.map { [$0] } ?? []
        return DataItem(
            key: try DataKey("a/name.txt"), size: size, updatedAt: time, etag: etag, digests: Set(digests))
    }

    @Test(arguments: [
        (ConflictPolicy.skip, "skip exists"), (.replace, "write matches e"), (.keepBoth, "as a/name-2.txt"),
        (.newer, "write matches e"), (.different, "write matches e"), (.fail, "fail exists"),
    ])
    func `decides about a newer item of other bytes`(policy: ConflictPolicy, expected: String) throws {
        let decision = policy.decision(
            try Self.item(new, 1), over: try Self.item(old, 2, etag: Self.etag), in: [.writeIfMatches])
        #expect(words(decision) == expected)
    }

    @Test func `by time leaves out what is as old, older or of no known time`() throws {
        let there = try Self.item(old)
        let all = DataCapabilities.writeIfMatches
        #expect(ConflictPolicy.newer.decision(try Self.item(old), over: there, in: all) == .skip(.notNewer))
        #expect(ConflictPolicy.newer.decision(there, over: try Self.item(new), in: all) == .skip(.notNewer))
        #expect(ConflictPolicy.newer.decision(try Self.item(nil), over: there, in: all) == .skip(.unknownTime))
        #expect(ConflictPolicy.newer.decision(there, over: try Self.item(nil), in: all) == .skip(.unknownTime))
    }

    @Test func `by content leaves out only what a digest proves the same`() throws {
        let all = DataCapabilities.writeIfMatches
        let item = try Self.item(new, 1)
        #expect(ConflictPolicy.different.decision(item, over: try Self.item(old, 1), in: all) == .skip(.same))
        #expect(ConflictPolicy.different.decision(item, over: try Self.item(old, 2), in: all) == .write(.present))
        #expect(ConflictPolicy.different.decision(item, over: try Self.item(new), in: all) == .write(.present))
        #expect(
            ConflictPolicy.different.decision(item, over: try Self.item(old, 1, size: 2), in: all) == .write(.present))
    }

    @Test func `binds a replacement as far as the store can`() throws {
        let there = try Self.item(old, etag: Self.etag)
        let weak = try Self.item(old, etag: ETag("e", isWeak: true))
        let item = try Self.item(new)
        #expect(ConflictPolicy.replace.decision(item, over: there, in: .writeIfMatches) == .write(.matches(Self.etag)))
        #expect(ConflictPolicy.replace.decision(item, over: weak, in: .writeIfMatches) == .write(.present))
        #expect(ConflictPolicy.replace.decision(item, over: there, in: []) == .write(.always))
    }

    @Test(arguments: [
        ("name.ext", "name-2.ext"), ("a/b.c/name", "a/b.c/name-2"), (".bashrc", ".bashrc-2"),
        ("x.tar.gz", "x-2.tar.gz"),
        ("name.", "name-2."), ("a/", "a/-2"), ("é.txt", "é-2.txt"), (".tar.gz", ".tar-2.gz"),
    ])
    func `numbers names before their ending`(key: String, expected: String) throws {
        #expect(try DataKey(key).numbered(2).text == expected)
    }

    @Test func `shortens a name that a number would make too long`() throws {
        let key = try DataKey("a/" + String(repeating: "é", count: 125) + ".text")
        let numbered = try key.numbered(100)
        #expect(numbered.lastComponent.utf8.count <= 255)
        #expect(numbered.text.hasSuffix("é-100.text"))
        #expect(throws: DataError.self) { try DataKey("a." + String(repeating: "b", count: 300)).numbered(2) }
    }

    private func words(_ decision: ConflictDecision) -> String {
        switch decision {
        case .write(.matches(let etag)): "write matches \(etag.value)"
        case .write(let condition): "write \(condition)"
        case .skip(let reason): "skip \(reason.rawValue)"
        case .writeAs(let key): "as \(key.text)"
        case .fail(let error): "fail \(error.code.rawValue)"
        }
    }
}
