import Glibc
import NIOCore
import PersistyData
import PersistyDirectory
import Testing

@Suite struct `A directory store reading` {
    let folder = TemporaryFolder()

    @Test func `has no item where a folder, a link, a pipe or nothing is`() async throws {
        folder.makeFolder("folder")
        symlink("x", folder.path + "/link")
        mkfifo(folder.path + "/pipe", 0o600)
        let store = try makeStore(folder)
        for key in ["folder", "link", "pipe", "none", "none/x", "pipe/x"] {
            #expect(try await store.read(DataKey(key)) == nil)
        }
    }

    @Test func `never makes a digest to read, list or search`() async throws {
        folder.put("a.txt")
        folder.age("a.txt")
        let store = try makeStore(folder)
        let item = try #require(try await store.read(DataKey("a.txt")))
        #expect(item.etag == nil && item.digests.isEmpty && item.contentType == "text/plain")
        #expect(try await store.search(DataQuery(), pageKey: nil, limit: 9).items.map(\.etag) == [nil])
        let etag = try await store.etag(of: item, progress: nil)
        #expect(etag?.value == "9a0364b9e99bb480dd25e1f0284c8555")
        // Remembered once the file's last change, which is that of its time just now, is 20 ms old when it is asked.
        let begun = ContinuousClock.now
        while try await store.read(DataKey("a.txt"))?.etag == nil, begun.duration(to: .now) < .seconds(20) {
            #expect(try await store.etag(of: item, progress: nil) == etag)
        }
        let again = try #require(try await store.read(DataKey("a.txt")))
        #expect(again.etag == etag && again.digest(.md5)?.hexadecimal == etag?.value)
    }

    @Test(arguments: [
        (ByteRange.all, 0..<3_000_000), (.bytes(10..<20), 10..<20), (.last(5), 2_999_995..<3_000_000),
        (.from(2_000_000), 2_000_000..<3_000_000), (.bytes(2_999_990..<9_000_000), 2_999_990..<3_000_000),
    ])
    func `gives a range`(range: ByteRange, expected: Range<Int>) async throws {
        let store = try makeStore(folder)
        let bytes = pattern(size: 3_000_000, seed: 5)
        let item = try await store.write(DataKey("x"), bytes)
        let reader = try await store.reader(of: item, range: range)
        #expect(reader.size == Int64(expected.count))
        var all: [UInt8] = []
        while let buffer = try await reader.next() {
            #expect(buffer.readableBytes <= 1 << 20)
            all += buffer.readableBytesView
        }
        #expect(all == Array(bytes[expected]))
    }

    @Test func `gives at once what is short, in memory, and whose validator is known`() async throws {
        let store = try makeStore(folder)
        _ = try await store.write(DataKey("x"), [1, 2, 3])
        _ = try await store.write(DataKey("empty"), [])
        let (item, bytes) = try #require(store.readAtOnce(DataKey("x"), upTo: 3))
        #expect(try await store.read(DataKey("x")) == item && Array(bytes.readableBytesView) == [1, 2, 3])
        #expect(try store.readAtOnce(DataKey("empty"), upTo: 0)?.bytes.readableBytes == 0)
        #expect(try store.readAtOnce(DataKey("x"), upTo: 2) == nil)
        folder.put("unknown")
        folder.makeFolder("folder")
        symlink("x", folder.path + "/link")
        mkfifo(folder.path + "/pipe", 0o600)
        for key in ["unknown", "folder", "link", "pipe", "none", "none/x", "folder/../x"] {
            #expect((try? DataKey(key)).flatMap { store.readAtOnce($0, upTo: 100) } == nil)
        }
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try store.readAtOnce(DataKey("x"), upTo: 3) == nil
        }
        #expect(try await task.value, "who is cancelled is told so by the other way")
    }

    @Test func `is pinned to the version that was seen`() async throws {
        let store = try makeStore(folder)
        let item = try await store.write(DataKey("x"), [1])
        _ = try await store.write(DataKey("x"), [2])
        await #expect { try await store.reader(of: item) } throws: { ($0 as? DataError)?.code == .conditionFailed }
        #expect { try store.openFile(of: item) } throws: { ($0 as? DataError)?.code == .conditionFailed }
        await #expect { try await store.rename(item, to: DataKey("y")) } throws: {
            ($0 as? DataError)?.code == .conditionFailed
        }
        try await store.delete(DataKey("x"))
        await #expect { try await store.reader(of: item) } throws: { ($0 as? DataError)?.code == .notFound }
    }

    enum Change: CaseIterable { case append, truncate, overwrite }

    @Test(arguments: Change.allCases)
    func `never gives a mixture of a file that changes meanwhile`(change: Change) async throws {
        let store = try makeStore(folder)
        let item = try await store.write(DataKey("x"), pattern(size: 5 << 20, seed: 1))
        let reader = try await store.reader(of: item)
        _ = try await reader.next()
        let number = open(folder.path + "/x", O_WRONLY)
        defer { close(number) }
        switch change {
        case .append:
            lseek(number, 0, SEEK_END)
            Glibc.write(number, "z", 1)
        case .truncate: ftruncate(number, 2 << 20)
        case .overwrite: pwrite(number, "z", 1, 3 << 20)
        }
        await #expect { while try await reader.next() != nil {} } throws: {
            ($0 as? DataError)?.code == .conditionFailed
        }
    }

    @Test func `gives the old bytes to the end of a file that is replaced or deleted meanwhile`() async throws {
        let store = try makeStore(folder)
        let old = pattern(size: 5 << 20, seed: 1)
        for replaces in [true, false] {
            let item = try await store.write(DataKey("x"), old)
            let reader = try await store.reader(of: item)
            var all = Array(try #require(try await reader.next()).readableBytesView)
            if replaces { _ = try await store.write(DataKey("x"), [1]) } else { try await store.delete(DataKey("x")) }
            while let buffer = try await reader.next() { all += buffer.readableBytesView }
            #expect(all == old)
        }
        #expect(openDescriptors(below: folder.path) == 1)
    }

    @Test func `tells the facts of files and links`() async throws {
        let store = try makeStore(folder)
        folder.put("x")
        chmod(folder.path + "/x", 0o4750)
        symlink("else\u{1b}where", folder.path + "/link")
        let facts = try await store.facts(of: DataItem(key: DataKey("x"), size: 0))
        #expect(facts.contains(DataFact("Mode", "-rwsr-x--- (4750)")) && facts.contains(DataFact("Links", "1")))
        let link = try #require(try await store.specialFile(DataKey("link")))
        #expect(link.kind == .link && link.target == Array("else\u{1b}where".utf8))
        #expect(try await store.facts(of: link).contains(DataFact("Kind", "link")))
    }

    @Test func `finds by verifying what changed without a time telling`() async throws {
        let store = try makeStore(folder)
        let time = Timestamp(nanoseconds: 1_600_000_000_123_456_789)
        var options = WriteOptions()
        options.attributes.modifiedAtSource = time
        for key in ["good", "bad"] {
            _ = try await store.write(DataKey(key), DataReader(Array("content".utf8)), options)
        }
        folder.put("foreign")
        // On a file system that keeps no change time a rewritten file could look so; a memory that claims it does.
        folder.put("bad", "CONTENT")
        let status = try #require(try await store.read(DataKey("bad")))
        let memory = ETagMemory()
        // A version is inode, size and both times, each as sixteen hexadecimal digits.
        let version = Array(try #require(status.version).value.utf8)
        let parts = stride(from: 0, to: version.count, by: 16).compactMap { start in
            let digits = String(decoding: version[start...].prefix(16), as: UTF8.self)
            return UInt64(digits, radix: 16).map { Int64(bitPattern: $0) }
        }
        try #require(parts.count == 4)
        guard case .file(let device, let inode) = status.location else { return }
        memory.remember(
            try #require(Digest(.md5, hexadecimal: "9a0364b9e99bb480dd25e1f0284c8555")),
            of: Fingerprint(device: device, inode: inode, size: 7, modified: parts[2], changed: parts[3]))
        let second = try makeStore(folder, etags: memory)
        var findings: [String: DataFinding.State] = [:]
        for try await finding in store.verify(DataQuery()) { findings[finding.key] = finding.state }
        #expect(findings["good"] == .sound(.md5) && findings["foreign"] == .unknown && findings["bad"] == .unknown)
        for try await finding in second.verify(DataQuery(prefix: "bad")) {
            guard case .damaged = finding.state else { Issue.record("\(finding)"); continue }
        }
    }

    @Test func `says that too many files are open, and works again`() async throws {
        // A process of its own would be cleaner; the limit is lowered only for this one call.
        let store = try makeStore(folder)
        _ = try await store.write(DataKey("x"), [1])
        let ending = try await runTool(
            ["directory", folder.path, "write", "new", "10", "1"],
            ["FAULT_ROOT": folder.path, "FAULT_AT": "1", "FAULT_DO": String(EMFILE)])
        #expect(ending.code == 1)
        #expect(folder.tree() == ["x"])
    }
}
