import PersistyData
import PersistyDirectory
import PersistyTestSupport
import Testing

@Suite struct `A directory store keeps every promise` {
    @Test(.timeLimit(.minutes(15)), arguments: ConformanceCase.all(for: .directory, with: [.folder, .reopening]))
    func `of stores`(promise: ConformanceCase) async throws { try await promise.check(.directory) }

    @Test(.timeLimit(.minutes(15)), arguments: DefectCase.all(for: .directory))
    func `that the original broke`(defect: DefectCase) async throws { try await defect.check(.directory) }

    @Test func `of memory: 256 MiB pass through a bounded part of it`() async throws {
        let folder = TemporaryFolder()
        let arguments = ["directory", folder.path, "stream", "item", "\(256 << 20)"]
        #expect(try await runTool(arguments + ["96"], [:]).code == 0)
        #expect(try await runTool(arguments + ["1"], [:]).code == 1, "what is over is told")
    }
}

extension StoreUnderTest {
    /// Left out: damage (56), as a file's checksum is kept nowhere and a changed file is another version of the item;
    /// limits (39, a part of 33, S8), as a folder has none of its own: others write to it too.
    fileprivate static let directory: StoreUnderTest = {
        var kind = StoreUnderTest("directory") { _ in
            let folder = TemporaryFolder()
            var fixture = StoreFixture(try makeStore(folder))
            fixture.folder = folder.path
            fixture.reopen = { try makeStore(folder) }
            fixture.leftovers = { folder.tree().filter { $0.contains(".persisty-staging") } }
            fixture.dispose = { TemporaryFolder.remove(folder.path) }
            return fixture
        }
        kind.canSpell = { key in
            key.bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { segment in
                !segment.isEmpty && segment.count <= 255
                    && ![".", "..", ".persisty-staging"].contains { name in
                        segment.elementsEqual(name.utf8)
                    }
            }
        }
        kind.separatesItemsFromFolders = false
        kind.keepsContentType = false
        kind.takesLimits = false
        kind.pieceSize = 256 << 10
        kind.manyItems = 2000
        return kind
    }()
}
