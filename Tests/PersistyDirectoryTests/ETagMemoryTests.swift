import Glibc
import PersistyData
import PersistyDirectory
import Testing

@Suite struct `An ETag memory` {
    let folder = TemporaryFolder()
    let digest = [UInt8]().withUnsafeBytes { DigestHasher.digest(.md5, of: $0) }

    private func fingerprint(_ inode: UInt64, changed: Int64 = 1_000_000_001) -> Fingerprint {
        Fingerprint(device: 1, inode: inode, size: 5, modified: 1_000_000_001, changed: changed)
    }

    @Test func `is kept in a private file, for other processes and times`() {
        let path = folder.path + "/state/etags"
        ETagMemory(path: path).remember(digest, of: fingerprint(1))
        let memory = ETagMemory(path: path)
        #expect(memory.digest(of: fingerprint(1)) == digest)
        #expect(memory.digest(of: fingerprint(2)) == nil)
        #expect(memory.digest(of: fingerprint(1, changed: 7)) == nil)
        var status = stat()
        stat(path, &status)
        #expect(status.st_mode & 0o777 == 0o600 && status.st_size == 64)
    }

    @Test func `takes what two write by turns`() {
        let path = folder.path + "/etags"
        let (left, right) = (ETagMemory(path: path), ETagMemory(path: path))
        for inode in 0..<100 { (inode % 2 == 0 ? left : right).remember(digest, of: fingerprint(UInt64(inode))) }
        let memory = ETagMemory(path: path)
        #expect((0..<100).allSatisfy { memory.digest(of: fingerprint($0)) == digest })
    }

    @Test(arguments: [0, 3, 63, 64, 100])
    func `passes over what is damaged or was cut`(offset: Int) {
        let path = folder.path + "/etags"
        let memory = ETagMemory(path: path)
        for inode in 0..<4 { memory.remember(digest, of: fingerprint(UInt64(inode))) }
        let number = open(path, O_RDWR)
        var bytes = [UInt8](repeating: 0, count: 256)
        read(number, &bytes, 256)
        bytes[offset] ^= 1
        bytes.insert(contentsOf: bytes[0..<20], at: 192)
        pwrite(number, bytes, bytes.count, 0)
        close(number)
        let damaged = ETagMemory(path: path)
        let known = (0..<4).map { damaged.digest(of: fingerprint($0)) != nil }
        #expect(known == (0..<4).map { $0 != offset / 64 })
    }

    @Test func `does not remember a foreign file that was changed a moment before`() {
        let memory = ETagMemory()
        let now = Timestamp.now
        var young = fingerprint(1)
        (young.modified, young.changed) = (now.nanoseconds - 5_000_000, now.nanoseconds - 5_000_000)
        memory.remember(digest, of: young, begun: now)
        #expect(memory.isEmpty)
        var setBack = young
        setBack.modified = 1_000_000_001
        memory.remember(digest, of: setBack, begun: now)
        #expect(memory.isEmpty)
        var coarse = young
        (coarse.modified, coarse.changed) = ((now.seconds - 1) * 1_000_000_000, (now.seconds - 1) * 1_000_000_000)
        memory.remember(digest, of: coarse, begun: now)
        #expect(memory.isEmpty)
        memory.remember(digest, of: fingerprint(1), begun: now)
        #expect(memory.digest(of: fingerprint(1)) == digest)
    }

    @Test func `keeps the newest when there are too many`() {
        let path = folder.path + "/etags"
        let memory = ETagMemory(path: path)
        for inode in 0...ETagMemory.capacity {
            memory.remember(digest, of: fingerprint(UInt64(inode), changed: Int64(inode)))
        }
        let last = UInt64(ETagMemory.capacity)
        let again = ETagMemory(path: path)
        #expect(again.digest(of: fingerprint(last, changed: Int64(last))) == digest)
        #expect(again.digest(of: fingerprint(0, changed: 0)) == nil)
        var status = stat()
        stat(path, &status)
        #expect(status.st_size == 64 * ETagMemory.capacity / 2)
        #expect(folder.tree() == ["etags"])
    }

    @Test func `works without its file`() {
        let memory = ETagMemory(path: "/proc/none/etags")
        memory.remember(digest, of: fingerprint(1))
        #expect(memory.digest(of: fingerprint(1)) == digest)
    }

    @Test func `forgets a file that somebody changed in the same moment and size`() async throws {
        let store = try makeStore(folder)
        for round in 0..<200 {
            let item = try await store.write(DataKey("x"), Array("old\(round)".utf8))
            folder.put("x", "new\(round)")
            let read = try #require(try await store.read(DataKey("x")))
            #expect(read.etag == nil && read.version != item.version)
        }
    }
}
