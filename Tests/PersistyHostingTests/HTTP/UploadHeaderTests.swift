import HTTPTypes
import PersistyData
import Testing

@testable import PersistyHosting

@Suite struct `The head of an upload` {
    private static func read(
        _ fields: HTTPFields, types: [String] = ["*"], condition: WriteCondition = .always, length: Int64? = nil,
        sha256: [UInt8]? = nil
    ) -> Result<UploadHeaders, RequestRefusal> {
        let upload = LinkToken.Upload(
            limit: 1000, length: length, contentTypes: types, condition: condition, sha256: sha256)
        return Result { () throws(RequestRefusal) in try UploadHeaders(fields, for: upload, serverLimit: 5000) }
    }

    private static func code(_ result: Result<UploadHeaders, RequestRefusal>) -> Int {
        switch result {
        case .success: 200
        case .failure(let refusal): refusal.status.code
        }
    }

    @Test(arguments: HostileRequest.all("upload"))
    func `is refused as the corpus wants, before its content`(hostile: HostileRequest) throws {
        let wanted = try #require(hostile.expect.rule)
        let code = Self.code(Self.read(hostile.fields()))
        // What the content and the item alone can tell has no answer yet.
        switch hostile.note {
        case "type lies: html in a png token", "wrong Content-MD5", "If-None-Match * on existing", "If-Match stale":
            #expect(code == 200)
        case "unknown expectation": #expect(code == 417)
        default: #expect(wanted.contains("\(code)"), "\(code)")
        }
    }

    @Test(
        arguments: [
            ("application/octet-stream", ["application/octet-stream"], 200),
            ("APPLICATION/Octet-Stream", ["application/octet-stream"], 200),
            ("application/octet-stream; charset=x", ["application/octet-stream"], 415),
            ("application/octet-stream", ["application/octet-stream; charset=x"], 415),
            ("text/plain;charset=UTF-8", ["text/plain; charset=utf-8"], 200),
            ("text/html", ["application/octet-stream"], 415),
            ("image/png", ["image/*"], 200), ("image/png; x=y", ["image/*"], 200), ("imagex/png", ["image/*"], 415),
            ("text/html", ["image/*", "text/html"], 200), ("text/html", ["*"], 200), (nil, ["*"], 200),
            (nil, ["image/*"], 415), ("html", ["*"], 400), ("text/html;x", ["*"], 400),
            ("text/html; x=\"y", ["*"], 400),
            ("text/html, text/css", ["*"], 400), ("", ["*"], 400),
            ("a/" + String(repeating: "b", count: 99), ["*"], 400),
        ] as [(String?, [String], Int)])
    func `names a type that the link is for`(type: String?, allowed: [String], code: Int) throws {
        var fields = HTTPFields()
        fields[.contentType] = type
        let result = Self.read(fields, types: allowed)
        #expect(Self.code(result) == code)
        if code == 200 { #expect(try result.get().contentType == type) }
    }

    @Test func `names one type at most`() {
        var fields = HTTPFields()
        fields[values: .contentType] = ["text/plain", "text/plain"]
        #expect(Self.code(Self.read(fields)) == 400)
    }

    @Test(
        arguments: [
            (["0"], 200, Int64(0)), (["1000"], 200, 1000), ([], 200, nil), (["5", "5"], 200, 5), (["1001"], 413, nil),
            (["99999999999999999999"], 413, nil), (["5", "6"], 400, nil), (["-5"], 400, nil), (["+5"], 400, nil),
            (["0x5"], 400, nil), (["5a"], 400, nil), (["5, 5"], 400, nil), ([""], 400, nil), (["٥"], 400, nil),
        ] as [([String], Int, Int64?)])
    func `tells how many bytes come`(values: [String], code: Int, length: Int64?) throws {
        var fields: HTTPFields = [.expect: "100-continue"]
        fields[values: .contentLength] = values
        let result = Self.read(fields)
        #expect(Self.code(result) == code)
        if code == 200 {
            #expect(try result.get().length == length)
            #expect(try result.get().awaitsContinue)
        }
    }

    @Test func `has the very length that the link is for`() throws {
        #expect(try Self.read([.contentLength: "12"], length: 12).get().limit == 12)
        let chunked = try Self.read([:], length: 12).get()
        #expect(chunked.limit == 12 && chunked.length == 12)
        #expect(Self.code(Self.read([.contentLength: "11"], length: 12)) == 400)
        #expect(try Self.read([:]).get().limit == 1000)
        let more = LinkToken.Upload(limit: 9000, length: 6000, contentTypes: ["*"], condition: .always)
        #expect(throws: RequestRefusal.self) { try UploadHeaders([:], for: more, serverLimit: 5000) }
    }

    private static let plain: [(HTTPFields, Int)] = [
        ([.contentEncoding: "identity"], 200), ([.contentEncoding: "Identity, identity"], 200),
        ([.contentEncoding: "gzip"], 415), ([.contentEncoding: "identity, gzip"], 415),
        ([.contentRange: "bytes 0-4/10"], 400), ([.contentRange: ""], 400),
        ([.expect: "100-Continue"], 200), ([.expect: "100-continue, x"], 417), ([.expect: "200-maybe"], 417),
    ]

    @Test(arguments: plain)
    func `comes plain and whole`(fields: HTTPFields, code: Int) { #expect(Self.code(Self.read(fields)) == code) }

    private static let sha = "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"
    private static let otherSHA = "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:"
    private static let digests: [(HTTPFields, Int, [Digest.Algorithm])] = [
        ([:], 200, []), ([.contentMD5: "1B2M2Y8AsgTpgAmY7PhCfg=="], 200, [.md5]),
        ([.contentMD5: "1B2M2Y8AsgTpgAmY7PhCfg"], 400, []), ([.contentMD5: "1B2M2Y8AsgTpgAmY7PhCfh=="], 400, []),
        ([.contentMD5: "AAAA"], 400, []), ([.contentMD5: ""], 400, []),
        ([.contentMD5: "1B2M2Y8AsgTpgAmY7PhC_g=="], 400, []),
        ([.reprDigest: sha], 200, [.sha256]), ([.contentDigest: sha], 200, [.sha256]),
        ([.reprDigest: sha, .contentDigest: sha, .contentMD5: "1B2M2Y8AsgTpgAmY7PhCfg=="], 200, [.sha256, .md5]),
        ([.reprDigest: sha, .contentDigest: otherSHA], 400, []), ([.reprDigest: sha + ", " + otherSHA], 400, []),
        ([.reprDigest: "sha-512=:AAAA:, " + sha], 200, [.sha256]), ([.reprDigest: "sha-512=:AAAA:"], 200, []),
        ([.reprDigest: "sha-256=:AAAA:"], 400, []), ([.reprDigest: "sha-256=AAAA"], 400, []),
        ([.reprDigest: "sha-256=:AAAA"], 400, []), ([.reprDigest: "SHA-256=:AAAA:"], 400, []),
        ([.reprDigest: sha + ","], 400, []), ([.reprDigest: "x"], 400, []), ([.reprDigest: ""], 400, []),
    ]

    @Test(arguments: digests)
    func `tells what the content must be`(fields: HTTPFields, code: Int, algorithms: [Digest.Algorithm]) throws {
        let result = Self.read(fields)
        #expect(Self.code(result) == code)
        if code == 200 { #expect(try result.get().digests.map(\.algorithm) == algorithms) }
    }

    @Test func `cannot want other content than the link`() throws {
        let digest = try #require(
            Digest(.sha256, hexadecimal: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"))
        #expect(try Self.read([:], sha256: digest.bytes).get().digests == [digest])
        #expect(try Self.read([.reprDigest: Self.sha], sha256: digest.bytes).get().digests == [digest])
        #expect(Self.code(Self.read([.reprDigest: Self.otherSHA], sha256: digest.bytes)) == 422)
    }

    private static let v1 = WriteCondition.matches(ETag("v1"))
    private static let conditions: [(WriteCondition, HTTPFields, Int, WriteCondition)] = [
        (.always, [:], 200, .always), (.absent, [:], 200, .absent), (v1, [:], 200, v1),
        (.always, [.ifNoneMatch: "*"], 200, .absent), (.absent, [.ifNoneMatch: "*"], 200, .absent),
        (.present, [.ifNoneMatch: "*"], 412, .always), (v1, [.ifNoneMatch: "*"], 412, .always),
        (.always, [.ifMatch: "*"], 200, .present), (.absent, [.ifMatch: "*"], 412, .always),
        (.present, [.ifMatch: "*"], 200, .present), (v1, [.ifMatch: "*"], 200, v1),
        (.always, [.ifMatch: "\"v1\""], 200, v1), (.present, [.ifMatch: "\"v1\""], 200, v1),
        (v1, [.ifMatch: "\"v1\""], 200, v1), (v1, [.ifMatch: "\"v2\""], 412, .always),
        (.absent, [.ifMatch: "\"v1\""], 412, .always), (.always, [.ifMatch: "W/\"v1\""], 412, .always),
        (.always, [.ifMatch: "\"v1\", \"v2\""], 400, .always), (.always, [.ifMatch: "v1"], 400, .always),
        (.always, [.ifNoneMatch: "\"v1\""], 400, .always), (.always, [.ifMatch: "*", .ifNoneMatch: "*"], 412, .always),
        (.always, [.ifUnmodifiedSince: "Sun, 06 Nov 1994 08:49:37 GMT"], 400, .always),
        (.always, [.ifModifiedSince: "Sun, 06 Nov 1994 08:49:37 GMT"], 200, .always),
    ]

    @Test(arguments: conditions)
    func `adds its condition to the link's, and loosens none`(
        link: WriteCondition, fields: HTTPFields, code: Int, both: WriteCondition
    ) throws {
        let result = Self.read(fields, condition: link)
        #expect(Self.code(result) == code)
        if code == 200 { #expect(try result.get().condition == both) }
    }
}
