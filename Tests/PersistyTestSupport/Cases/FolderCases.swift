import Foundation
import PersistyData
import Testing

/// What stores whose items are files in a folder promise when others change that folder.
enum FolderCases {
    static func invalidUTF8(_ fixture: StoreFixture) async throws {
        let folder = try #require(fixture.folder)
        let name: [UInt8] = Array("bad-".utf8) + [0xff, 0xfe]
        try write("inside", at: Array((folder + "/").utf8) + name)
        try await fixture.put("good", "good")
        #expect(try await fixture.keys() == ["good"], "what cannot be a key is no item of a search")
        var names: [[UInt8]] = []
        for try await batch in fixture.store.list(DataQuery(delimiter: "/"), attributes: true) {
            for row in 0..<batch.count { names.append(Array(batch.nameBytes(row))) }
        }
        #expect(Set(names) == [name, Array("good".utf8)], "a listing shows it by its bytes")
    }

    static func links(_ fixture: StoreFixture) async throws {
        let folder = try #require(fixture.folder)
        try await withTemporaryDirectory { outside in
            try write("secret", at: Array((outside + "/secret").utf8))
            let files = FileManager.default
            try files.createSymbolicLink(atPath: folder + "/link", withDestinationPath: outside)
            try files.createSymbolicLink(atPath: folder + "/file", withDestinationPath: outside + "/secret")
            for key in ["link/secret", "file"] {
                do {
                    #expect(try await fixture.bytes(key) == nil, "\(key) leads out and is not read")
                } catch {
                    #expect([.forbidden, .invalidKey, .notFound].contains(DataError(error).code))
                }
            }
            let inside = try? await fixture.put("link/new", "escaped")
            #expect(inside == nil, "nothing is written through a link")
            #expect(try files.contentsOfDirectory(atPath: outside) == ["secret"])
            #expect(try await fixture.keys().isEmpty, "a search does not follow links")
            let replaced = try? await fixture.put("file", "ours")
            #expect(try String(contentsOfFile: outside + "/secret", encoding: .utf8) == "secret")
            if replaced != nil { #expect(try await fixture.text("file") == "ours") }
        }
    }

    static func ownNames(_ fixture: StoreFixture) async throws {
        let slow = SlowReader()
        let write = Task { try await fixture.store.write(DataKey("folder/item"), slow.reader, WriteOptions()) }
        await slow.asked()
        slow.give(seededBytes(100_000))
        await slow.asked()
        #expect(try await fixture.keys().isEmpty, "what is being written is in no search")
        for folder in ["", "folder/"] {
            for try await batch in fixture.store.list(DataQuery(prefix: folder, delimiter: "/"), attributes: false) {
                for row in 0..<batch.count { #expect(batch.kind(row) == .folder, "nor in a listing") }
            }
        }
        slow.end()
        _ = try await write.value
        #expect(try await fixture.keys() == ["folder/item"])
    }

    static func emptyFolders(_ fixture: StoreFixture) async throws {
        let folder = try #require(fixture.folder)
        try FileManager.default.createDirectory(atPath: folder + "/empty/inner", withIntermediateDirectories: true)
        #expect(try await fixture.keys().isEmpty)
        #expect(try await fixture.item("empty") == nil)
    }

    static func descriptors(_ fixture: StoreFixture) async throws {
        let folder = try #require(fixture.folder)
        let item = try await fixture.put("item", seededBytes(3 << 20))
        let before = try openDescriptors(beneath: folder)
        do {
            let reader = try await fixture.store.reader(of: item, range: .all)
            _ = try await reader.next()
            #expect(try openDescriptors(beneath: folder) > before, "a reader holds the file open")
        }
        #expect(try openDescriptors(beneath: folder) == before, "letting the reader go closes it")
    }

    static func changingSource(_ fixture: StoreFixture) async throws {
        let folder = try #require(fixture.folder)
        let target = MemoryStore()
        for (name, change) in [("grows", "ab"), ("shrinks", ""), ("is replaced", "zz")] {
            let item = try await fixture.put("item", "b")
            try write(change, at: Array((folder + "/item").utf8))
            let result = await target.copy([CopyRequest(item)], from: fixture.store)[0]
            if case .failure(let error) = result {
                #expect([.conditionFailed, .corrupt].contains(error.code), "a file that \(name): \(error)")
            } else {
                Issue.record("a file that \(name) after it was listed is not copied as if it had not")
            }
            #expect(try await target.count() == 0)
        }
    }

    private static func openDescriptors(beneath folder: String) throws -> Int {
        let files = FileManager.default
        return try files.contentsOfDirectory(atPath: "/proc/self/fd").count { name in
            (try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + name))?.hasPrefix(folder + "/") == true
        }
    }

    private static func write(_ text: String, at path: [UInt8]) throws {
        let name = path.map(CChar.init(bitPattern:)) + [0]
        guard let file = fopen(name, "w") else { throw Broken("a test file cannot be written") }
        defer { fclose(file) }
        fputs(text, file)
    }
}
