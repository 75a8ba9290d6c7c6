import Glibc
import PersistyConfiguration
import Testing

@Suite struct `The server of a configuration` {
    private func read(_ text: String, _ sandbox: borrowing Sandbox) throws -> Configuration {
        sandbox.file("k1.key", Sandbox.key, mode: 0o600)
        let file = sandbox.file("config.toml", text.utf8)
        return try ConfigurationFile.read(
            path: file, environment: sandbox.environment, currentDirectory: sandbox.path
        ).configuration
    }

    private let server = "[server]\nkeys = [{ id = \"k1\", file = \"k1.key\" }]\n"

    @Test(arguments: [
        ("", "http://127.0.0.1:8899", true), ("port = 9000", "http://127.0.0.1:9000", true),
        ("bind = \"::1\"", "http://[::1]:8899", true), ("bind = \"localhost\"", "http://localhost:8899", true),
        ("public_url = \"https://files.example/x\"", "https://files.example/x", false),
        ("public_url = \"http://127.0.0.1:80\"", "http://127.0.0.1:80", true),
    ])
    func `is reached at its public address or its own`(setting: String, address: String, isLocal: Bool) throws {
        let sandbox = Sandbox()
        let found = try #require(try read(server + setting, sandbox).server)
        #expect(found.address == address && found.isLocal == isLocal)
    }

    @Test(arguments: ["directory", "chunk"])
    func `lets everybody read only what is set up so, and only if there is one`(type: String) throws {
        let sandbox = Sandbox()
        let store = "[[store]]\nname = \"a\"\ntype = \"\(type)\"\npath = \"a\"\n"
        #expect(try !read(store + server, sandbox).stores[0].isPublic)
        #expect(try read(store + "public = true\n" + server, sandbox).stores[0].isPublic)
        do {
            _ = try read(store + "public = true\n", sandbox)
            Issue.record("Nobody serves it.")
        } catch let error as ConfigurationError {
            #expect(error.code == .missing && error.field == "store[0].public")
        }
        #expect(throws: ConfigurationError.self) {
            try read("[[store]]\nname = \"a\"\ntype = \"s3\"\nbucket = \"bbb\"\npublic = true\n" + server, sandbox)
        }
    }

    @Test func `has keys that are read as they are made, and made in no folder that others write`() throws {
        let sandbox = Sandbox()
        let path = sandbox.path + "/new.key"
        try KeyFile.make(path)
        let bytes = try KeyFile.read(path)
        #expect(bytes.count == 32)
        try KeyFile.make(sandbox.path + "/other.key")
        #expect(try KeyFile.read(sandbox.path + "/other.key") != bytes)
        let open = sandbox.folder("open", mode: 0o777)
        symlink(path, sandbox.path + "/link.key")
        for place in [path, open + "/a.key", sandbox.path + "/none/a.key", sandbox.path + "/link.key"] {
            #expect(throws: ConfigurationError.self) { try KeyFile.make(place) }
        }
        #expect(try KeyFile.read(path) == bytes)
    }

    @Test func `names a file that is not plain so that it is read back`() throws {
        let sandbox = Sandbox()
        let file = sandbox.file("k \"1\"\\\u{7f}é.key", Sandbox.key, mode: 0o600)
        let keys = [ServerConfiguration.Key]().adding(id: "k1", file: file)
        #expect(try read("[server]\n" + keys.line(in: sandbox.path) + "\n", sandbox).server?.keys == keys)
    }
}
