import Glibc
import NIOCore
import PersistyData
import PersistyDirectory
import Testing

@Suite struct `Special files of a directory store` {
    let folder = TemporaryFolder()
    let outside = TemporaryFolder()

    private func fill() {
        outside.put("secret")
        outside.makeFolder("deep")
        folder.makeFolder("in")
        symlink(outside.path + "/secret", folder.path + "/file")
        symlink(outside.path, folder.path + "/out")
        symlink("nowhere", folder.path + "/in/dangling")
        symlink("loop", folder.path + "/loop")
        mkfifo(folder.path + "/pipe", 0o600)
        Self.makeSocket(folder.path + "/socket")
        folder.put("mine")
    }

    private static func makeSocket(_ path: String) {
        let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(number) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    private static let kinds: [(key: String, kind: ItemBatch.Kind)] = [
        ("file", .link), ("out", .link), ("in/dangling", .link), ("loop", .link), ("pipe", .pipe), ("socket", .socket),
    ]

    @Test(arguments: Resolution.allCases)
    func `are told for what they are, with where a link leads`(resolution: Resolution) async throws {
        fill()
        let store = try DirectoryStore(name: "test", root: folder.path, resolution: resolution)
        for (key, kind) in Self.kinds {
            let file = try #require(try await store.specialFile(DataKey(key)), "\(key)")
            #expect(file.kind == kind && file.key.text == key && file.updatedAt != nil)
            #expect((file.target != nil) == (kind == .link))
            #expect(try await store.facts(of: file).contains { $0.name == "Mode" })
        }
        #expect(try await store.specialFile(DataKey("in/dangling"))?.target == Array("nowhere".utf8))
        for key in ["mine", "in", "none", "out/secret", "mine/x"] {
            #expect(try await store.specialFile(DataKey(key)) == nil, "\(key)")
        }
    }

    @Test(arguments: Resolution.allCases)
    func `are deleted themselves, and not what they lead to`(resolution: Resolution) async throws {
        fill()
        let store = try DirectoryStore(name: "test", root: folder.path, resolution: resolution)
        for (key, _) in Self.kinds {
            let file = try #require(try await store.specialFile(DataKey(key)))
            #expect(try await store.delete([file], keepsFolders: true)[0].get(), "\(key)")
            #expect(try await store.delete([file], keepsFolders: true)[0].get() == false, "\(key) is gone already")
        }
        #expect(folder.tree() == ["in/", "mine"])
        #expect(outside.tree() == ["deep/", "secret"] && outside.text("secret") == "content")
        symlink(outside.path, folder.path + "/out")
        let through = SpecialFile(key: try DataKey("out/secret"), kind: .link)
        #expect(try await store.delete([through], keepsFolders: true)[0].get() == false)
        #expect(outside.text("secret") == "content")
    }

    @Test func `get another name, but not one that is taken`() async throws {
        fill()
        let store = try makeStore(folder)
        for (key, kind) in Self.kinds {
            let file = try #require(try await store.specialFile(DataKey(key)))
            for taken in ["mine", "in", "pipe"] where taken != key {
                let error = await #expect(throws: DataError.self) {
                    try await store.rename(file, to: DataKey(taken))
                }
                #expect(error?.code == .exists, "\(key) onto \(taken)")
            }
            let renamed = try await store.rename(file, to: DataKey("new/\(key)"))
            #expect(renamed.kind == kind && renamed.target == file.target && renamed.key.text == "new/\(key)")
            #expect(try await store.rename(renamed, to: file.key).target == file.target)
        }
        #expect(folder.text("mine") == "content" && outside.tree() == ["deep/", "secret"])
        #expect(folder.tree() == ["file", "in/", "in/dangling", "loop", "mine", "out", "pipe", "socket"])
    }

    @Test func `stay when something else has their name by now`() async throws {
        fill()
        let store = try makeStore(folder)
        let (link, pipe) = (
            try #require(try await store.specialFile(DataKey("file"))),
            try #require(try await store.specialFile(DataKey("pipe")))
        )
        unlink(folder.path + "/file")
        folder.put("file", "precious")
        unlink(folder.path + "/pipe")
        symlink("elsewhere", folder.path + "/pipe")
        for result in await store.delete([link, pipe], keepsFolders: true) {
            #expect { try result.get() } throws: { ($0 as? DataError)?.code == .conditionFailed }
        }
        for file in [link, pipe] {
            let error = await #expect(throws: DataError.self) { try await store.rename(file, to: DataKey("new")) }
            #expect(error?.code == .conditionFailed)
        }
        #expect(folder.text("file") == "precious")
        #expect(try await store.specialFile(DataKey("pipe"))?.target == Array("elsewhere".utf8))
    }

    @Test func `with targets that are not UTF-8 are told byte by byte`() async throws {
        let target: [CChar] = [0x61, -1, 0]
        let isMade = symlink(target, folder.path + "/odd") == 0
        try #require(isMade)
        #expect(try await makeStore(folder).specialFile(DataKey("odd"))?.target == [0x61, 0xff])
    }
}

@Suite struct `A file with several names` {
    let folder = TemporaryFolder()

    private func make(_ names: String...) throws {
        folder.put("a")
        for name in names {
            let isMade = link(folder.path + "/a", folder.path + "/" + name) == 0
            try #require(isMade)
        }
    }

    @Test func `is the same version by the others when one is deleted or changed here`() async throws {
        try make("b", "c")
        let store = try makeStore(folder)
        var items: [DataItem] = []
        for key in ["a", "b", "c"] { items.append(try #require(try await store.read(DataKey(key)))) }
        #expect(try await store.delete([items[0]], keepsFolders: true)[0].get())
        _ = try await store.rename(items[1], to: DataKey("d"))
        #expect(try await store.read(DataKey("c"))?.version == items[2].version)
        #expect(try await store.reader(of: items[2]).collect(upTo: 99).readableBytes == 7)
        #expect(try await store.etag(of: items[2], progress: nil) != nil)
        #expect(try await store.delete([items[2]], keepsFolders: true)[0].get())
        #expect(folder.tree() == ["d"])
    }

    @Test func `is another version when anything else happened to it`() async throws {
        try make("b")
        let store = try makeStore(folder)
        let (first, second) = (
            try #require(try await store.read(DataKey("a"))), try #require(try await store.read(DataKey("b")))
        )
        #expect(try await store.delete([first], keepsFolders: true)[0].get())
        chmod(folder.path + "/b", 0o600)
        #expect(try await store.read(DataKey("b"))?.version != second.version)
        let result = await store.delete([second], keepsFolders: true)[0]
        #expect { try result.get() } throws: { ($0 as? DataError)?.code == .conditionFailed }
        #expect(folder.tree() == ["b"])
    }
}
