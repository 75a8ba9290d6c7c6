import Glibc
import NIOCore
import PersistyData
import PersistyDirectory
import Testing

@Suite struct `A directory store writing` {
    let folder = TemporaryFolder()

    @Test(arguments: [
        (".", "key.dot_segment"), ("..", "key.dot_segment"), ("a/../b", "key.dot_segment"),
        ("../outside", "key.dot_segment"), ("a/./b", "key.dot_segment"), ("/etc/passwd", "key.empty_segment"),
        ("a//b", "key.empty_segment"), ("a/", "key.empty_segment"), ("/", "key.empty_segment"),
        (String(repeating: "x", count: 256), "key.segment_too_long"),
        (".persisty-staging", "key.reserved"), ("a/.persisty-staging/b", "key.reserved"),
    ])
    func `refuses before any effect a key that is no path`(key: String, reason: String) async throws {
        let store = try makeStore(folder)
        let key = try DataKey(key)
        var reasons: [String?] = []
        func attempt(_ body: () async throws -> Void) async {
            do {
                try await body()
                reasons.append("none")
            } catch {
                reasons.append((error as? DataError).flatMap { $0.code == .invalidKey ? $0.reason : $0.code.rawValue })
            }
        }
        await attempt { _ = try await store.write(key, [1]) }
        await attempt { _ = try await store.read(key) }
        await attempt { _ = try await store.delete(key) }
        #expect(reasons == [reason, reason, reason])
        #expect(folder.tree().isEmpty)
    }

    @Test(arguments: [
        "plain", " leading", "trailing ", "tab\there", "line\nfeed", "caf\u{e9}", "cafe\u{301}", "%2F%00", "a\\b",
        "…", "\u{1F600}", "-rf", "~", "*?[", "a b/c d/e\u{1b}[31m", ".hidden", "..a", "a..", "...", "\u{7f}\u{1}",
        String(repeating: "y", count: 255),
    ])
    func `keeps a key byte by byte`(text: String) async throws {
        let store = try makeStore(folder)
        let key = try DataKey(text)
        let item = try await store.create(key, DataReader(Array(text.utf8)))
        #expect(item.key == key)
        #expect(try await store.keys().map { Array($0.utf8) } == [Array(text.utf8)])
        #expect(try await store.content(text) == Array(text.utf8))
        #expect(try await store.delete(key))
        #expect(folder.tree().isEmpty)
    }

    @Test(arguments: [0, 1, 65_536, 1 << 20, (1 << 20) + 1, 5 << 20])
    func `tells size, digest and version of what it wrote, and remembers them`(size: Int) async throws {
        let store = try makeStore(folder)
        let bytes = pattern(size: size, seed: 3)
        let chunks = stride(from: 0, to: size, by: 100_000).map { Array(bytes[$0..<min($0 + 100_000, size)]) }
        let reader = Chunks(chunks).reader
        let written = try await store.write(DataKey("a/b"), reader, WriteOptions())
        let read = try #require(try await store.read(DataKey("a/b")))
        #expect(written.etag == bytes.withUnsafeBytes { ETag(DigestHasher.digest(.md5, of: $0)) })
        #expect((read.etag, read.version, read.size) == (written.etag, written.version, Int64(size)))
        #expect(try await store.content("a/b") == bytes)
        #expect(folder.tree() == ["a/", "a/b"])
    }

    @Test func `keeps the mode of a file that it replaces`() async throws {
        let store = try makeStore(folder)
        folder.put("x")
        chmod(folder.path + "/x", 0o640)
        _ = try await store.write(DataKey("x"), [1])
        var status = stat()
        stat(folder.path + "/x", &status)
        #expect(status.st_mode & 0o7777 == 0o640)
    }

    @Test func `sets the time of the original`() async throws {
        let store = try makeStore(folder)
        var options = WriteOptions()
        options.attributes.modifiedAtSource = Timestamp(nanoseconds: 1_234_567_890_123_456_789)
        let item = try await store.write(DataKey("x"), DataReader([1]), options)
        #expect(item.updatedAt == options.attributes.modifiedAtSource)
    }

    @Test func `refuses attributes that a file cannot keep`() async throws {
        let store = try makeStore(folder)
        var options = WriteOptions()
        options.attributes.user = ["a": "b"]
        await #expect { try await store.write(DataKey("x"), DataReader([1]), options) } throws: {
            ($0 as? DataError)?.code == .unsupported
        }
        #expect(folder.tree().isEmpty)
    }

    @Test(arguments: [1, 40])
    func `leaves nothing of a write whose source fails, nor the folders made for it`(buffers: Int) async throws {
        let store = try makeStore(folder)
        let chunks = Chunks(Array(repeating: pattern(size: 100_000, seed: 0), count: buffers), failing: true)
        await #expect { try await store.write(DataKey("a/b/c"), chunks.reader, WriteOptions()) } throws: {
            ($0 as? DataError)?.message == "The source broke."
        }
        #expect(folder.tree().isEmpty)
        for _ in 0..<1000 where openDescriptors(below: folder.path) > 1 { await Task.yield() }
        #expect(openDescriptors(below: folder.path) <= 1)
    }

    @Test func `leaves nothing of a write that is cancelled`() async throws {
        let store = try makeStore(folder)
        _ = try await store.write(DataKey("x"), [1])
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let endless = DataReader(size: nil) { () throws(DataError) in
            begin.yield()
            return ByteBuffer(repeating: 7, count: 1 << 18)
        }
        let task = Task { try await store.write(DataKey("x"), endless, WriteOptions()) }
        var buffers = 0
        for await _ in begun {
            buffers += 1
            if buffers == 10 { break }
        }
        task.cancel()
        await #expect { try await task.value } throws: { ($0 as? DataError)?.code == .cancelled }
        #expect(try await store.content("x") == [1])
        #expect(folder.tree() == ["x"])
    }

    @Test func `puts no item where a folder, a link or an item's inside is`() async throws {
        let store = try makeStore(folder)
        folder.makeFolder("folder")
        folder.put("file")
        symlink("file", folder.path + "/link")
        for (key, reason) in [
            ("folder", "key.is_folder"), ("link", "key.is_link"), ("file/x", "key.in_item"), ("link/x", "key.in_item"),
        ] {
            await #expect { try await store.write(DataKey(key), [1]) } throws: {
                // The kernel says of a link within a path only that there is one.
                ($0 as? DataError)?.reason == reason || key == "link/x" && ($0 as? DataError)?.code == .forbidden
            }
        }
        #expect(folder.text("file") == "content")
        #expect(folder.tree() == ["file", "folder/", "link"])
    }

    @Test func `lets one of many creates win, and counts right by comparing validators`() async throws {
        let store = try makeStore(folder)
        for round in 0..<20 {
            let key = try DataKey("new/\(round)")
            let wins = await withTaskGroup(of: Bool.self) { group in
                for worker in 0..<8 {
                    group.addTask { (try? await store.create(key, DataReader([UInt8(worker)]))) != nil }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(wins == 1)
        }
        let key = try DataKey("count")
        _ = try await store.write(key, Array("0".utf8))
        let other = try makeStore(folder)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<5 {
                group.addTask {
                    let store = worker % 2 == 0 ? store : other
                    var done = 0
                    while done < 10 {
                        guard let item = try await store.read(key) else { continue }
                        guard let tag = try? await store.etag(of: item, progress: nil),
                            let buffer = try? await store.reader(of: item).collect(upTo: 100),
                            let value = Int(String(buffer: buffer))
                        else { continue }
                        var options = WriteOptions()
                        options.condition = .matches(tag)
                        do {
                            _ = try await store.write(key, DataReader(Array(String(value + 1).utf8)), options)
                            done += 1
                        } catch let error as DataError where error.code == .conditionFailed { continue }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await store.content("count") == Array("50".utf8))
    }

    @Test func `writes into a folder while others empty it`() async throws {
        let store = try makeStore(folder)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    for round in 0..<100 {
                        let key = try DataKey("a/b/\(worker)-\(round)")
                        _ = try await store.write(key, [1])
                        #expect(try await store.delete(key))
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(folder.tree().isEmpty)
    }

    @Test func `sweeps what a process that died has left, and not what a living one uses`() async throws {
        folder.makeFolder(".persisty-staging")
        folder.makeFolder(".persisty-staging/1-a")
        folder.put(".persisty-staging/1-a/x")
        folder.put(".persisty-staging/1-b")
        let lock = open(folder.path + "/.persisty-staging", O_RDONLY | O_CLOEXEC)
        flock(lock, LOCK_SH)
        let store = try makeStore(folder)
        #expect(folder.tree().count == 4)
        #expect(try await store.keys() == [])
        #expect(try await store.rows(.folder(.root)) == [])
        // Closing alone would leave it to whoever was started meanwhile, until that has its own program: flock(2).
        flock(lock, LOCK_UN)
        close(lock)
        _ = try makeStore(folder)
        #expect(folder.tree().isEmpty)
    }

    @Test func `says what a full disk, a limit and a removed root are`() async throws {
        let store = try makeStore(folder)
        rmdir(folder.path)
        for act in [
            { _ = try await store.read(DataKey("x")) }, { _ = try await store.write(DataKey("a/x"), [1]) },
            { _ = try await store.delete(DataKey("x")) }, { _ = try await store.keys() },
            { _ = try await store.rows(DataQuery()) },
        ] as [@Sendable () async throws -> Void] {
            await #expect { try await act() } throws: { ($0 as? DataError)?.code == .unavailable }
        }
    }

    @Test func `keeps the old item on a real full disk`() async throws {
        guard geteuid() == 0, mount("tmpfs", folder.path, "tmpfs", 0, "size=1m") == 0 else {
            return print("not tested: a full disk needs root")
        }
        defer { umount(folder.path) }
        let store = try makeStore(folder)
        _ = try await store.write(DataKey("x"), [1])
        for key in ["x", "new/y"] {
            await #expect { try await store.write(DataKey(key), pattern(size: 3 << 20, seed: 0)) } throws: {
                ($0 as? DataError)?.code == .noSpace
            }
        }
        #expect(try await store.content("x") == [1])
        #expect(folder.tree() == ["x"])
    }
}

/// A reader over given buffers, one at a time.
actor Chunks {
    private var rest: ArraySlice<[UInt8]>
    private let isFailing: Bool

    init(_ chunks: [[UInt8]], failing: Bool = false) {
        rest = chunks[...]
        isFailing = failing
    }

    nonisolated var reader: DataReader {
        DataReader(size: nil) { () throws(DataError) in try await self.next() }
    }

    private func next() throws(DataError) -> ByteBuffer? {
        if let chunk = rest.popFirst() { return ByteBuffer(bytes: chunk) }
        if isFailing { throw DataError(.other, "The source broke.") }
        return nil
    }
}
