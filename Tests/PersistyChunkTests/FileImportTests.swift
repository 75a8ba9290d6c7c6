import Glibc
import NIOCore
import PersistyData
import Synchronization
import Testing

@testable import PersistyChunk

@Suite struct `Copying files into a chunk store` {
    @Test func `reads each file once and keeps order, digest, type and time`() async throws {
        let (folder, files) = (try TemporaryFolder(), try TemporaryFolder())
        let source = FileSource(files)
        let sizes = [0, 1, 4095, 4096, 262_144, 262_145, 1_048_577, 9_000_000]
        for size in sizes { files.write(content(size, seed: UInt8(size % 251)), to: "\(size).txt") }
        let store = try folder.store()
        let progress = Mutex<Int64>(0)
        let requests = try (sizes + [12345]).map { size in
            var request = CopyRequest(
                source.item(try key("\(size).txt"), size: Int64(size)), to: try key("in/\(size).txt"))
            request.progress = { bytes in progress.withLock { $0 += bytes } }
            return request
        }
        let results = await store.copy(requests, from: source)
        #expect(results.count == sizes.count + 1)
        for (size, result) in zip(sizes, results) {
            let copied = try result.get()
            #expect(copied.item.key.text == "in/\(size).txt")
            #expect(copied.item.etag?.value == md5(content(size, seed: UInt8(size % 251))))
            #expect(copied.item.contentType == "text/plain")
            #expect(copied.item.attributes?.modifiedAtSource == FileSource.time)
            #expect(copied.verification == .recorded(.md5))
            #expect(try await store.content(of: "in/\(size).txt") == content(size, seed: UInt8(size % 251)))
        }
        guard case .failure(let error) = results[sizes.count] else {
            Issue.record("a file that is not there was copied")
            return
        }
        #expect(error.code == .notFound)
        #expect(progress.withLock { $0 } == Int64(sizes.reduce(0, +)))
        try await store.settle()
        try folder.expectNothingLeftOver()
    }

    @Test(arguments: [1000, 20_000_000])
    func `refuses a file that changes meanwhile`(size: Int) async throws {
        let (folder, files) = (try TemporaryFolder(), try TemporaryFolder())
        let source = FileSource(files)
        files.write(content(size), to: "a")
        let store = try folder.store()
        var request = CopyRequest(source.item(try key("a"), size: Int64(size)))
        let first = Mutex(true)
        request.progress = { _ in
            guard
                first.withLock({ first in
                    defer { first = false }
                    return first
                })
            else { return }
            // The same size, another byte.
            let file = open(files.path + "/a", O_WRONLY)
            var times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]
            _ = pwrite(file, [1], 1, off_t(size - 1))
            futimens(file, &times)
            close(file)
        }
        let results = await store.copy([request], from: source)
        guard case .failure(let error) = results[0] else {
            Issue.record("a mixture was stored")
            return
        }
        #expect(error.code == .conditionFailed)
        #expect(try await store.read(key("a")) == nil)
        try await store.settle()
        if folder.names.contains("items.db") { try folder.expectNothingLeftOver() }
    }
}

/// Files of a folder as a store that gives them away open.
private final class FileSource: DataStore {
    static let time = Timestamp(seconds: 1_000_000_000)
    let name = "files"
    let kind = "files"
    let capabilities: DataCapabilities = []
    let limits = DataLimits()
    private let folder: TemporaryFolder

    init(_ folder: TemporaryFolder) { self.folder = folder }

    func item(_ key: DataKey, size: Int64) -> DataItem { DataItem(key: key, size: size, updatedAt: Self.time) }

    func openFile(of item: DataItem) throws(DataError) -> Int32? {
        let file = open(folder.path + "/" + item.key.text, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .notFound(item.key, store: name) }
        return file
    }

    func read(_ key: DataKey) async throws(DataError) -> DataItem? { nil }
    func reader(of item: DataItem, range: ByteRange) async throws(DataError) -> DataReader {
        throw .unsupported("Files are to be read open.")
    }
    func write(_ key: DataKey, _ bytes: DataReader, _ options: WriteOptions) async throws(DataError) -> DataItem {
        throw .unsupported("Nothing is written here.")
    }
    func delete(
        _ keys: [DataKey], _ options: DeleteOptions
    ) async throws(DataError) -> [Result<Bool, DataError>] { [] }
    func search(_ query: DataQuery, pageKey: String?, limit: Int) async throws(DataError) -> DataPage { DataPage() }
}
