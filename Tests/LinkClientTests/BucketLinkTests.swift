import ClientSupport
import Foundation
import PersistyData
import PersistyS3
import PersistyTestSupport
import S3TestSupport
import Testing

/// Signed links of real servers as people use them: by curl, and by a web browser that is told nothing else.
@Suite(.serialized) struct `A signed link in a client` {
    private struct Scene: Sendable {
        let store: S3Store
        let folder: String

        func url(_ link: Link) async throws -> SignedURL {
            try #require(await store.linkSigner.sign([link]).first).get()
        }

        /// What the item's ETag says, which is to be the MD5 of what was sent.
        func etag(_ key: DataKey) async throws -> String? { try await store.read(key)?.etag?.value }
    }

    private func withScene(_ name: String, _ body: @Sendable (Scene) async throws -> Void) async throws {
        let server = try S3Server.named(name)
        let bucket = try await server.bucket()
        try await withTemporaryDirectory { folder in
            try Data(Self.bytes).write(to: URL(filePath: folder + "/source.png"))
            try await body(Scene(store: S3Store(name: name, client: server.client, bucket: bucket), folder: folder))
        }
        try await server.dispose(bucket)
    }

    private static let bytes = seededBytes(300_000)

    private func putting(_ key: DataKey) -> Link {
        var link = Link(.put, key)
        (link.condition, link.contentType) = (.always, "image/png")
        return link
    }

    private func policy(_ key: DataKey) -> UploadPolicy {
        var policy = UploadPolicy(key, life: .seconds(600))
        (policy.sizes, policy.contentTypes, policy.condition) = (0...1_000_000, ["image/*"], .always)
        return policy
    }

    @Test(.timeLimit(.minutes(5)), arguments: ["radosgw", "swift"])
    func `is read whole and by range, and written, by curl`(name: String) async throws {
        try await withScene(name) { scene in
            let key = try DataKey("in/é ü+&'.png")
            #expect(try await Shell.run(scene.url(putting(key)).curl(file: "source.png"), in: scene.folder).status == 0)
            #expect(try await scene.etag(key) == md5(Self.bytes))
            let get = try await scene.url(Link(.get, key))
            #expect(try await Shell.run(get.curl(file: "got.png"), in: scene.folder).status == 0)
            #expect(FileManager.default.contents(atPath: scene.folder + "/got.png") == Data(Self.bytes))
            let part = "curl -sS -f -r 1000-200999 -o part.png \(LinkText.shellWord(get.url))"
            #expect(try await Shell.run(part, in: scene.folder).status == 0)
            let wanted = Data(Self.bytes[1000...200_999])
            #expect(FileManager.default.contents(atPath: scene.folder + "/part.png") == wanted)
            guard name == "radosgw" else { return }
            let formed = try DataKey("in/formed.png")
            let form = try await scene.store.linkSigner.form(policy(formed))
            #expect(try await Shell.run(form.curl(file: "source.png"), in: scene.folder).status == 0)
            #expect(try await scene.etag(formed) == md5(Self.bytes))
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: ["radosgw", "swift"])
    func `is saved by a browser, and read by range and written from a page of the service`(
        name: String
    ) async throws {
        try await withScene(name) { scene in
            let (seen, key) = (try DataKey("seen.txt"), try DataKey("in/é ü+&'.png"))
            var options = WriteOptions()
            options.attributes.contentType = "text/plain"
            _ = try await scene.store.write(seen, DataReader("what is seen".utf8), options)
            var showing = Link(.get, seen)
            showing.isInline = true
            let (shown, put) = (try await scene.url(showing), try await scene.url(putting(key)))
            let get = try await scene.url(Link(.get, key))
            try await Chromium.with { chromium in
                let page = try await chromium.page()
                // What is shown is a page of the service's own origin: no other needs to be allowed there.
                try await page.open(shown.url)
                #expect(try await page.value("document.body.innerText") == "what is seen")
                let text = Data(Self.bytes).base64EncodedString()
                let status: Int = try await page.value(
                    """
                    (async () => {
                      const body = Uint8Array.from(atob('\(text)'), character => character.charCodeAt(0));
                      const headers = { 'Content-Type': 'image/png' };
                      return (await fetch(\(LinkText.json(put.url)), { method: 'PUT', body, headers })).status;
                    })()
                    """)
                #expect(status == 200)
                #expect(try await scene.etag(key) == md5(Self.bytes))
                let part: [Int] = try await page.value(
                    """
                    (async () => {
                      const answer = await fetch(\(LinkText.json(get.url)), { headers: { Range: 'bytes=10-12' } });
                      return [answer.status, ...new Uint8Array(await answer.arrayBuffer())];
                    })()
                    """)
                #expect(part == [206] + Self.bytes[10...12].map(Int.init))
                #expect(try await page.download(get.url) == Data(Self.bytes))
            }
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `is a form that a browser sends, and the service holds it to its key`() async throws {
        try await withScene("radosgw") { scene in
            let (key, other) = (try DataKey("ada/é ü+&'.png"), try DataKey("bob/é ü+&'.png"))
            let form = try await scene.store.linkSigner.form(policy(key))
            let html = scene.folder + "/form.html"
            try Data(try #require(form.html).utf8).write(to: URL(filePath: html))
            try await Chromium.with { chromium in
                let page = try await chromium.page()
                try await page.open("file://" + html)
                try await page.choose(scene.folder + "/source.png", in: "input[type=file]")
                try await page.run("document.querySelector('[name=key]').value = \(LinkText.json(other.text))")
                #expect(try await page.status(ofSending: "button", to: form.url) == 403)
                #expect(try await scene.store.read(other) == nil)

                try await page.open("file://" + html)
                try await page.choose(scene.folder + "/source.png", in: "input[type=file]")
                #expect(try await page.status(ofSending: "button", to: form.url) == 204)
                #expect(try await scene.etag(key) == md5(Self.bytes))
            }
        }
    }
}
