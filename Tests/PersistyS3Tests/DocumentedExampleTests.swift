import Crypto
import Foundation
import PersistyData
import PersistyS3
import Testing

/// The worked examples of the Amazon S3 API Reference.
struct DocumentedExamples: Decodable {
    struct HeaderCase: Decodable, Sendable, CustomTestStringConvertible {
        var name: String
        var method: String
        var path: String
        var query: [[String]]
        var headers: [String: String]
        var body: String
        var canonicalRequestSha256: String
        var signature: String

        var testDescription: String { name }
    }

    struct HeaderGroup: Decodable { var cases: [HeaderCase] }

    struct PresignedCase: Decodable {
        var path: String
        var host: String
        var expiresInSeconds: Int
        var url: String
    }

    struct PresignedGroup: Decodable { var cases: [PresignedCase] }

    struct PolicyCase: Decodable {
        var policyDocument: String
        var policyBase64: String
        var signature: String
    }

    struct PolicyGroup: Decodable { var cases: [PolicyCase] }

    struct KeyCase: Decodable {
        var date: String
        var region: String
        var service: String
        var keyHex: String
    }

    struct KeyGroup: Decodable {
        var secretAccessKey: String
        var cases: [KeyCase]
    }

    var headerAuth: HeaderGroup
    var presignedUrl: PresignedGroup
    var postPolicy: PolicyGroup
    var signingKey: KeyGroup

    static func read() throws -> DocumentedExamples {
        try Fixture.value("sigv4/s3-documented.json")
    }

    static let headerCases = (try? read().headerAuth.cases) ?? []

    /// The credentials of all examples, which are nobody's.
    static let credentials = S3Credentials(
        accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"))

    static func signer(_ credentials: S3Credentials = credentials) -> SignatureV4 {
        SignatureV4(credentials, region: "us-east-1", keys: SigningKeyCache())
    }
}

@Suite struct `A documented example of S3` {
    @Test(arguments: DocumentedExamples.headerCases)
    func `is signed in a header as documented`(_ example: DocumentedExamples.HeaderCase) throws {
        let time = try #require(Timestamp(iso8601: Array("2013-05-24T00:00:00Z".utf8)))
        let own = example.headers.filter { !["x-amz-date", "x-amz-content-sha256"].contains($0.key) }
        var request = SignableRequest(
            example.method, path: PercentEncoding.path(example.path),
            query: RequestQuery(example.query.map { RequestQuery.Item($0[0], $0[1]) }),
            headers: own.map { .init($0.key, $0.value) })
        let payload = PayloadHash(Array(example.body.utf8))
        let signer = DocumentedExamples.signer()
        let added = signer.headers(signing: request, payload: payload, at: time)
        #expect(added.first { $0.name == "x-amz-content-sha256" }?.value == example.headers["x-amz-content-sha256"])
        request.headers += added.dropLast()
        let canonical = signer.canonicalRequest(request, payload: payload).bytes
        let hash = SHA256.hash(data: canonical).map { String(format: "%02x", $0) }.joined()
        #expect(hash == example.canonicalRequestSha256)
        #expect(added.last?.value.hasSuffix("Signature=" + example.signature) == true)
    }

    @Test func `is one of four`() { #expect(DocumentedExamples.headerCases.count == 4) }

    @Test func `is presigned as documented`() throws {
        let example = try #require(try DocumentedExamples.read().presignedUrl.cases.first)
        let time = try #require(Timestamp(iso8601: Array("2013-05-24T00:00:00Z".utf8)))
        let request = SignableRequest("GET", path: example.path, headers: [.init("host", example.host)])
        let url = try DocumentedExamples.signer().presigned(
            request, origin: "https://" + example.host, lasting: example.expiresInSeconds, at: time)
        // The page lists the parameters in this order too.
        #expect(url.url == example.url)
        #expect(url.expiresAt.seconds == time.seconds + 86_400)
    }

    @Test func `of a policy is signed as documented`() throws {
        let example = try #require(try DocumentedExamples.read().postPolicy.cases.first)
        #expect(Array(example.policyDocument.utf8).base64 == example.policyBase64)
        let time = try #require(Timestamp(iso8601: Array("2015-12-29T00:00:00Z".utf8)))
        let key = DocumentedExamples.signer().key(at: SigningTime(time))
        let signature = key.signature(of: Array(example.policyBase64.utf8))
        #expect(String(decoding: signature, as: UTF8.self) == example.signature)
    }

    @Test func `of a key is derived as documented`() throws {
        let group = try DocumentedExamples.read().signingKey
        let credentials = S3Credentials(accessKeyID: "A", secretAccessKey: Secret(group.secretAccessKey))
        for example in group.cases {
            let key = SigningKey(credentials, date: example.date, region: example.region, service: example.service)
            let bytes = try #require(Digest(.sha256, hexadecimal: example.keyHex)).bytes
            let mac = HMAC<SHA256>.authenticationCode(for: Array("x".utf8), using: SymmetricKey(data: bytes))
            #expect(
                String(decoding: key.signature(of: Array("x".utf8)), as: UTF8.self)
                    == mac.map { String(format: "%02x", $0) }.joined())
        }
    }
}
