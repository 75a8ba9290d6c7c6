import Foundation
import PersistyTestSupport
import Testing

@Suite struct `A folder of a test` {
    @Test func `is gone with all in it when it is let go`() throws {
        let parent = try OwnedFolder("persisty-owned", in: "/tmp")
        var path = ""
        do {
            let folder = try OwnedFolder("inner", in: parent.path)
            path = folder.path
            try Data("x".utf8).write(to: URL(filePath: path + "/file"))
            #expect(FileManager.default.fileExists(atPath: path + "/file"))
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `is swept when its process was killed, and no other is`() throws {
        let parent = try OwnedFolder("persisty-owned", in: "/tmp")
        let held = try OwnedFolder("inner", in: parent.path)
        // What a killed process leaves: a folder that nobody has locked.
        try FileManager.default.createDirectory(
            atPath: parent.path + "/inner-killed/below", withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: parent.path + "/other", withIntermediateDirectories: true)
        OwnedFolder.sweep("inner", in: parent.path)
        let names = try FileManager.default.contentsOfDirectory(atPath: parent.path).sorted()
        #expect(names == [String(held.path.dropFirst(parent.path.utf8.count + 1)), "other"].sorted())
    }
}
