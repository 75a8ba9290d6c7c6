import PersistyData
import Testing

@testable import PersistyS3

@Suite struct `Credentials of a container` {
    private static let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
    private static let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"

    @Test(arguments: [
        ([relative: "/v2/a?b=%2F"], "GET http://169.254.170.2/v2/a?b=%2F"),
        ([relative: "/a/", full: "https://other.example/"], "GET http://169.254.170.2/a/"),
        ([full: "https://vault.example/creds/?id=1&x"], "GET https://vault.example/creds/?id=1&x"),
        ([full: "http://localhost:9000"], "GET http://localhost:9000/"),
        ([full: "http://127.1.2.3:9000?id=1"], "GET http://127.1.2.3:9000/?id=1"),
        ([full: "http://[::1]:9000/x"], "GET http://[::1]:9000/x"),
        ([full: "http://169.254.170.23/v1/credentials"], "GET http://169.254.170.23/v1/credentials"),
        ([full: "http://[fd00:ec2::23]/v1/credentials"], "GET http://[fd00:ec2::23]/v1/credentials"),
    ])
    func `are asked for where the environment says`(variables: [String: String], target: String) async throws {
        try await withCredentialScene(variables) { scene in
            scene.answering = { _ throws(DataError) in .text(credentialJSON()) }
            let found = try await scene.credentials()
            #expect(scene.requests.targets == [target])
            #expect(found?.sessionToken == Secret(CredentialScene.tokenCanary))
            #expect(found?.expiresAt == Timestamp(seconds: CredentialScene.noon.seconds + 6 * 3600))
        }
    }

    @Test(arguments: [
        ([full: "http://evil.example/x"], "no secret is sent to in clear"),
        ([full: "http://169.254.169.254/x"], "no secret is sent to in clear"),
        ([full: "http://127.0.0.1.evil.example/"], "no secret is sent to in clear"),
        ([full: "http://127.evil.example/"], "no secret is sent to in clear"),
        ([full: "http://localhost@evil.example/"], "is no address"),
        ([full: "http://127.0.0.1:80:90/"], "is no address"),
        ([full: "http://127.0.0.1/\r\nx: y"], "is no address"),
        ([full: "http://127.0.0.1/#x"], "is no address"),
        ([full: "ftp://127.0.0.1/"], "is no address"),
        ([relative: "@evil.example/x"], "is no address"),
        ([relative: ".evil.example/x"], "is no address"),
        ([relative: "http://evil.example/x"], "is no address"),
    ])
    func `are not asked for where they would be given away`(variables: [String: String], sentence: String) async throws
    {
        try await withCredentialScene(variables) { scene in
            scene.variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = CredentialScene.tokenCanary
            let error = try await scene.failure()
            #expect(error.code == .misconfigured && error.message.contains(sentence), "\(error.message)")
            #expect(scene.requests.targets.isEmpty)
        }
    }

    @Test func `are asked for with the token, of which the file's is read each time`() async throws {
        try await withCredentialScene([Self.relative: "/x"]) { scene in
            scene.answering = { _ throws(DataError) in .text(credentialJSON()) }
            scene.variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "Basic abc def"
            _ = try await scene.credentials()
            scene.variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = try scene.write("first\r\n", to: "token")
            let provider = S3CredentialSetting.automatic.provider(scene.means)
            let first = try await provider.credentials()
            try scene.write("second", to: "token")
            _ = try await provider.renewed(after: first)
            let sent = scene.requests.all.map { $0.header("authorization") }
            #expect(sent == ["Basic abc def", "first", "second"])
        }
    }

    @Test(arguments: ["a\r\nx-evil: CANARY", "a\nCANARY", "", "CANARY\u{e9}", "CANARY\u{0}"])
    func `are not asked for with a token that no header holds`(token: String) async throws {
        try await withCredentialScene([Self.relative: "/x"]) { scene in
            scene.variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = try scene.write(token, to: "token")
            #expect(try await scene.failure().reason == "s3.bad_container_token")
            #expect(scene.requests.targets.isEmpty)
        }
    }

    @Test(arguments: [
        (
            404, #"{"code": "NoRole", "message": "There is none"}"#, DataError.Code.unauthenticated,
            "404: NoRole, There is none"
        ),
        (400, "<html>\u{1b}[31m</html>", .unauthenticated, "refused with status 400."),
        (500, #"{"message": 5, "code": ["x"]}"#, .unavailable, "failed with status 500."),
        (503, "", .unavailable, "failed with status 503."), (429, "", .unavailable, "failed with status 429."),
        (302, "", .misconfigured, "redirect"), (301, credentialJSON(), .misconfigured, "redirect"),
        (
            401, #"{"message": "the token \#(CredentialScene.tokenCanary) is bad"}"#, .unauthenticated,
            "the token ••• is bad"
        ),
        (403, #"{"message": "\u001b[2J\u202e"}"#, .unauthenticated, "\\u{1b}[2J\\u{202e}"),
    ])
    func `that are refused say why`(status: Int, body: String, code: DataError.Code, sentence: String) async throws {
        try await withCredentialScene([Self.relative: "/x"]) { scene in
            scene.variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = CredentialScene.tokenCanary
            scene.answering = { _ throws(DataError) in .text(body, status: status) }
            let error = try await scene.failure()
            #expect(error.code == code && error.message.contains(sentence), "\(error)")
            #expect((error.retry == .now) == (code == .unavailable))
        }
    }

    @Test func `are an error when the service does not answer, because it is named`() async throws {
        try await withCredentialScene([Self.relative: "/x"]) { scene in
            let error = try await scene.failure()
            #expect(error == DataError(.unavailable, "Nothing answers."))
        }
    }
}
