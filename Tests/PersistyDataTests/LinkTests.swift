import PersistyData
import PersistyTestSupport
import Testing

@Suite struct `A data store factory` {
    private let ada: Authorization
    private let mine: DataKey
    private let others: DataKey

    init() throws {
        ada = try Authorization(subject: "ada")
        mine = try DataKey("ada/cat.png")
        others = try DataKey("grace/cat.png")
    }

    @Test func `signs for an owner only what the owner's store allows`() async throws {
        let factory = OwnedDataStoreFactory(SharedDataStoreFactory(MemoryStore(), signer: EverySigner()))
        let links = [
            Link(.get, mine), Link(.get, others), Link(.put, mine), Link(.put, others), Link(.delete, mine),
            Link(.delete, others), Link(.head, others),
        ]
        let codes = await factory.urls(for: links, ada).map(\.code)
        #expect(codes == [nil, nil, nil, .forbidden, nil, .forbidden, nil])
        _ = try await factory.uploadForm(UploadPolicy(mine), ada)
        await #expect(throws: DataError.self) { try await factory.uploadForm(UploadPolicy(others), ada) }
        #expect(await factory.urls(for: links, nil).allSatisfy { $0.code == .unauthenticated })
    }

    @Test func `that restricts binds addresses and forms too, whatever the condition`() async throws {
        let factory = RestrictedDataStoreFactory(
            SharedDataStoreFactory(MemoryStore(), signer: EverySigner()), allowing: [.create])
        var replacing = Link(.put, mine)
        for condition in [WriteCondition.always, .present, .matches(ETag("x"))] {
            replacing.condition = condition
            #expect(await factory.urls(for: [replacing], nil).map(\.code) == [.forbidden])
            var policy = UploadPolicy(mine)
            policy.condition = condition
            await #expect(throws: DataError.self) { try await factory.uploadForm(policy, nil) }
        }
        #expect(
            await factory.urls(for: [Link(.put, mine), Link(.delete, mine)], nil).map(\.code) == [nil, .forbidden])
    }

    @Test func `without a signer says so`() async throws {
        #expect(
            await SharedDataStoreFactory(MemoryStore()).urls(for: [Link(.get, mine)], nil).map(\.code) == [.unsupported]
        )
    }

    @Test func `ends a link with the authorization that it is for, and says so`() async throws {
        let factory = SharedDataStoreFactory(MemoryStore(), signer: EverySigner())
        let now = Timestamp(seconds: 1000)
        var ends = ada
        ends.expiresAt = Timestamp(seconds: 1300)
        let url = try #require(await factory.urls(for: [Link(.get, mine, life: .seconds(900))], ends, at: now).first)
            .get()
        #expect(url.expiresAt == Timestamp(seconds: 1300) && url.endsEarly)
        let soon = try #require(await factory.urls(for: [Link(.get, mine, life: .seconds(300))], ends, at: now).first)
            .get()
        #expect(soon.expiresAt == Timestamp(seconds: 1300) && !soon.endsEarly)
        ends.expiresAt = Timestamp(seconds: 1000, nanoseconds: 999)
        #expect(await factory.urls(for: [Link(.get, mine)], ends, at: now).map(\.code) == [.unauthenticated])
    }

    @Test(arguments: [Duration.zero, .seconds(-1), .milliseconds(999), .seconds(604_801), .seconds(Int64.max)])
    func `refuses a life that no link has`(life: Duration) async throws {
        let factory = SharedDataStoreFactory(MemoryStore(), signer: EverySigner())
        #expect(await factory.urls(for: [Link(.get, mine, life: life)], nil).map(\.code) == [.other])
    }
}

/// Signs whatever it is given, at second 1000.
private struct EverySigner: LinkSigner {
    func sign(_ links: [Link]) async -> [Result<SignedURL, DataError>] {
        links.map { link in
            .success(
                SignedURL(
                    link.method, url: "https://example.org/\(link.key.text)?t=secret",
                    expiresAt: Timestamp(seconds: 1000 + link.life.components.seconds)))
        }
    }

    func form(_ upload: UploadPolicy) async throws(DataError) -> UploadForm {
        UploadForm(
            .post, url: "https://example.org/", expiresAt: Timestamp(seconds: 1000 + upload.life.components.seconds),
            policy: upload)
    }
}

extension Result where Failure == DataError {
    fileprivate var code: DataError.Code? { if case .failure(let error) = self { error.code } else { nil } }
}

@Suite struct `The text of a link` {
    @Test func `is never printed with its permission`() {
        let url = SignedURL(.get, url: "https://example.org/a?t=secret", expiresAt: Timestamp(seconds: 0))
        for text in ["\(url)", String(reflecting: url), String(describing: [url])] {
            #expect(!text.contains("secret") && text.contains("https://example.org/a"))
        }
    }

    @Test(arguments: [
        ("plain/file.txt", "plain/file.txt"), ("", "''"), ("a b", "'a b'"), ("it's", #"'it'\''s'"#),
        ("$(rm -rf .)`id`", "'$(rm -rf .)`id`'"), ("line\nbreak", "'line\nbreak'"), ("é", "'é'"),
    ])
    func `is one word of a shell`(text: String, word: String) {
        #expect(LinkText.shellWord(text) == word)
    }

    @Test func `in a page is no markup`() throws {
        var form = UploadForm(
            .post, url: "https://example.org/?a=1&b=\"2\"", fields: [LinkField("key", "\"><script>'&\r\n")],
            expiresAt: Timestamp(seconds: 0), policy: UploadPolicy(try DataKey("x")))
        form.policy.contentTypes = ["image/*"]
        let html = try #require(form.html)
        #expect(html.contains(#"value="&quot;&gt;&lt;script&gt;&#39;&amp;&#13;&#10;""#))
        #expect(html.contains(#"action="https://example.org/?a=1&amp;b=&quot;2&quot;""#))
        #expect(html.contains(#"accept="image/*""#))
    }

    @Test func `for curl names no option and reads no other file`() throws {
        let url = SignedURL(.get, url: "https://e.org/?a&b", headers: [LinkField("x-a", "1")], expiresAt: .now)
        #expect(url.curl(file: "-o") == "curl --fail --output ./-o --header 'x-a: 1' 'https://e.org/?a&b'")
        let form = UploadForm(
            .post, url: "https://e.org/", fields: [LinkField("key", "@/etc/passwd")], expiresAt: .now,
            policy: UploadPolicy(try DataKey("x")))
        #expect(form.curl(file: "a;\"b").contains("--form-string key=@/etc/passwd --form 'file=@\"a;\\\"b\"'"))
    }
}
