import ClientSupport
import Foundation
import NIOCore
import PersistyData
import PersistyTestSupport
import S3TestSupport
import Testing

@testable import PersistyS3

/// Signed links beside real servers, used as somebody uses them who has nothing else: by curl, pasted into a shell.
@Suite struct `A signed link` {
    /// A bucket, a folder, and a store whose clock can be wrong.
    private struct Scene {
        let name: String
        let server: S3Server
        let bucket: String
        let folder: String

        func store(ahead seconds: Int64 = 0, _ options: S3StoreOptions = S3StoreOptions()) throws -> S3Store {
            guard seconds != 0 else {
                return S3Store(name: name, client: server.client, bucket: bucket, options: options)
            }
            var surroundings = S3Client.Surroundings()
            surroundings.now = { Timestamp(seconds: Timestamp.now.seconds + seconds) }
            let client = S3Client(
                endpoint: server.endpoint, credentials: FixedCredentials(server.credentials),
                transport: try .shared(TransportOptions()), surroundings: surroundings)
            return S3Store(name: name, client: client, bucket: bucket, options: options)
        }

        func url(_ link: Link, ahead seconds: Int64 = 0) async throws -> SignedURL {
            try #require(await store(ahead: seconds).linkSigner.sign([link]).first).get()
        }

        /// The status of the answer to a command that curl is named in.
        func status(_ curl: String) async throws -> String {
            try await Shell.run(
                curl.replacing("curl --fail", with: "curl -sS -o /dev/null -w '%{http_code}'", maxReplacements: 1),
                in: folder
            ).output
        }

        func write(_ text: String, to file: String) throws {
            try Data(text.utf8).write(to: URL(filePath: folder + "/" + file))
        }
    }

    private func withScene(_ name: String, _ body: (Scene) async throws -> Void) async throws {
        let server = try S3Server.named(name)
        let bucket = try await server.bucket()
        try await withTemporaryDirectory { folder in
            try await body(Scene(name: name, server: server, bucket: bucket, folder: folder))
        }
        try await server.dispose(bucket)
    }

    private static let text = "what is read\n"

    @Test(
        .timeLimit(.minutes(5)), arguments: ["swift", "radosgw"], ["a folder/é+ '$(id)'.txt", "a//b/../c/./%2F"])
    func `reads whole and in part, and tells of the item, with nothing but its address`(
        name: String, key: String
    ) async throws {
        try await withScene(name) { scene in
            let key = try DataKey(key)
            _ = try await scene.store().write(key, DataReader(Self.text.utf8), WriteOptions())
            let url = try await scene.url(Link(.get, key))
            #expect(try await Shell.run(url.curl(file: "-got"), in: scene.folder).status == 0)
            #expect(FileManager.default.contents(atPath: scene.folder + "/-got") == Data(Self.text.utf8))
            let part = try await Shell.run("curl -sS --path-as-is -r 5-6 '\(url.url)'", in: scene.folder)
            #expect(part.output == "is")
            let head = try await scene.url(Link(.head, key))
            let told = try await Shell.run(head.curl(file: ""), in: scene.folder)
            #expect(told.output.lowercased().contains("content-length: \(Self.text.utf8.count)"))
            let disposition = try await Shell.run(
                "curl -sS --path-as-is -D - -o /dev/null '\(url.url)'", in: scene.folder)
            #expect(disposition.output.lowercased().contains("content-disposition: attachment; filename="))
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: ["swift", "radosgw"])
    func `writes and deletes what it is for, and with its headers alone`(name: String) async throws {
        try await withScene(name) { scene in
            let store = try scene.store()
            let key = try DataKey("new/item")
            try scene.write("written", to: "source")
            var link = Link(.put, key)
            (link.condition, link.contentType) = (.always, "text/csv")
            let url = try await scene.url(link)
            #expect(try await scene.status("curl --fail --upload-file source '\(url.url)'") == "403")
            #expect(try await store.read(key) == nil)
            #expect(try await scene.status(url.curl(file: "source")) == "200")
            let item = try #require(try await store.read(key))
            #expect(item.size == 7 && item.attributes?.contentType == "text/csv")
            #expect(try await scene.status(scene.url(Link(.delete, key)).curl(file: "")) == "204")
            #expect(try await store.read(key) == nil)
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `replaces nothing where that was asked and the service keeps it`() async throws {
        try await withScene("radosgw") { scene in
            var options = S3StoreOptions()
            options.keepsConditions = true
            let store = try scene.store(options)
            let key = try DataKey("once")
            try scene.write("first", to: "source")
            let url = try #require(await store.linkSigner.sign([Link(.put, key)]).first).get()
            #expect(try await scene.status(url.curl(file: "source")) == "200")
            try scene.write("second", to: "source")
            #expect(try await scene.status(url.curl(file: "source")) == "412")
            #expect(try await scene.status("curl --fail --upload-file source '\(url.url)'") == "403")
            #expect(try await store.read(key)?.size == 5)
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: ["swift", "radosgw"])
    func `that was changed or has ended opens nothing`(name: String) async throws {
        try await withScene(name) { scene in
            for key in ["a", "b"] {
                _ = try await scene.store().write(DataKey(key), DataReader(Self.text.utf8), WriteOptions())
            }
            let url = try await scene.url(Link(.get, DataKey("a"), life: .seconds(60))).url
            let changed = [
                url.replacing("/a?", with: "/b?"), url.replacing("X-Amz-Expires=60", with: "X-Amz-Expires=600"),
                url.replacing("attachment", with: "inline"), String(url.dropLast()) + (url.last == "0" ? "1" : "0"),
                url.replacing("X-Amz-Signature", with: "X-Amz-Other"),
            ]
            for url in changed {
                let status = try await scene.status("curl --fail '\(url)'")
                #expect(status.hasPrefix("40"), "\(url)")
            }
            #expect(try await scene.status("curl --fail -X DELETE '\(url)'") == "403")
            #expect(try await scene.status("curl --fail '\(url)'") == "200")
            let ended = try await scene.url(Link(.get, DataKey("a"), life: .seconds(60)), ahead: -120).url
            #expect(try await scene.status("curl --fail '\(ended)'") == "403")
        }
    }
}

extension `A signed link` {
    private func policy(_ key: String = "in/é ü.png") throws -> UploadPolicy {
        var policy = UploadPolicy(try DataKey(key), life: .seconds(60))
        (policy.sizes, policy.contentTypes, policy.condition) = (2...10, ["image/*"], .always)
        return policy
    }

    @Test(.timeLimit(.minutes(5)))
    func `as a form takes what it is for and nothing else`() async throws {
        try await withScene("radosgw") { scene in
            let store = try scene.store()
            let policy = try policy()
            for (size, file) in [(1, "short"), (10, "right"), (11, "long")] {
                try scene.write(String(repeating: "x", count: size), to: file)
            }
            let form = try await store.linkSigner.form(policy)
            let right = form.curl(file: "right")
            var changed: [(String, String)] = [
                ("too short", form.curl(file: "short")), ("too long", form.curl(file: "long")),
                ("another key", right.replacing("key=in/", with: "key=out/")),
                ("another type", right.replacing("Content-Type=image/png", with: "Content-Type=text/html")),
                ("another policy", right.replacing("policy=eyJ", with: "policy=eyI")),
                ("another signature", right.replacing("x-amz-signature=", with: "x-amz-signature=0")),
                (
                    "one field more",
                    right.replacing("--form-string policy", with: "--form-string acl=public-read --form-string policy")
                ),
            ]
            changed.append(
                ("ended", try await scene.store(ahead: -120).linkSigner.form(policy).curl(file: "right")))
            for (what, command) in changed {
                #expect(command != right)
                let status = try await scene.status(command)
                #expect(status.hasPrefix("4"), "\(what): \(status)")
                #expect(try await store.read(policy.key) == nil, "\(what)")
            }
            #expect(try await scene.status(right) == "204")
            let item = try #require(try await store.read(policy.key))
            #expect(item.size == 10 && item.attributes?.contentType == "image/png")
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `as a form is an address to put to where the service takes no forms`() async throws {
        try await withScene("swift") { scene in
            let store = try scene.store()
            try await scene.server.prove(store)
            #expect(store.profile.takesForms == false)
            let form = try await store.linkSigner.form(policy())
            try scene.write("0123456789", to: "right")
            #expect(form.method == .put && form.unkept == ["the size", "the types"])
            #expect(try await scene.status(form.curl(file: "right")) == "200")
            #expect(try await store.read(policy().key)?.size == 10)
        }
    }
}
