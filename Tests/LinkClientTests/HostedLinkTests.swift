import ClientSupport
import Foundation
import Logging
import PersistyChunk
import PersistyData
import PersistyDirectory
import PersistyHosting
import PersistyTestSupport
import Testing

/// Hosted links as people use them: by curl, and from pages of a web browser.
@Suite(.serialized) struct `A hosted link in a client` {
    /// A store that is served where clients reach it, and a site whose pages may use its links.
    private struct Scene: Sendable {
        let store: any DataStore
        let signer: HostedLinkSigner
        let site: PageServer
        let folder: String

        /// The MD5 of what is in an item, as its ETag, once it is there.
        func etag(_ key: DataKey) async throws -> String? {
            guard let item = try await store.read(key) else { return nil }
            return try await store.etag(of: item, progress: nil)?.value
        }

        func write(_ bytes: [UInt8], to file: String) throws -> String {
            try Data(bytes).write(to: URL(filePath: folder + "/" + file))
            return folder + "/" + file
        }

        func policy(_ key: DataKey) -> UploadPolicy {
            var policy = UploadPolicy(key, life: .seconds(600))
            (policy.sizes, policy.contentTypes) = (0...1_000_000, ["image/*"])
            return policy
        }
    }

    private func withScene(_ name: String, _ body: @Sendable @escaping (Scene) async throws -> Void) async throws {
        try await withTemporaryDirectory { folder in
            try FileManager.default.createDirectory(atPath: folder + "/docs", withIntermediateDirectories: false)
            let store: any DataStore =
                name == "docs"
                ? try DirectoryStore(name: name, root: folder + "/docs")
                : try ChunkStore(name: name, path: folder + "/vault.sqlite")
            let (port, site) = (try ReservedPort(), try PageServer())
            let hosted = HostedStore(store, name: name)
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let key = try #require(SigningKeys.Key(id: "k1", status: .signing, bytes: seededBytes(32)))
            let service = try HostedService(
                [hosted], at: HostedAddress(publicURL: "http://127.0.0.1:\(port.number)"),
                keys: try #require(SigningKeys([key])),
                ledger: folder + "/links.sqlite", origins: [site.origin], logger: logger)
            let scene = Scene(store: store, signer: service.signer(for: hosted), site: site, folder: folder)
            let (started, told) = AsyncStream<Void>.makeStream()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    defer { withExtendedLifetime(port) {} }
                    try await HostedServer(service, port: port.number, logger: logger).run { _ in told.yield() }
                }
                group.addTask {
                    for await _ in started.prefix(1) { try await body(scene) }
                }
                try await group.next()
                group.cancelAll()
                while true { do { guard try await group.next() != nil else { break } } catch is CancellationError {} }
            }
        }
    }

    private static let bytes = seededBytes(300_000)

    @Test(.timeLimit(.minutes(2)), arguments: ["docs", "vault"])
    func `is read whole and by range, and written, by curl`(store: String) async throws {
        try await withScene(store) { scene in
            let key = try DataKey("in/é ü+&'.png")
            _ = try scene.write(Self.bytes, to: "source.png")
            var link = Link(.put, key)
            link.contentType = "image/png"
            let put = try #require(await scene.signer.sign([link]).first).get()
            #expect(try await Shell.run(put.curl(file: "source.png"), in: scene.folder).status == 0)
            #expect(try await scene.etag(key) == md5(Self.bytes))

            let get = try #require(await scene.signer.sign([Link(.get, key)]).first).get()
            #expect(try await Shell.run(get.curl(file: "got.png"), in: scene.folder).status == 0)
            #expect(FileManager.default.contents(atPath: scene.folder + "/got.png") == Data(Self.bytes))
            let part = "curl -sS -f -r 1000-200999 -o part.png '\(get.url)'"
            #expect(try await Shell.run(part, in: scene.folder).status == 0)
            let wanted = Data(Self.bytes[1000...200_999])
            #expect(FileManager.default.contents(atPath: scene.folder + "/part.png") == wanted)

            let formed = try DataKey("in/formed.png")
            let form = try await scene.signer.form(scene.policy(formed))
            #expect(try await Shell.run(form.curl(file: "source.png"), in: scene.folder).status == 0)
            #expect(try await scene.etag(formed) == md5(Self.bytes))
        }
    }

    @Test(.timeLimit(.minutes(3)), arguments: ["docs", "vault"])
    func `is read whole and by range, and written, from a page of an allowed origin`(store: String) async throws {
        try await withScene(store) { scene in
            let key = try DataKey("in/é ü+&'.png")
            var link = Link(.put, key)
            link.contentType = "image/png"
            let put = try #require(await scene.signer.sign([link]).first).get()
            let get = try #require(await scene.signer.sign([Link(.get, key)]).first).get()
            let formed = try DataKey("in/formed.png")
            let form = try await scene.signer.form(scene.policy(formed))
            let text = Data(Self.bytes).base64EncodedString()
            try await Chromium.with { chromium in
                let page = try await chromium.page()
                try await page.open(scene.site.origin + "/")
                try await page.run(
                    """
                    const bytes = Uint8Array.from(atob('\(text)'), character => character.charCodeAt(0));
                    window.file = new File([bytes], 'source.png', { type: 'image/png' });
                    """)
                let written: [String] = try await page.value(
                    """
                    fetch(\(LinkText.json(put.url)), { method: 'PUT', body: file, headers: { 'Content-Type': 'image/png' } })
                      .then(answer => [String(answer.status), answer.headers.get('ETag')])
                    """)
                #expect(written == ["201", "\"\(md5(Self.bytes))\""])
                #expect(try await scene.etag(key) == md5(Self.bytes))

                let whole: Int = try await page.value(
                    """
                    (async () => {
                      const read = new Uint8Array(await (await fetch(\(LinkText.json(get.url)))).arrayBuffer());
                      const sent = new Uint8Array(await file.arrayBuffer());
                      return read.every((byte, index) => byte === sent[index]) ? read.length : -1;
                    })()
                    """)
                #expect(whole == Self.bytes.count)
                let part: [Int] = try await page.value(
                    """
                    (async () => {
                      const answer = await fetch(\(LinkText.json(get.url)), { headers: { Range: 'bytes=10-12' } });
                      return [answer.status, ...new Uint8Array(await answer.arrayBuffer())];
                    })()
                    """)
                #expect(part == [206] + Self.bytes[10...12].map(Int.init))

                let sent: Int = try await page.value(
                    """
                    (async () => {
                      const data = new FormData();
                      data.append('file', file);
                      return (await fetch(\(LinkText.json(form.url)), { method: 'POST', body: data })).status;
                    })()
                    """)
                #expect(sent == 201 || sent == 204)
                #expect(try await scene.etag(formed) == md5(Self.bytes))
            }
        }
    }

    @Test(.timeLimit(.minutes(3)), arguments: ["docs", "vault"])
    func `is saved by a browser, and its form is sent by one as any page's is`(store: String) async throws {
        try await withScene(store) { scene in
            let key = try DataKey("in/formed.png")
            let form = try await scene.signer.form(scene.policy(key))
            let file = try scene.write(Self.bytes, to: "source.png")
            let get = try #require(await scene.signer.sign([Link(.get, key)]).first).get()
            let html = scene.folder + "/form.html"
            try Data(try #require(form.html).utf8).write(to: URL(filePath: html))
            try await Chromium.with { chromium in
                let page = try await chromium.page()
                try await page.open("file://" + html)
                try await page.choose(file, in: "input[type=file]")
                #expect([200, 201, 204].contains(try await page.status(ofSending: "button", to: form.url)))
                #expect(try await scene.etag(key) == md5(Self.bytes))
                #expect(try await page.download(get.url) == Data(Self.bytes))
            }
        }
    }

    @Test(.timeLimit(.minutes(3)))
    func `tells pages of another origin nothing`() async throws {
        try await withScene("docs") { scene in
            let key = try DataKey("a.txt")
            _ = try await scene.store.write(key, DataReader("a".utf8), WriteOptions())
            let get = try #require(await scene.signer.sign([Link(.get, key)]).first).get()
            let other = try PageServer()
            try await Chromium.with { chromium in
                let page = try await chromium.page()
                for (origin, wanted) in [(scene.site.origin, "a"), (other.origin, "nothing")] {
                    try await page.open(origin + "/")
                    let told: String = try await page.value(
                        "fetch(\(LinkText.json(get.url))).then(answer => answer.text(), () => 'nothing')")
                    #expect(told == wanted)
                }
            }
        }
    }
}
