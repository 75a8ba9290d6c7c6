import PersistyData
import PersistyTestSupport
import Testing

@testable import PersistyS3

private let secret = CredentialScene.canary

@Suite struct `Credentials in JSON` {
    @Test func `of a service are read as they stand`() async throws {
        let bytes = Array(credentialJSON(end: "2026-01-02T18:00:00.5+01:00").utf8)
        let read = try CredentialDocument.credentials(in: bytes, by: .service, from: "x")
        #expect(read.accessKeyID == "ASIAEXAMPLE" && read.secretAccessKey == Secret(secret))
        #expect(read.sessionToken == Secret(CredentialScene.tokenCanary))
        #expect(read.expiresAt == Timestamp(seconds: CredentialScene.noon.seconds + 5 * 3600, nanoseconds: 500_000_000))
    }

    @Test func `of a program need no token and no end`() throws {
        let text = #"{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "s", "Token": "no", "Other": [{}]}"#
        let read = try CredentialDocument.credentials(in: Array(text.utf8), by: .program, from: "x")
        #expect(read == S3Credentials(accessKeyID: "A", secretAccessKey: Secret("s")))
    }

    @Test(arguments: [
        ("", "it is not JSON"), ("{", "it is not JSON"), ("\u{0}", "it is not JSON"),
        (#"{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "\#(secret)"#, "it is not JSON"),
        (#"{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "\#(secret)"} x"#, "it is not JSON"),
        ("<html><body>\(secret)</body></html>", "it is not JSON"), ("\(secret)", "it is not JSON"),
        ("[1]", "no object"), ("\"\(secret)\"", "no object"), ("null", "no object"), ("1", "no object"),
        (#"{"AccessKeyId": "A", "SecretAccessKey": "\#(secret)"}"#, "“Version” is not 1"),
        (#"{"Version": 2, "AccessKeyId": "A", "SecretAccessKey": "\#(secret)"}"#, "“Version” is not 1"),
        (#"{"Version": "1", "AccessKeyId": "A", "SecretAccessKey": "\#(secret)"}"#, "“Version” is of another type"),
        (#"{"Version": 1.5, "AccessKeyId": "A", "SecretAccessKey": "\#(secret)"}"#, "“Version” is not 1"),
        (#"{"Version": 1e400, "AccessKeyId": "A", "SecretAccessKey": "\#(secret)"}"#, "it is not JSON"),
        (#"{"Version": 1, "SecretAccessKey": "\#(secret)"}"#, "“AccessKeyId” is missing"),
        (#"{"Version": 1, "AccessKeyId": "A"}"#, "“SecretAccessKey” is missing"),
        (#"{"Version": 1, "AccessKeyId": null, "SecretAccessKey": "\#(secret)"}"#, "“AccessKeyId” is missing"),
        (#"{"Version": 1, "AccessKeyId": ["\#(secret)"], "SecretAccessKey": "s"}"#, "“AccessKeyId” is of another type"),
        (#"{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": 5}"#, "“SecretAccessKey” is of another type"),
        (
            #"{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "\#(secret)", "SessionToken": {}}"#,
            "“SessionToken” is of another type"
        ),
        (
            #"{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "\#(secret)", "Expiration": 5}"#,
            "“Expiration” is of another type"
        ),
        (
            #"{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "\#(secret)", "Expiration": "\#(secret)"}"#,
            "“Expiration” is no time"
        ),
    ])
    func `that are none say what is wrong and nothing of what they hold`(text: String, sentence: String) throws {
        do throws(DataError) {
            _ = try CredentialDocument.credentials(in: Array(text.utf8), by: .program, from: "the command “x”")
            Issue.record("it is taken")
        } catch {
            #expect(error.message.hasPrefix("What the command “x” gives are no credentials: "))
            #expect(error.message.contains(sentence) && !"\(error)".contains("CANARY"), "\(error)")
        }
    }

    @Test(arguments: [
        ("", "\(secret)", "", "2026-01-02T18:00:00Z", "the access key is empty"),
        ("A", "", "t", "2026-01-02T18:00:00Z", "the secret is empty"),
        ("A\\u0007", "\(secret)", "", "2026-01-02T18:00:00Z", "holds a blank"),
        ("A\\u00e9", "\(secret)", "", "2026-01-02T18:00:00Z", "beyond ASCII"),
        ("A", "\(secret)\\u0000", "", "2026-01-02T18:00:00Z", "the secret is too long or holds a control character"),
        ("A", "\(secret)", "CANARY\\r\\nx-evil: y", "2026-01-02T18:00:00Z", "what no header can"),
        ("A", "\(secret)", "t", "2026-01-02T12:00:00Z", "have ended, at 2026-01-02T12:00:00Z"),
        ("A", "\(secret)", "t", "1970-01-01T00:00:00Z", "have ended"),
        (String(repeating: "A", count: 1025), "\(secret)", "t", "2026-01-02T18:00:00Z", "the access key is too long"),
        ("A", "\(secret)", String(repeating: "t", count: 16_385), "2026-01-02T18:00:00Z", "token is too long"),
    ])
    func `that cannot be used say why`(
        id: String, key: String, token: String, end: String, sentence: String
    ) async throws {
        try await withCredentialScene(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x"]) { scene in
            scene.answering = { _ throws(DataError) in
                .text(credentialJSON(id: id, secret: key, token: token, end: end))
            }
            let error = try await scene.failure()
            #expect(error.message.contains(sentence), "\(error.message)")
        }
    }

    @Test func `are not read beyond any bound, however deep or long`() async throws {
        let deep = Array(String(repeating: "[", count: 60_000).utf8)
        #expect(throws: DataError.self) { try CredentialDocument.credentials(in: deep, by: .program, from: "x") }
        try await withCredentialScene(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x"]) { scene in
            scene.answering = { _ throws(DataError) in
                .text(credentialJSON(token: String(repeating: "t", count: CredentialAnswer.greatestBody)))
            }
            let error = try await scene.failure()
            #expect(error.message.contains("more than 64 KiB"))
        }
    }

    @Test func `that were damaged anywhere are read or refused, and nothing else`() {
        var generator = SeededGenerator(11)
        for _ in 0..<2000 {
            var bytes = Array(credentialJSON().utf8)
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[place] = UInt8.random(in: 0...255, using: &generator)
            }
            if Bool.random(using: &generator) {
                bytes = Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &generator)))
            }
            do throws(DataError) {
                let read = try CredentialDocument.credentials(in: bytes, by: .service, from: "x")
                _ = try read.checked(at: CredentialScene.noon, from: "x")
            } catch {
                #expect(!"\(error)".contains("CANARY/") && !"\(error)".contains("\u{1b}"), "\(error)")
            }
        }
    }
}
