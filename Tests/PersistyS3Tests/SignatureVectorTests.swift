import PersistyData
import PersistyS3
import Testing

/// A case of the suite of aws-c-auth.
struct SigningCase: Decodable, Sendable, CustomTestStringConvertible {
    struct Context: Decodable, Sendable {
        struct Credentials: Decodable, Sendable {
            var accessKeyId: String
            var secretAccessKey: String
            var token: String?
        }

        var credentials: Credentials
        var expirationInSeconds: Int
        var normalize: Bool
        var signBody: Bool
        var region: String
        var service: String
        var timestamp: String
        var omitSessionToken: Bool?
    }

    struct Expected: Decodable, Sendable {
        var canonical: String
        var toSign: String
        var signature: String
        var signed: String
    }

    var name: String
    var context: Context
    var request: String
    var header: Expected
    var query: Expected

    var testDescription: String { name }

    static let all = (try? Fixture.lines("sigv4/aws-c-auth.jsonl", as: SigningCase.self)) ?? []

    var text: RequestText {
        var text = RequestText(request)
        // The rule of S3 is for paths that are encoded already; these are written as they would be meant.
        if !context.normalize { text.request.path = PercentEncoding.path(text.request.path) }
        return text
    }

    func signer() throws -> (SignatureV4, Timestamp) {
        let token = context.omitSessionToken == true ? nil : context.credentials.token
        let credentials = S3Credentials(
            accessKeyID: context.credentials.accessKeyId,
            secretAccessKey: Secret(context.credentials.secretAccessKey), sessionToken: token.map { Secret($0) })
        let signer = SignatureV4(
            credentials, region: context.region, service: context.service,
            pathRule: context.normalize ? .twice : .once, keys: SigningKeyCache())
        return (signer, try #require(Timestamp(iso8601: Array(context.timestamp.utf8))))
    }
}

@Suite struct `A request of the suite of aws-c-auth` {
    @Test func `is one of thirty-eight`() { #expect(SigningCase.all.count == 38) }

    @Test(arguments: SigningCase.all)
    func `is signed in a header`(_ vector: SigningCase) throws {
        let (signer, time) = try vector.signer()
        var text = vector.text
        let payload = text.body.isEmpty ? PayloadHash.empty : PayloadHash(text.body)
        let added = signer.headers(
            signing: text.request, payload: payload, at: time, declaresPayload: vector.context.signBody)
        text.request.headers += added.dropLast()
        let canonical = signer.canonicalRequest(text.request, payload: payload)
        #expect(String(decoding: canonical.bytes, as: UTF8.self) == vector.header.canonical)
        let moment = SigningTime(time)
        let toSign = signer.key(at: moment).stringToSign(for: canonical.bytes, at: moment)
        #expect(String(decoding: toSign, as: UTF8.self) == vector.header.toSign)
        let authorization = try #require(added.last)
        #expect(authorization.value.hasSuffix("Signature=" + vector.header.signature))
        #expect(vector.header.signed.contains("Authorization:" + authorization.value))
    }

    @Test(arguments: SigningCase.all)
    func `is signed in its query`(_ vector: SigningCase) throws {
        let (signer, time) = try vector.signer()
        let text = vector.text
        let payload = text.body.isEmpty ? PayloadHash.empty : PayloadHash(text.body)
        let moment = SigningTime(time)
        let key = signer.key(at: moment)
        let seconds = vector.context.expirationInSeconds
        let canonical = signer.canonicalRequest(
            presigning: text.request, lasting: seconds, payload: payload, at: moment, key: key)
        #expect(String(decoding: canonical.bytes, as: UTF8.self) == vector.query.canonical)
        let url = try signer.presigned(
            text.request, origin: "https://example.amazonaws.com", lasting: seconds, payload: payload, at: time)
        #expect(url.url.hasSuffix("&X-Amz-Signature=" + vector.query.signature))
    }
}

/// A case of the older suite, which botocore keeps.
struct OlderSigningCase: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var request: String
    var canonical: String
    var toSign: String
    var authorization: String
    var signed: String

    var testDescription: String { name }

    static let all = (try? Fixture.lines("sigv4/botocore.jsonl", as: OlderSigningCase.self)) ?? []
}

@Suite struct `A request of the suite of botocore` {
    @Test func `is one of thirty-four`() { #expect(OlderSigningCase.all.count == 34) }

    @Test(arguments: OlderSigningCase.all)
    func `is signed in a header`(_ vector: OlderSigningCase) throws {
        let credentials = S3Credentials(
            accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"))
        let signer = SignatureV4(
            credentials, region: "us-east-1", service: "service", pathRule: .twice, keys: SigningKeyCache())
        let time = try #require(Timestamp(iso8601: Array("2015-08-30T12:36:00Z".utf8)))
        var text = RequestText(vector.request)
        // One request comes without the token that is signed.
        let name = "x-amz-security-token"
        if let token = RequestText(vector.signed).header(name), vector.canonical.contains(name),
            text.header(name) == nil
        {
            text.request.headers.append(.init(name, token))
        }
        let canonical = signer.canonicalRequest(
            text.request, payload: text.body.isEmpty ? .empty : PayloadHash(text.body))
        #expect(String(decoding: canonical.bytes, as: UTF8.self) == vector.canonical)
        let moment = SigningTime(time)
        let toSign = signer.key(at: moment).stringToSign(for: canonical.bytes, at: moment)
        #expect(String(decoding: toSign, as: UTF8.self) == vector.toSign)
        text.request.headers.removeAll { $0.name == "X-Amz-Date" }
        let added = signer.headers(
            signing: text.request, payload: text.body.isEmpty ? .empty : PayloadHash(text.body), at: time,
            declaresPayload: false)
        #expect(added.last?.value == vector.authorization)
    }
}
