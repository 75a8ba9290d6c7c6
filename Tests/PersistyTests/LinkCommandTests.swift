import Foundation
import PersistyData
import PersistyHosting
import PersistyTestSupport
import Testing

@testable import persisty

@Suite struct `A link on the command line` {
    /// The scene with a server and its key, a store for everybody, and a bucket.
    private func scene(_ server: String = "public_url = \"https://files.example\"") throws -> Scene {
        let scene = try Scene()
        let key = scene.path + "/config/persisty/k1.key"
        try Data(Self.secret).write(to: URL(filePath: key))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
        let settings = try #require(scene.text("config/persisty/config.toml"))
        try scene.file(
            "config/persisty/config.toml",
            settings + """

                [[store]]
                name = "open"
                type = "directory"
                path = "\(scene.path)/left/sub/deep"
                public = true
                [[store]]
                name = "lake"
                type = "s3"
                bucket = "ledgers"
                region = "eu-central-1"
                [[store]]
                name = "other"
                type = "s3"
                bucket = "b"
                endpoint = "https://s3.example.com"
                [server]
                \(server)
                max_life = "1h"
                keys = [{ id = "k1", file = "k1.key", status = "signing" }]
                """)
        scene.variables = ["AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "a-secret"]
        return scene
    }

    private static let secret = Array(UInt8(100)..<132)

    /// What a token of the scene's server says.
    private func token(_ address: String) throws -> LinkToken {
        let key = try #require(SigningKeys.Key(id: "k1", status: .signing, bytes: Self.secret))
        let keys = try #require(SigningKeys([key]))
        return try LinkTokens(keys).read(try #require(address.split(separator: "=").last))
    }

    @Test func `needs a server, and says how to come to one`() async throws {
        let outcome = await (try Scene()).run("url", "left:one.txt")
        #expect(outcome.status == 1 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("none is set up") && outcome.errors.contains("persisty keys new k1"))
    }

    @Test func `is for the item and the time alone, and the output has nothing else`() async throws {
        let scene = try scene()
        let outcome = await scene.run("url", "left:a b/é.txt", "--expires", "10m", "--filename", "x.txt", "--inline")
        #expect(outcome.status == 0 && outcome.lines.count == 1)
        #expect(outcome.output.hasPrefix("https://files.example/s/left/a%20b/%C3%A9.txt?t="))
        let token = try token(outcome.lines[0])
        #expect(token.key.text == "a b/é.txt" && token.expires - token.notBefore == 600)
        var presentation: LinkToken.Presentation?
        if case .get(let read) = token.use { presentation = read }
        #expect(presentation?.isInline == true && presentation?.fileName == "x.txt")
        #expect(outcome.errors == "persisty: It ends at \(Timestamp(seconds: token.expires).rfc3339).\n")
        let early = await scene.run("url", "left:one.txt", "--expires", "2d")
        #expect(early.errors.contains("sooner than asked"))
    }

    @Test func `to an address of this machine alone says so`() async throws {
        let outcome = await (try scene("port = 9000")).run("url", "left:one.txt")
        #expect(outcome.output.hasPrefix("http://127.0.0.1:9000/s/left/one.txt?t="))
        #expect(outcome.errors.contains("Only this machine reaches this address. Set public_url"))
    }

    @Test func `is signed for nothing that the store does not allow`() async throws {
        let scene = try scene()
        #expect(await scene.run("url", "fixed:two.txt").status == 0)
        for arguments in [
            ["url", "--put", "fixed:new"], ["form", "fixed:new"], ["url", "--delete", "fixed:two.txt"],
        ] {
            let outcome = await scene.run(arguments)
            #expect(outcome.status == 1 && outcome.output.isEmpty, "\(arguments)")
            #expect(outcome.errors.contains("access = “read-only”"), "\(outcome.errors)")
        }
    }

    @Test func `has no end where everybody may read, unless one is asked for`() async throws {
        let scene = try scene()
        let open = await scene.run("url", "open:three.txt")
        #expect(open.output == "https://files.example/p/open/three.txt\n" && open.errors.contains("Everybody"))
        #expect(await scene.run("url", "open:three.txt", "--expires", "1m").output.contains("/s/open/three.txt?t="))
        #expect(await scene.run("url", "--put", "open:new").output.contains("/s/open/new?t="))
        let json = await scene.run("url", "--json", "open:three.txt")
        #expect(
            json.output == """
                {"method":"GET","url":"https://files.example/p/open/three.txt","headers":{},"expiresAt":null}

                """)
    }

    @Test func `to a bucket is one of its service, and nothing is sent`() async throws {
        let scene = try scene()
        let get = await scene.run("url", "lake:a b", "s3://other/x", "--expires", "7d")
        #expect(get.status == 0 && get.lines.count == 2)
        #expect(get.lines[0].hasPrefix("https://ledgers.s3.eu-central-1.amazonaws.com/a%20b?X-Amz-Algorithm="))
        #expect(get.lines[0].contains("X-Amz-Expires=604800") && get.lines[1].hasPrefix("https://other.s3."))
        let put = await scene.run("url", "--put", "--content-type", "text/csv", "--json", "lake:a")
        #expect(put.output.contains(#""headers":{"if-none-match":"*","content-type":"text/csv"}"#))
        let refused = await scene.run("url", "--put", "other:a")
        #expect(refused.status == 1 && refused.errors.contains("persisty stores --check"))
        #expect(await scene.run("url", "--put", "--overwrite", "other:a").status == 0)
    }

    @Test func `is signed for each line of the input, in order, and what is none is told`() async throws {
        let scene = try scene()
        let keys = (0..<9000).map { "k \($0)" }
        let many = await scene.run(
            ["url", "--from-file", "-", "left:in/"], input: keys.joined(separator: "\n"))
        #expect(many.status == 0 && many.lines.count == keys.count)
        #expect(try token(many.lines[0]).key.text == "in/k 0" && token(many.lines[8999]).key.text == "in/k 8999")
        #expect(many.errors.split(separator: "\n").count == 1)
        try scene.file("work/list", "left:a\n\n\u{0}\nlake:b\nleft:c\n")
        let places = await scene.run("url", "--from-file", "list")
        #expect(places.status == 2 && places.errors.contains("is not a place"))
        try scene.file("work/list", "left:a\nleft:\u{0}\nlake:b\nleft:c\n")
        let mixed = await scene.run("url", "--from-file", "list")
        try #require(mixed.lines.count == 3)
        #expect(mixed.status == 1 && mixed.errors.contains("U+0000"))
        #expect(mixed.lines[1].hasPrefix("https://ledgers.") && mixed.lines[2].contains("/s/left/c?"))
    }

    @Test(arguments: ["--head", "--delete"])
    func `for one thing alone that a server's tokens do not say is not signed`(method: String) async throws {
        let refused = await (try scene()).run("url", method, "left:a")
        #expect(refused.status == 1 && refused.output.isEmpty && refused.errors.contains("left:a"), "\(refused.errors)")
    }

    @Test(arguments: [
        ["url"], ["url", "left:a", "--expires", "8d"], ["url", "left:a", "--expires", "0s"], ["url", "./a"],
        ["url", "left:a", "--overwrite"], ["url", "--put", "--inline", "left:a"], ["url", "--head", "--put", "left:a"],
        ["url", "left:a", "--content-type", "text"], ["url", "nowhere:a"], ["url", "-"],
        ["url", "--from-file", "none"],
        ["form", "left:a", "--max-size", "x"], ["form", "left:a", "left:b"], ["keys", "new", "a b"],
        ["keys", "rotate"],
    ])
    func `is refused with 2 where it cannot be meant`(arguments: [String]) async throws {
        let outcome = await (try scene()).run(arguments)
        #expect(outcome.status == 2 && outcome.output.isEmpty && !outcome.errors.isEmpty, "\(outcome)")
    }

    @Test func `is a form, as JSON, as a page and for curl`() async throws {
        let scene = try scene()
        let arguments = ["form", "lake:in/a.png", "--max-size", "1MiB", "--content-type", "image/*", "--expires", "5m"]
        let json = await scene.run(arguments)
        #expect(json.status == 0 && json.output.contains(#""maximumSize":1048576,"contentTypes":["image/*"]"#))
        #expect(json.errors.contains("does not hold an upload to: that there is no such item yet."))
        #expect(await scene.run(arguments + ["--html"]).output.contains("enctype=\"multipart/form-data\""))
        let curl = await scene.run(arguments + ["--curl", "--overwrite"])
        #expect(curl.output.hasPrefix("curl --fail --form-string key=in/a.png ") && !curl.errors.contains("not hold"))
        #expect(await scene.run("form", "left:a", "--html").output.contains("https://files.example/s/left/a?t="))
    }

    @Test func `moves no terminal, and is in no log`() async throws {
        let scene = try scene()
        let key = "lake:\u{1b}[2J\u{202e}x"
        let terminal = await scene.run(["form", key, "--curl"], onTerminal: true)
        #expect(terminal.status == 1 && terminal.output.isEmpty && terminal.errors.contains("--json"))
        let curl = await scene.run(["url", key, "--curl"], onTerminal: true)
        #expect(curl.status == 0 && curl.output.contains("--output '_[2J_x' "))
        for outcome in [terminal, curl, await scene.run(["form", key], onTerminal: true)] {
            for text in [outcome.output, outcome.errors] {
                #expect(!text.unicodeScalars.contains { $0 == "\u{1b}" || $0 == "\u{202e}" }, "\(text)")
            }
        }
        _ = await scene.run("url", "left:one.txt", "--log-level", "trace")
        let log = try #require(scene.text("state/persisty/persisty.log"))
        for secret in ["X-Amz-Signature", "?t=", "a-secret", "eyJ"] { #expect(!log.contains(secret)) }
    }
}
