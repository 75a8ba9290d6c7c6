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
        ("certificate = \"a\"\ncertificate_key = \"b\"", "https://127.0.0.1:8899", true),
        ("bind = \"::1\"", "http://[::1]:8899", true), ("bind = \"localhost\"", "http://localhost:8899", true),
        ("public_url = \"https://files.example/x\"", "https://files.example/x", false),
        ("public_url = \"http://127.0.0.1:80\"", "http://127.0.0.1:80", true),
    ])
    func `is reached at its public address or its own`(setting: String, address: String, isLocal: Bool) throws {
        let sandbox = Sandbox()
        let found = try #require(try read(server + setting, sandbox).server)
        #expect(found.address == address && found.isLocal == isLocal)
    }

    @Test func `is reached through a socket, whose path is relative to the file`() throws {
        let sandbox = Sandbox()
        let url = "public_url = \"https://files.example\"\n"
        let found = try #require(try read(server + url + "bind = \"unix:run/a.socket\"", sandbox).server)
        #expect(found.socket == sandbox.path + "/run/a.socket" && found.address == "https://files.example")
        #expect(try read(server + url + "bind = \"unix:~/a\"", sandbox).server?.socket == sandbox.path + "/home/a")
        #expect(try read(server, sandbox).server?.socket == nil)
    }

    @Test(arguments: [
        ("bind = \"unix:/a\"", "public_url"), ("bind = \"unix:\"\npublic_url = \"https://a.example\"", "bind"),
        ("bind = \"unix:/a\"\npublic_url = \"https://a.example\"\nport = 80", "port"),
        ("certificate = \"a\"", "certificate_key"), ("certificate_key = \"a\"", "certificate"),
        ("bind = \"0.0.0.0\"\ncertificate = \"a\"\ncertificate_key = \"b\"", "public_url"),
        (
            "bind = \"unix:/a\"\npublic_url = \"https://a.example\"\ncertificate = \"a\"\ncertificate_key = \"b\"",
            "certificate"
        ),
        ("bind = \"0.0.0.0\"", "public_url"), ("bind = \"::\"\npublic_url = \"https://a.example\"", "bind"),
        ("bind = \"0.0.0.0\"\nbehind_proxy = true", "public_url"),
        ("trusted_proxies = [\"localhost\"]", "trusted_proxies"),
        ("trusted_proxies = [\"10.0.0.0/33\"]", "trusted_proxies"),
        ("trusted_proxies = \"127.0.0.1\"", "trusted_proxies"),
        ("trusted_proxies = [\"::/129\"]", "trusted_proxies"),
        ("trusted_proxies = [\"10.0.0.0/08\"]", "trusted_proxies"),
    ])
    func `is not set up so that others reach it in clear text, or as nobody means it`(
        setting: String, field: String
    ) throws {
        let sandbox = Sandbox()
        do {
            _ = try read(server + setting, sandbox)
            Issue.record("This can be set.")
        } catch let error as ConfigurationError {
            #expect(error.field == "server." + field)
        }
    }

    @Test func `behind a proxy trusts whom it is told to`() throws {
        let sandbox = Sandbox()
        let proxied = server + "bind = \"0.0.0.0\"\npublic_url = \"https://a.example\"\nbehind_proxy = true\n"
        let proxies = ["127.0.0.1", "10.0.0.0/8", "2001:db8::/32", "::1", "0.0.0.0/0"]
        let list = proxies.map { "\"\($0)\"" }.joined(separator: ", ")
        #expect(try read(proxied + "trusted_proxies = [\(list)]", sandbox).server?.trustedProxies == proxies)
        #expect(try read(proxied, sandbox).server?.trustedProxies == [])
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
