import PersistyChunk
import PersistyData
import PersistyDirectory
import PersistyTestSupport
import Testing

@Suite struct `Copies between two kinds of store` {
    static let pairs: [StorePair] = StoreUnderTest.all.flatMap { source in
        StoreUnderTest.all.map { StorePair(source: source, destination: $0) }
    }

    @Test(.timeLimit(.minutes(15)), arguments: pairs, PairCase.all)
    func `keep every promise of copying`(pair: StorePair, promise: PairCase) async throws {
        try await promise.check(from: pair.source, to: pair.destination)
    }
}

/// Where a copy comes from and where it goes.
struct StorePair: Sendable, CustomTestStringConvertible {
    var source: StoreUnderTest
    var destination: StoreUnderTest
    var testDescription: String { "\(source.name) to \(destination.name)" }
}

extension StoreUnderTest {
    static let all: [StoreUnderTest] = [.memory, .directory, .chunk]

    static let directory = inFolder("directory") { folder, _ in try DirectoryStore(name: "directory", root: folder) }

    static let chunk = inFolder("chunk") { folder, setup in
        var options = ChunkStoreOptions()
        options.chunkSize = 64 << 10
        options.itemSize = setup.itemSize
        return try ChunkStore(path: folder + "/items.db", options: options)
    }

    private static func inFolder(
        _ name: String, _ open: @escaping @Sendable (String, Setup) throws -> any DataStore
    ) -> StoreUnderTest {
        var kind = StoreUnderTest(name) { setup in
            let folder = try makeTemporaryDirectory()
            var fixture = StoreFixture(try open(folder, setup))
            fixture.folder = name == "directory" ? folder : nil
            fixture.dispose = { removeTemporaryDirectory(folder) }
            return fixture
        }
        kind.separatesItemsFromFolders = name != "directory"
        kind.keepsContentType = name != "directory"
        kind.takesLimits = name != "directory"
        kind.pieceSize = 64 << 10
        return kind
    }
}
