import Foundation
import PersistyData
import TerminalUI
import Testing

@testable import persisty

@Suite struct `A place` {
    @Test(arguments: [
        ("-", Place.standard), ("docs:", .store("docs", key: "")), ("docs:a/b.txt", .store("docs", key: "a/b.txt")),
        ("docs:a:b", .store("docs", key: "a:b")), ("docs:/a", .store("docs", key: "/a")), ("/x:y", .local("/x:y")),
        ("./docs:a", .local("./docs:a")), ("../x", .local("../x")), ("~/x", .local("~/x")), ("~", .local("~")),
        (".", .local(".")), ("..", .local("..")), ("a/b:c", .store("a/b", key: "c")),
    ])
    func `is read as it is typed`(text: String, place: Place) throws {
        #expect(try Place(text) == place)
        #expect(place.description == text)
    }

    @Test(arguments: ["", "docs", ":a", "...", "~user"]) func `that is none is refused`(text: String) {
        #expect(throws: UsageError.self) { try Place(text) }
    }

    @Test func `on this machine is a key in the folder above`() throws {
        let scene = try Scene()
        symlink("left/one.txt", scene.path + "/link")
        func local(_ path: String) throws -> LocalPath {
            try LocalPath(path, home: scene.path, currentDirectory: scene.path + "/work")
        }
        let root = URL(filePath: scene.path).resolvingSymlinksInPath().path(percentEncoded: false)
        #expect(try local("../left/one.txt") == local("~/left/one.txt"))
        #expect(try local("../left/one.txt").root.hasSuffix("/left"))
        #expect(try local("../left/one.txt").text == "one.txt")
        #expect(try local("../left/sub").text == "sub/")
        #expect(try local("./new").text == "new")
        #expect(try local("./new/").text == "new/")
        #expect(try local(".").text == "" && local(".").root.hasSuffix("/work"))
        #expect(try local("./a/..") == local("."))
        #expect(try local("/").root == "/")
        let link = try local("../link")
        #expect(link.text == "one.txt" && link.name == "link" && link.root == root.trimmed + "/left")
        #expect(throws: DataError.self) { try local("./none/x") }
    }
}

extension String {
    fileprivate var trimmed: String { hasSuffix("/") ? String(dropLast()) : self }
}

@Suite struct `A range` {
    @Test(arguments: [
        ("0-99", ByteRange.bytes(0..<100)), ("5-5", .bytes(5..<6)), ("7-", .from(7)), ("-50", .last(50)),
    ])
    func `is read with both ends included`(text: String, range: ByteRange) {
        #expect(RangeOption(argument: text)?.range == range)
    }

    @Test(arguments: ["", "-", "9-3", "a-b", "1", "1-2-3", "+1-2", "0-9223372036854775807", "99999999999999999999-"])
    func `that is none is refused`(text: String) { #expect(RangeOption(argument: text) == nil) }
}

@Suite struct `A size for people` {
    @Test(arguments: [
        (Int64(0), "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1536, "1.5 KiB"), (10 << 10, "10 KiB"),
        (1 << 20, "1.0 MiB"), ((1 << 20) - 1, "1023 KiB"), (5 << 40, "5.0 TiB"), (.max, "7.9 EiB"),
    ])
    func `has at most eight columns`(bytes: Int64, text: String) {
        #expect(HumanSize.text(bytes) == text && text.count <= 8)
    }
}

@Suite struct `A JSON line` {
    @Test func `keeps every text and holds nothing that a terminal obeys`() throws {
        let hostile = "a\u{1B}[2J\"\\\n\u{202E}é\u{0}\u{9B}\u{1F600}\u{E0001}"
        var line = JSONLine()
        line.field("key", hostile)
        line.field("size", Int64(5))
        line.field("etag", String?.none)
        line.field("exists", true)
        let text = String(decoding: line.line, as: UTF8.self)
        #expect(
            !text.dropLast().unicodeScalars.contains {
                $0.value < 0x20 || (0x7f...0x9f).contains($0.value) || $0.value == 0x202e
            })
        let read = try JSONSerialization.jsonObject(with: Data(line.line)) as? [String: Any]
        #expect((read?["key"] as? String)?.utf8.elementsEqual(hostile.utf8) == true)
        #expect(read?["size"] as? Int == 5 && read?["etag"] is NSNull && read?["exists"] as? Bool == true)
    }
}

@Suite struct `Who may read and write items, and not list them` {
    @Test func `names items, and is told of no folders`() async throws {
        let memory = MemoryStore(name: "lake")
        try await memory.write(try DataKey("a"), "text".utf8)
        try await memory.write(try DataKey("folder/b"), "text".utf8)
        let store = RestrictedDataStore(memory, allowing: [.read, .create, .update])
        func location(_ text: String) -> Location {
            Location(store: store, storeID: "lake", text: text, typed: "lake:\(text)")
        }
        #expect(try await location("a").item().key.text == "a")
        for text in ["new", "folder"] { #expect(try await !location(text).hasFolder()) }
        for (text, code) in [("new", DataError.Code.notFound), ("folder", .notFound), ("folder/", .unsupported)] {
            await #expect { _ = try await location(text).find() } throws: { ($0 as? DataError)?.code == code }
        }
    }
}
