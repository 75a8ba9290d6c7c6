import PersistyData
import PersistyS3
import PersistyTestSupport
import Testing

@Suite struct `A signed address of S3` {
    private func key(_ text: String = "a folder/é+.txt") throws -> DataKey { try DataKey(text) }

    @Test(arguments: Link.Method.allCases)
    func `is for one method, one item and one time`(method: Link.Method) async throws {
        var link = Link(method, try key(), life: .seconds(600))
        link.condition = .always
        let url = try await Signing().url(link)
        let (path, query) = url.parts
        #expect(path == "https://b-1.s3.eu-west-1.amazonaws.com/a%20folder/%C3%A9%2B.txt")
        #expect(query["X-Amz-Expires"] == "600" && query["X-Amz-Date"] == "20231114T221320Z")
        #expect(query["X-Amz-Credential"] == "AKIAIOSFODNN7EXAMPLE/20231114/eu-west-1/s3/aws4_request")
        #expect(query["X-Amz-SignedHeaders"] == "host" && query["X-Amz-Signature"]?.count == 64)
        #expect(url.method == method && url.headers.isEmpty && !url.endsEarly)
        #expect(url.expiresAt == Timestamp(seconds: Signing.now.seconds + 600))
    }

    @Test func `saves under the last part of the key, or shows under another name and type`() async throws {
        var link = Link(.get, try key("a/b.txt"))
        #expect(
            try await Signing().url(link).parts.query["response-content-disposition"]
                == "attachment; filename=\"b.txt\"; filename*=UTF-8''b.txt")
        (link.fileName, link.isInline, link.contentType) = ("c/é\".pdf", true, "application/pdf")
        let query = try await Signing().url(link).parts.query
        #expect(
            query["response-content-disposition"] == "inline; filename=\"__.pdf\"; filename*=UTF-8''%C3%A9%22.pdf")
        #expect(query["response-content-type"] == "application/pdf")
    }

    @Test func `to write names the headers that must be sent, and what must be so`() async throws {
        var link = Link(.put, try key())
        link.contentType = "image/png"
        var url = try await Signing().url(link)
        #expect(url.headers == [LinkField("if-none-match", "*"), LinkField("content-type", "image/png")])
        #expect(url.parts.query["X-Amz-SignedHeaders"] == "content-type;host;if-none-match")
        link.condition = .matches(ETag("abc"))
        url = try await Signing().url(link)
        #expect(url.headers.first == LinkField("if-match", "\"abc\""))
        var signing = Signing()
        signing.options.storageClass = "STANDARD_IA"
        (link.condition, link.contentType) = (.always, nil)
        #expect(try await signing.url(link).headers == [LinkField("x-amz-storage-class", "STANDARD_IA")])
    }

    @Test func `is refused where the service would not keep what was asked`() async throws {
        var unknown = Signing()
        unknown.endpoint.address = "https://s3.example.com"
        for condition in [WriteCondition.absent, .matches(ETag("a")), .present] {
            var link = Link(.put, try key())
            link.condition = condition
            await expectFailure(.unsupported, "\(condition)") { try await unknown.url(link) }
        }
        var believed = unknown
        believed.options.keepsConditions = true
        #expect(try await believed.url(Link(.put, key())).headers == [LinkField("if-none-match", "*")])
        var limited = Link(.put, try key())
        limited.sizeLimit = 10
        await expectFailure(.unsupported) { try await Signing().url(limited) }
        var present = Link(.put, try key())
        present.condition = .present
        await expectFailure(.unsupported) { try await Signing().url(present) }
        var typed = Signing()
        typed.options.contentTypes = ["image/*"]
        await expectFailure(.unsupported) { try await typed.url(Link(.put, key())) }
        var strange = Link(.get, try key())
        strange.contentType = "text\r\nx: y"
        await expectFailure(.badContentType) { try await Signing().url(strange) }
    }

    @Test func `ends when its credentials end, and says so`() async throws {
        var signing = Signing()
        signing.credentials?.expiresAt = Timestamp(seconds: Signing.now.seconds + 60)
        let url = try await signing.url(Link(.get, key()))
        #expect(url.endsEarly && url.expiresAt == Timestamp(seconds: Signing.now.seconds + 60))
        #expect(try await !signing.url(Link(.get, key(), life: .seconds(60))).endsEarly)
        let form = try await signing.signer.form(UploadPolicy(key()))
        #expect(form.endsEarly && form.expiresAt == url.expiresAt)
    }

    @Test func `needs credentials`() async throws {
        var signing = Signing()
        signing.credentials = nil
        let error = await expectFailure(.unsupported) { try await signing.url(Link(.get, key())) }
        #expect(error?.key == "a folder/é+.txt" && error?.store == "s")
        await expectFailure(.unsupported) { try await signing.signer.form(UploadPolicy(key())) }
    }

    @Test func `says who pays, where who asks does`() async throws {
        var signing = Signing()
        signing.isRequesterPaying = true
        #expect(try await signing.url(Link(.get, key())).parts.query["x-amz-request-payer"] == "requester")
        await expectFailure(.unsupported) { try await signing.signer.form(UploadPolicy(key())) }
    }

    @Test func `of all buckets is one of the bucket that the key names`() async throws {
        let signer = try Signing().service.store(named: "all").linkSigner
        let keys = try ["b-1/x", "b-2//x", "b-1/y/z", "none", "/x", "b-1/"].map { try DataKey($0) }
        let results = await signer.sign(keys.map { Link(.head, $0) })
        #expect(
            results.map { try? $0.get().parts.path } == [
                "https://b-1.s3.eu-west-1.amazonaws.com/x", "https://b-2.s3.eu-west-1.amazonaws.com//x",
                "https://b-1.s3.eu-west-1.amazonaws.com/y/z", nil, nil, nil,
            ])
        let form = try await signer.form(UploadPolicy(DataKey("b-2/x")))
        #expect(form.url == "https://b-2.s3.eu-west-1.amazonaws.com/")
        #expect(form.fields.contains(LinkField("key", "x")))
    }
}
