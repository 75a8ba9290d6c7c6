import Glibc
import NIOCore
import PersistyData
import PersistyDirectory
import Synchronization
import Testing

@Suite struct `A directory store copying` {
    let left = TemporaryFolder()
    let right = TemporaryFolder()

    static let sizes = [0, 1, 65_536, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 8 << 20, (20 << 20) + 5]

    @Test(arguments: sizes, [true, false])
    func `copies file to file with time and mode, and says by what it verified`(size: Int, verifies: Bool) async throws
    {
        let (source, target) = (try makeStore(left), try makeStore(right))
        let bytes = pattern(size: size, seed: 9)
        let item = try await source.write(DataKey("a/x"), bytes)
        chmod(left.path + "/a/x", 0o750)
        let current = try #require(try await source.read(DataKey("a/x")))
        let total = Mutex(Int64(0))
        var request = try CopyRequest(current, to: DataKey("new/folder/x"))
        request.verifies = verifies
        request.progress = { count in total.withLock { $0 += count } }
        #expect([.kernel, .clone].contains(target.plan(request, from: source)))
        let copied = try await target.copy([request], from: source)[0].get()
        #expect(copied.plan == .kernel || copied.plan == .clone || size == 0)
        let expected: [Verification] = verifies ? [.compared(.crc32c), .shared] : [.sizeOnly, .shared]
        #expect(expected.contains(copied.verification))
        #expect(try await target.content("new/folder/x") == bytes)
        #expect(copied.item.updatedAt == item.updatedAt)
        var status = stat()
        stat(right.path + "/new/folder/x", &status)
        #expect(status.st_mode & 0o7777 == 0o750)
        #expect(total.withLock { $0 } == Int64(size))
    }

    @Test func `carries a remembered digest to the copy`() async throws {
        let (source, target) = (try makeStore(left), try makeStore(right))
        let item = try await source.write(DataKey("x"), pattern(size: 100, seed: 1))
        let copied = try await target.copy(item, from: source)
        #expect(copied.item.etag == item.etag && item.etag != nil)
        #expect(try await target.read(DataKey("x"))?.etag == item.etag)
    }

    @Test func `copies a batch, each by its own fate`() async throws {
        let (source, target) = (try makeStore(left), try makeStore(right))
        var requests: [CopyRequest] = []
        for index in 0..<40 {
            requests.append(CopyRequest(try await source.write(DataKey("x\(index)"), [UInt8(index)])))
        }
        _ = try await source.write(DataKey("x7"), [99])
        try await source.delete(DataKey("x8"))
        _ = try await target.write(DataKey("x9"), [42])
        requests[9].options.condition = .absent
        let results = await target.copy(requests, from: source)
        let codes: [DataError.Code?] = results.map {
            if case .failure(let error) = $0 { error.code } else { nil }
        }
        #expect(codes == (0..<40).map { [7: .conditionFailed, 8: .notFound, 9: .exists][$0] })
        #expect(try await target.keys().count == 38)
        #expect(try await target.content("x9") == [42])
    }

    @Test func `does nothing for an item and itself, whatever the store is called`() async throws {
        let store = try makeStore(left)
        let item = try await store.write(DataKey("x"), [1])
        let other = try DirectoryStore(name: "other", root: left.path)
        #expect(store.plan(CopyRequest(item), from: store) == .nothing)
        for source in [store, other] {
            #expect(try await store.copy(item, from: source).plan == .nothing)
        }
        #expect(try await store.read(DataKey("x"))?.version == item.version)
    }

    @Test func `streams from what is no file, and loses no user pairs unsaid`() async throws {
        let (memory, target) = (MemoryStore(), try makeStore(right))
        var options = WriteOptions()
        options.attributes.user = ["a": "b"]
        let item = try await memory.write(DataKey("x"), DataReader([1, 2, 3]), options)
        #expect(target.plan(CopyRequest(item), from: memory) == .stream)
        let copied = try await target.copy(item, from: memory)
        #expect(copied.verification == .compared(.md5) && copied.item.etag == item.etag)
        var request = CopyRequest(item)
        request.options = options
        request.replacesAttributes = true
        let refused = await target.copy([request], from: memory)[0]
        #expect { try refused.get() } throws: { ($0 as? DataError)?.code == .unsupported }
    }

    @Test(arguments: [true, false])
    func `that is cancelled, or whose source changes, leaves nothing`(verifies: Bool) async throws {
        let (source, target) = (try makeStore(left), try makeStore(right))
        _ = try await source.write(DataKey("x"), pattern(size: 30 << 20, seed: 1))
        for cancels in [true, false] {
            let item = try #require(try await source.read(DataKey("x")))
            let path = left.path + "/x"
            let (begun, begin) = AsyncStream.makeStream(of: Void.self)
            var request = try CopyRequest(item, to: DataKey("a/x"))
            request.verifies = verifies
            request.progress = { _ in
                if cancels {
                    begin.yield()
                } else {
                    let number = open(path, O_WRONLY)
                    pwrite(number, "z", 1, 29 << 20)
                    close(number)
                }
            }
            let task = Task { [request] in await target.copy([request], from: source)[0] }
            if cancels {
                for await _ in begun { break }
                task.cancel()
            }
            let result = await task.value
            // A cancel may come too late, after the last byte; then the whole item is there.
            if cancels, case .success = result {
                try await target.delete(DataKey("a/x"))
            } else {
                #expect { try result.get() } throws: {
                    ($0 as? DataError)?.code == (cancels ? .cancelled : .conditionFailed)
                }
            }
            #expect(right.tree().isEmpty)
        }
    }

    @Test(arguments: [true, false])
    func `keeps holes, compared or not`(verifies: Bool) async throws {
        let (source, target) = (try makeStore(left), try makeStore(right))
        left.put("sparse", "start")
        truncate(left.path + "/sparse", 100 << 20)
        let item = try #require(try await source.read(DataKey("sparse")))
        var request = CopyRequest(item)
        request.verifies = verifies
        let copied = try await target.copy([request], from: source)[0].get()
        var status = stat()
        stat(right.path + "/sparse", &status)
        #expect(copied.item.size == 100 << 20 && status.st_blocks * 512 < 1 << 20)
        let digests = [
            try await source.digest(.crc32c, of: item), try await target.digest(.crc32c, of: copied.item),
        ]
        #expect(digests[0] == digests[1])
    }
}

@Suite struct `A directory store's folders` {
    let folder = TemporaryFolder()

    @Test func `are made, renamed and removed, never over something`() async throws {
        let store = try makeStore(folder)
        try await store.createFolder(DataPrefix("a/b/c"))
        try await store.createFolder(DataPrefix("a/b/c"))
        _ = try await store.write(DataKey("x/y"), [1])
        await #expect { try await store.createFolder(DataPrefix("x/y/z")) } throws: {
            ($0 as? DataError)?.code == .exists
        }
        await #expect { try await store.renameFolder(DataPrefix("x"), to: DataPrefix("a")) } throws: {
            ($0 as? DataError)?.code == .exists
        }
        await #expect { try await store.renameFolder(DataPrefix("x"), to: DataPrefix("x/in")) } throws: {
            ($0 as? DataError)?.code == .invalidKey
        }
        await #expect { try await store.renameFolder(DataPrefix("no"), to: DataPrefix("new")) } throws: {
            ($0 as? DataError)?.code == .notFound
        }
        try await store.renameFolder(DataPrefix("x"), to: DataPrefix("deep/new"))
        #expect(folder.tree() == ["a/", "a/b/", "a/b/c/", "deep/", "deep/new/", "deep/new/y"])
        await #expect { try await store.deleteFolder(DataPrefix("deep")) } throws: {
            ($0 as? DataError)?.code == .exists
        }
        try await store.deleteFolder(DataPrefix("a"))
        try await store.deleteFolder(DataPrefix("none"))
        #expect(folder.tree() == ["deep/", "deep/new/", "deep/new/y"])
        let item = try #require(try await store.read(DataKey("deep/new/y")))
        let renamed = try await store.rename(item, to: DataKey("z"))
        #expect(folder.tree() == ["z"])
        #expect(renamed.etag == item.etag && item.etag != nil)
    }

    @Test func `stay when a delete is asked to keep them`() async throws {
        let store = try makeStore(folder)
        _ = try await store.write(DataKey("a/b/x"), [1])
        try await store.delete(DataKey("a/b/x"), DeleteOptions(keepsFolders: true))
        #expect(folder.tree() == ["a/", "a/b/"])
    }
}
