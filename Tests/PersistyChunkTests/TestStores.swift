import GRDB
import Glibc
import NIOCore
import PersistyData
import PersistyTestSupport
import Testing

@testable import PersistyChunk

/// A folder that is gone after the test.
final class TemporaryFolder: Sendable {
    private let folder: OwnedFolder

    init() throws {
        // In memory where there is such a place: these tests ask what survives a killed program, not a power cut.
        folder = try OwnedFolder("persisty-chunk-test", in: access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp")
    }

    var path: String { folder.path }
    var database: String { path + "/items.db" }

    func store(_ change: (inout ChunkStoreOptions) -> Void = { _ in }) throws -> ChunkStore {
        var options = ChunkStoreOptions()
        change(&options)
        return try ChunkStore(path: database, options: options)
    }

    /// Small chunks, so that a short item has many.
    func smallChunks() throws -> ChunkStore { try store { $0.chunkSize = 4096 } }

    func bytes(_ name: String = "items.db") -> [UInt8] {
        let file = open(path + "/" + name, O_RDONLY)
        defer { close(file) }
        var status = stat()
        fstat(file, &status)
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        _ = read(file, &bytes, bytes.count)
        return bytes
    }

    func write(_ bytes: [UInt8], to name: String = "items.db") {
        let file = open(path + "/" + name, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        defer { close(file) }
        _ = Glibc.write(file, bytes, bytes.count)
    }

    var names: [String] { Self.names(in: path).sorted() }

    private static func names(in path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names.filter { $0 != "." && $0 != ".." }
    }

    /// Runs SQL on the database as another program would.
    @discardableResult
    func sql(_ sql: String) throws -> [Row] {
        let queue = try DatabaseQueue(path: database)
        defer { try? queue.close() }
        return try queue.inDatabase { try Row.fetchAll($0, sql: sql) }
    }

    /// The number that a query gives.
    func number(_ sql: String) throws -> Int { try #require(self.sql(sql).first)[0] }

    /// Expects that there are no rows but those that the items are made of, and that SQLite finds the file in order.
    func expectNothingLeftOver(_ location: SourceLocation = #_sourceLocation) throws {
        let streams = try sql("SELECT * FROM stream")
        #expect(streams.isEmpty, "streams left over: \(streams)", sourceLocation: location)
        let orphans = try sql("SELECT id FROM chunk WHERE id >> 24 NOT IN (SELECT stream FROM item)")
        #expect(orphans.isEmpty, "chunks left over: \(orphans)", sourceLocation: location)
        let check = try sql("PRAGMA integrity_check").map { $0[0] as String? ?? "" }
        #expect(check == ["ok"], sourceLocation: location)
        #expect(!names.contains("items.db-new"), sourceLocation: location)
    }
}

/// Bytes that differ everywhere, as `chunk-tool` makes them.
func content(_ size: Int, seed: UInt8 = 0) -> [UInt8] {
    // A prime period: no two chunks are alike, and most of the making is copying.
    let period = (0..<min(size, 65_521)).map { UInt8(truncatingIfNeeded: $0 / 7) &+ seed }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    while bytes.count < size { bytes.append(contentsOf: period.prefix(size - bytes.count)) }
    return bytes
}

func md5(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { DigestHasher.digest(.md5, of: $0).hexadecimal }
}

func key(_ text: String) throws -> DataKey { try DataKey(text) }

extension DataReader {
    func allBytes() async throws(DataError) -> [UInt8] { try await Array(collect(upTo: 1 << 30).readableBytesView) }
}

extension ChunkStore {
    func content(of text: String) async throws -> [UInt8] {
        let item = try await #require(read(key(text)))
        return try await reader(of: item).allBytes()
    }
}
