import AsyncHTTPClient
import NIOHTTP1
import PersistyData
import PersistyS3
import PersistyTestSupport
import Testing

/// A client that follows no redirect.
private func withClient(_ body: (HTTPClient) async throws -> Void) async throws {
    let client = HTTPClient(configuration: .init(redirectConfiguration: .disallow))
    do { try await body(client) } catch {
        try? await client.shutdown()
        throw error
    }
    try await client.shutdown()
}

@Suite(.timeLimit(.minutes(1))) struct `A service that is really asked` {
    @Test func `gives the credentials of the machine, to a token alone`() async throws {
        let answering: LoopbackService.Answering = { head, _ in
            switch (head.method, head.uri) {
            case (.PUT, "/latest/api/token") where head.headers["x-aws-ec2-metadata-token-ttl-seconds"] == ["21600"]:
                return (200, "the-token")
            case (.GET, _) where head.headers["x-aws-ec2-metadata-token"] != ["the-token"]: return (401, "")
            case (.GET, "/latest/meta-data/iam/security-credentials/"): return (200, "role")
            case (.GET, "/latest/meta-data/iam/security-credentials/role"): return (200, credentialJSON())
            default: return (404, "")
            }
        }
        try await LoopbackService.run(answering: answering) { service in
            try await withClient { client in
                let means = CredentialMeans.asking(
                    ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:\(service.port)"], home: "/none",
                    client: client)
                let found = try await S3CredentialSetting.automatic.provider(means).credentials()
                #expect(found?.accessKeyID == "ASIAEXAMPLE")
                #expect(service.heads.allSatisfy { $0.headers["host"].count == 1 })
            }
        }
    }

    @Test func `gives those of the container, and is not followed elsewhere`() async throws {
        let answering: LoopbackService.Answering = { head, _ in
            guard head.headers["authorization"] == ["the token"] else { return (403, "") }
            return head.uri == "/creds?id=1" ? (200, credentialJSON()) : (302, credentialJSON())
        }
        try await LoopbackService.run(answering: answering) { service in
            try await withClient { client in
                var environment = ["AWS_CONTAINER_AUTHORIZATION_TOKEN": "the token"]
                for (path, isFound) in [("creds?id=1", true), ("elsewhere", false)] {
                    environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1:\(service.port)/\(path)"
                    let means = CredentialMeans.asking(environment, home: "/none", client: client)
                    let found = try? await S3CredentialSetting.automatic.provider(means).credentials()
                    #expect((found != nil) == isFound)
                }
                #expect(service.heads.count == 2)
            }
        }
    }

    @Test func `gives a role to who signs for it`() async throws {
        let answering: LoopbackService.Answering = { head, body in
            let isSigned =
                head.headers.first(name: "authorization")?.contains("Credential=AKID/20260102/us-east-1/sts/") == true
            let isForm = body.contains("Action=AssumeRole&") && head.headers["content-length"] == ["\(body.utf8.count)"]
            return isSigned && isForm && head.uri == "/" ? (200, credentialXML()) : (400, "")
        }
        try await withTemporaryDirectory { folder in
            try await LoopbackService.run(answering: answering) { service in
                try await withClient { client in
                    let scene = CredentialScene(home: folder)
                    try scene.write(
                        """
                        [profile r]
                        role_arn = arn:aws:iam::1:role/r
                        credential_source = Environment
                        endpoint_url = http://127.0.0.1:\(service.port)
                        """, to: ".aws/config")
                    let environment = ["AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "s"]
                    let means = CredentialMeans.asking(environment, home: folder, client: client)
                    let found = try await S3CredentialSetting.profile("r").provider(means).credentials()
                    #expect(found?.accessKeyID == "ASIAROLE")
                }
            }
        }
    }
}
