import Foundation
import PersistyData
import PersistyS3
import Testing

private let time = Timestamp(seconds: 1_700_000_000)

private func get(
    _ path: String = "/k", query: RequestQuery = [], headers: [SignableRequest.Header] = []
)
    -> SignableRequest
{
    SignableRequest("GET", path: path, query: query, headers: [.init("Host", "b.s3.amazonaws.com")] + headers)
}

@Suite struct `A presigned URL` {
    @Test func `holds the token of temporary credentials and ends when they end`() throws {
        var credentials = DocumentedExamples.credentials
        credentials.sessionToken = Secret("a/b+c=")
        credentials.expiresAt = Timestamp(seconds: time.seconds + 60)
        let url = try DocumentedExamples.signer(credentials).presigned(
            get(), origin: "https://b.s3.amazonaws.com", lasting: 3600, at: time)
        #expect(url.url.contains("&X-Amz-Security-Token=a%2Fb%2Bc%3D&X-Amz-SignedHeaders=host&"))
        #expect(url.expiresAt == credentials.expiresAt)
    }

    @Test func `holds the headers that the answer is to have, in order`() throws {
        let query: RequestQuery = [
            .init("response-content-disposition", "attachment; filename=\"a b\""), .init("versionId", "1"),
            .init("X-Amz-Checksum-Mode", "ENABLED"), .init("partNumber", "1"),
        ]
        let url = try DocumentedExamples.signer().presigned(
            get(query: query), origin: "https://b.s3.amazonaws.com", lasting: 60, at: time)
        let names = url.url.split(separator: "?")[1].split(separator: "&").map { $0.prefix { $0 != "=" } }
        #expect(names.dropLast() == names.dropLast().sorted()[...])
        #expect(url.url.contains("&response-content-disposition=attachment%3B%20filename%3D%22a%20b%22&"))
    }

    @Test func `names the headers that must be sent with it`() throws {
        let request = get(headers: [.init("Content-Type", "text/plain"), .init("content-length", "5")])
        let url = try DocumentedExamples.signer().presigned(request, origin: "https://b", lasting: 60, at: time)
        #expect(url.headers.map(\.name) == ["Content-Type", "content-length"])
        #expect(url.url.contains("X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost"))
    }

    @Test(arguments: [0, -1, 604_801])
    func `lasts no other time than S3 allows`(seconds: Int) {
        #expect(throws: DataError.self) {
            try DocumentedExamples.signer().presigned(get(), origin: "https://b", lasting: seconds, at: time)
        }
    }

    @Test func `is not shown with its signature`() throws {
        let url = try DocumentedExamples.signer().presigned(get(), origin: "https://b", lasting: 60, at: time)
        var dumped = ""
        dump(url, to: &dumped)
        for shown in ["\(url)", String(reflecting: url), dumped] { #expect(!shown.contains("Signature"), "\(shown)") }
    }

    @Test func `keeps every byte of a key`() throws {
        for key in ["a//b", "/a", "a/", "../a", "a/./b", "a%2Fb", "a+b c", "\u{1}é\n", "~-._", "*'()!$&,;=:@"] {
            let path = "/" + PercentEncoding.path(key)
            let url = try DocumentedExamples.signer().presigned(get(path), origin: "https://b", lasting: 60, at: time)
            let sent = try #require(url.url.split(separator: "?").first).dropFirst("https://b/".count)
            #expect(PercentEncoding.decoded(sent.utf8, plusIsSpace: false) == Array(key.utf8))
            #expect(!sent.contains("+"))
        }
    }
}

@Suite struct `A secret` {
    @Test func `is three dots however it is printed`() {
        let credentials = S3Credentials(
            accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: Secret("canary"), sessionToken: Secret("canary"))
        let secret = Secret("canary")
        let key = SigningKey(credentials, date: "20260101", region: "r", service: "s3")
        let form = DocumentedExamples.signer(credentials)
            .form(PostPolicy(expiresAt: time, conditions: []), at: time)
        var dumped = ""
        dump(secret, to: &dumped)
        dump(credentials, to: &dumped)
        dump(key, to: &dumped)
        dump(form, to: &dumped)
        dump(DocumentedExamples.signer(credentials), to: &dumped)
        let printed = [
            dumped, "\(secret)", String(describing: secret), String(reflecting: secret), "\(credentials)",
            String(reflecting: credentials), "\([secret])", "\(Optional(secret) as Any)", "\(key)", "\(form)",
            "\(DocumentedExamples.signer(credentials))",
        ]
        for text in printed {
            #expect(!text.contains("canary") && !text.contains("AKIA"), "\(text)")
            #expect(!text.contains("Y2FuYXJ5"), "\(text)")
        }
        #expect("\(secret)" == "•••" && String(reflecting: secret) == "•••")
        #expect(secret == Secret("canary") && secret != Secret("canarz") && secret != Secret("canar"))
    }
}

@Suite struct `A signing key` {
    @Test func `is derived once a day, and again for another secret`() {
        let cache = SigningKeyCache()
        var signer = SignatureV4(DocumentedExamples.credentials, region: "us-east-1", keys: cache)
        let morning = SigningTime(Timestamp(seconds: 1_700_006_400))
        let evening = SigningTime(Timestamp(seconds: 1_700_092_799))
        let first = signer.key(at: morning).signature(of: [1])
        #expect(signer.key(at: evening).signature(of: [1]) == first)
        #expect(cache.count == 1)
        #expect(signer.key(at: SigningTime(Timestamp(seconds: 1_700_092_800))).signature(of: [1]) != first)
        #expect(cache.count == 2)
        signer.credentials.secretAccessKey = Secret("another")
        #expect(signer.key(at: morning).signature(of: [1]) != first)
        for region in 0..<100 {
            signer.region = "r\(region)"
            _ = signer.key(at: morning)
        }
        #expect(cache.count == 16)
    }
}
