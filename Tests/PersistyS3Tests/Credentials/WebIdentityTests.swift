import PersistyData
import PersistyS3
import Testing

@Suite struct `A web identity` {
    private static let variables = [
        "AWS_WEB_IDENTITY_TOKEN_FILE": "~/token", "AWS_ROLE_ARN": "arn:aws:iam::1:role/web", "AWS_REGION": "eu-west-1",
    ]

    @Test func `is sent without a signature`() async throws {
        try await withCredentialScene(Self.variables) { scene in
            try scene.write(CredentialScene.tokenCanary + "\n", to: "token")
            scene.variables["AWS_ROLE_SESSION_NAME"] = "me"
            scene.answering = { _ throws(DataError) in .text(credentialXML("AssumeRoleWithWebIdentity")) }
            #expect(try await scene.credentials()?.accessKeyID == "ASIAROLE")
            let request = try #require(scene.requests.all.first)
            #expect(request.url == "https://sts.eu-west-1.amazonaws.com/" && request.header("authorization") == nil)
            let body = String(decoding: request.body, as: UTF8.self)
            #expect(body.hasPrefix("Action=AssumeRoleWithWebIdentity&RoleArn="))
            #expect(body.contains("&RoleSessionName=me&") && body.contains("&WebIdentityToken=CANARYTOKEN"))
        }
    }

    @Test func `that is refused is not shown`() async throws {
        try await withCredentialScene(Self.variables) { scene in
            try scene.write(CredentialScene.tokenCanary, to: "token")
            let body = """
                <ErrorResponse><Error><Code>InvalidIdentityToken</Code><Message>\(CredentialScene.tokenCanary)</Message>\
                </Error></ErrorResponse>
                """
            scene.answering = { _ throws(DataError) in .text(body, status: 400) }
            #expect(try await scene.failure().message.contains("InvalidIdentityToken: •••"))
        }
    }

    @Test(arguments: [
        ("", "holds no web identity"), ("CANARY\nx", "holds no web identity"), ("\u{1b}CANARY", "holds no"),
    ])
    func `that is none is not sent`(token: String, sentence: String) async throws {
        try await withCredentialScene(Self.variables) { scene in
            try scene.write(token, to: "token")
            #expect(try await scene.failure().message.contains(sentence))
            try scene.write(String(repeating: "t", count: 20_001), to: "token")
            #expect(try await scene.failure().message.contains("has more than 19 KiB"))
            #expect(scene.requests.targets.isEmpty)
        }
    }
}
