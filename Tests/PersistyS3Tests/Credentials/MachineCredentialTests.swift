import PersistyData
import Testing

@testable import PersistyS3

@Suite struct `Credentials of a machine` {
    private static let tokenPath = "/latest/api/token"
    private static let rolesPath = "/latest/meta-data/iam/security-credentials/"

    /// A service whose answers are changed by path.
    private static func service(_ changed: [String: CredentialAnswer] = [:]) -> CredentialScene.Answering {
        { request throws(DataError) in
            if let answer = changed[request.path] { return answer }
            switch request.path {
            case tokenPath: return .text("CANARYtoken==")
            case rolesPath: return .text("my+role\nother")
            case rolesPath + "my%2Brole": return .text(credentialJSON())
            default: return .text("", status: 404)
            }
        }
    }

    @Test func `are asked for with a token that is asked for first`() async throws {
        try await withCredentialScene { scene in
            scene.answering = Self.service()
            let found = try await scene.credentials()
            #expect(found?.accessKeyID == "ASIAEXAMPLE")
            let base = "http://169.254.169.254"
            #expect(
                scene.requests.targets == [
                    "PUT \(base)\(Self.tokenPath)", "GET \(base)\(Self.rolesPath)",
                    "GET \(base)\(Self.rolesPath)my%2Brole",
                ])
            let requests = scene.requests.all
            #expect(requests[0].header("x-aws-ec2-metadata-token-ttl-seconds") == "21600")
            #expect(requests[1].header("x-aws-ec2-metadata-token") == "CANARYtoken==")
            #expect(requests[2].header("x-aws-ec2-metadata-token") == "CANARYtoken==")
            #expect(requests.allSatisfy { $0.timeout == .seconds(1) && $0.header("host") == "169.254.169.254" })
        }
    }

    @Test(arguments: [
        (
            ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:1338/base/"],
            "http://127.0.0.1:1338/base/latest/api/token"
        ),
        (["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6"], "http://[fd00:ec2::254]/latest/api/token"),
    ])
    func `are asked for where the environment says`(variables: [String: String], url: String) async throws {
        try await withCredentialScene(variables) { scene in
            _ = try await scene.failure()
            #expect(scene.requests.targets == ["PUT \(url)"])
        }
    }

    @Test(arguments: [
        (tokenPath, CredentialAnswer.text("", status: 404), "gives no token (status 404)"),
        (tokenPath, .text("", status: 403), "gives no token (status 403)"),
        (tokenPath, .text("", status: 302), "gives no token (status 302)"),
        (tokenPath, .text("<html>\nCANARY</html>"), "gives no token (status 200)"),
        (tokenPath, .text(""), "gives no token (status 200)"),
        (tokenPath, .text(String(repeating: "t", count: 1025)), "gives no token (status 200)"),
        (rolesPath, .text("", status: 404), "knows of no role"), (rolesPath, .text(""), "gives no name of a role"),
        (rolesPath, .text("../../user-data"), "gives no name of a role"),
        (rolesPath, .text("<html>"), "gives no name of a role"),
        (rolesPath, .text(String(repeating: "r", count: 129)), "gives no name of a role"),
    ])
    func `are not there when what answers has none`(path: String, answer: CredentialAnswer, reason: String) async throws
    {
        try await withCredentialScene { scene in
            scene.answering = Self.service([path: answer])
            let error = try await scene.failure()
            #expect(error.reason == "s3.no_credentials" && error.message.contains(reason), "\(error.message)")
        }
    }

    @Test(arguments: [
        (rolesPath, CredentialAnswer.text("", status: 500), DataError.Code.unavailable, "failed with status 500"),
        (rolesPath + "my%2Brole", .text("", status: 404), .unauthenticated, "refused with status 404"),
        (rolesPath + "my%2Brole", .text("<html>"), .misconfigured, "it is not JSON"),
        (rolesPath + "my%2Brole", .text("", status: 302), .misconfigured, "redirect"),
        (
            rolesPath + "my%2Brole",
            .text(#"{"Code": "AssumeRoleUnauthorizedAccess", "Message": "EC2 cannot assume the role \u001b"}"#),
            .unauthenticated, "AssumeRoleUnauthorizedAccess, EC2 cannot assume the role \\u{1b}"
        ),
    ])
    func `are an error when there is a role and it is not given`(
        path: String, answer: CredentialAnswer, code: DataError.Code, sentence: String
    ) async throws {
        try await withCredentialScene { scene in
            scene.answering = Self.service([path: answer])
            let error = try await scene.failure()
            #expect(error.code == code && error.message.contains(sentence), "\(error)")
        }
    }

    @Test func `are used a little longer when the service cannot give others in time`() async throws {
        try await withCredentialScene { scene in
            let old = CredentialAnswer.text(credentialJSON(end: "2026-01-02T11:00:00Z"))
            scene.answering = Self.service([Self.rolesPath + "my%2Brole": old])
            let found = try await scene.credentials()
            #expect(found?.expiresAt == Timestamp(seconds: CredentialScene.noon.seconds + 600))
        }
    }

    @Test func `are given up when the one who waits is cancelled`() async throws {
        try await withCredentialScene { scene in
            scene.answering = { _ throws(DataError) in throw .cancelled() }
            let error = try await scene.failure()
            #expect(error == .cancelled())
        }
    }

    @Test(arguments: ["Ec2InstanceMetadata", "EcsContainer", "Environment"])
    func `or container or environment that a profile names are an error when they are not there`(
        place: String
    ) async throws {
        try await withCredentialScene(["AWS_EC2_METADATA_DISABLED": "true"]) { scene in
            try scene.write("[default]\nrole_arn=arn:aws:iam::1:role/r\ncredential_source=\(place)", to: ".aws/config")
            let error = try await scene.failure()
            #expect(error.code == .unauthenticated && scene.requests.targets.isEmpty, "\(error)")
        }
    }
}
