import CLinux
import Glibc
import NIOPosix
import PersistyData
import PersistyDirectory
import Synchronization
import Testing

@Suite struct `A directory store beside links` {
    @Test(arguments: Resolution.allCases)
    func `follows none, in no operation`(resolution: Resolution) async throws {
        let (folder, outside) = (TemporaryFolder(), TemporaryFolder())
        outside.put("secret")
        symlink(outside.path, folder.path + "/out")
        symlink(outside.path + "/secret", folder.path + "/file")
        symlink("/etc/passwd", folder.path + "/passwd")
        symlink("loop", folder.path + "/loop")
        folder.put("mine")
        let store = try DirectoryStore(name: "test", root: folder.path, resolution: resolution)
        let mine = try #require(try await store.read(DataKey("mine")))
        for key in ["out/secret", "file", "passwd", "loop", "out"] {
            let key = try DataKey(key)
            #expect(try await store.read(key) == nil)
            #expect(try await store.delete(key) == false)
            await #expect(throws: DataError.self) { try await store.write(key, [1]) }
            await #expect(throws: DataError.self) { try await store.create(key, DataReader([1])) }
            await #expect(throws: DataError.self) { try await store.rename(mine, to: key) }
            await #expect(throws: DataError.self) { try await store.copy(mine, from: store, to: key) }
        }
        for prefix in ["out", "out/sub"] {
            await #expect(throws: DataError.self) { try await store.createFolder(DataPrefix(prefix)) }
            await #expect(throws: DataError.self) {
                try await store.renameFolder(DataPrefix(prefix), to: DataPrefix("n"))
            }
            try? await store.deleteFolder(DataPrefix(prefix))
        }
        #expect(try await store.keys() == ["mine"])
        #expect(try await store.keys(DataQuery(prefix: "out/")) == [])
        #expect(try await store.rows(DataQuery()) == ["file", "loop", "mine", "out", "passwd"])
        #expect(try await store.rows(DataQuery(prefix: "out/")) == [])
        #expect(try await store.rows(DataQuery(prefix: "out/", delimiter: "/")) == [])
        #expect(outside.tree() == ["secret"] && outside.text("secret") == "content")
        #expect(folder.tree() == ["file", "loop", "mine", "out", "passwd"])
    }

    /// Another process swaps a folder for a link to a canary while the store works through it.
    @Test(arguments: Resolution.allCases)
    func `touches nothing outside while a folder is swapped for a link`(resolution: Resolution) async throws {
        let (folder, outside) = (TemporaryFolder(), TemporaryFolder())
        outside.put("x", "canary")
        symlink("x", outside.path + "/canary")
        folder.makeFolder("a")
        symlink(outside.path, folder.path + "/link")
        // Threads of its own, so that it does not wait for those of all other tests at each step.
        let threads = NIOThreadPool(numberOfThreads: 2)
        threads.start()
        defer { threads.shutdownGracefully { _ in } }
        let store = try DirectoryStore(name: "test", root: folder.path, threads: threads, resolution: resolution)
        let isDone = Flag()
        try await withThrowingTaskGroup(of: Int.self) { group in
            let (inside, link) = (folder.path + "/a", folder.path + "/link")
            group.addTask {
                // A thread of its own: the store needs those of the shared pool.
                let pool = NIOThreadPool(numberOfThreads: 1)
                pool.start()
                defer { pool.shutdownGracefully { _ in } }
                return try await pool.runIfActive {
                    var swaps = 0
                    while !isDone.value.load(ordering: .relaxed) {
                        // RENAME_EXCHANGE: one of the two is always there.
                        persisty_exchange(AT_FDCWD, inside, AT_FDCWD, link)
                        swaps += 1
                        sched_yield()
                    }
                    return swaps
                }
            }
            group.addTask {
                defer { isDone.value.store(true, ordering: .relaxed) }
                var (worked, refused) = (0, 0)
                // 22,500 operations by both ways together.
                for round in 0..<1250 {
                    let key = try DataKey("a/x\(round % 5)")
                    for act in 0..<9 {
                        do {
                            switch act {
                            case 0: _ = try await store.write(key, [1, 2, 3])
                            case 1: #expect(try await store.content("a/x") == nil)
                            case 2: _ = try await store.rows(.folder(DataPrefix("a/")))
                            case 3: #expect(try await store.delete(DataKey("a/x")) == false)
                            case 4: _ = try await store.keys(DataQuery(prefix: "a/"))
                            case 5: try await store.createFolder(DataPrefix("a/sub"))
                            case 6: try await store.deleteFolder(DataPrefix("a/sub"))
                            case 7:
                                let files = [SpecialFile(key: try DataKey("a/canary"), kind: .link)]
                                #expect(try await store.specialFile(files[0].key) == nil)
                                #expect(try await store.delete(files, keepsFolders: true)[0].get() == false)
                            default:
                                guard let item = try await store.read(key) else { throw DataError.notFound(key) }
                                _ = try await store.rename(item, to: DataKey("a/y\(round % 3)"))
                            }
                            worked += 1
                        } catch is DataError {
                            refused += 1
                        }
                    }
                }
                print("race by \(resolution): \(worked) operations done, \(refused) refused")
                // Both must have been met, or there was no race.
                #expect(worked > 100 && refused > 100)
                return worked + refused
            }
            for try await count in group { #expect(count > 0) }
        }
        #expect(outside.tree() == ["canary", "x"] && outside.text("x") == "canary")
    }

    @Test(arguments: [
        ("missing", "There is no folder at this path."), ("file", "There is a file at this path, and not a folder."),
        ("loop", "This path is a loop of links."),
    ])
    func `says why a root cannot be opened`(name: String, message: String) throws {
        let folder = TemporaryFolder()
        folder.put("file")
        symlink("loop", folder.path + "/loop")
        #expect { try DirectoryStore(name: "test", root: folder.path + "/" + name) } throws: { error in
            let error = error as? DataError
            return error?.code == .unavailable && error?.message == message && error?.key == folder.path + "/" + name
        }
    }
}

private final class Flag: Sendable {
    let value = Atomic(false)
}
