import PersistyData
import Testing

@testable import PersistyS3

/// All places at once; each test takes away those that come before the one it is about.
private let everything = [
    "AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": CredentialScene.canary, "AWS_SESSION_TOKEN": "token",
    "AWS_WEB_IDENTITY_TOKEN_FILE": "~/token", "AWS_ROLE_ARN": "arn:aws:iam::1:role/web",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x",
]

private let profileFile = """
    [default]
    aws_access_key_id = AKIDPROFILE
    aws_secret_access_key = \(CredentialScene.canary)
    [work]
    aws_access_key_id = AKIDWORK
    aws_secret_access_key = \(CredentialScene.canary)
    [plain]
    region = eu-west-1
    """

/// Services for all places.
private let services: CredentialScene.Answering = { request throws(DataError) in
    switch (request.address.host, request.path) {
    case ("sts.us-east-1.amazonaws.com", "/"): .text(credentialXML("AssumeRoleWithWebIdentity", id: "AKIDWEB"))
    case ("169.254.170.2", "/v2/x"): .text(credentialJSON(id: "AKIDCONTAINER"))
    case ("169.254.169.254", "/latest/api/token"): .text("imds-token")
    case ("169.254.169.254", "/latest/meta-data/iam/security-credentials/"): .text("role-name\n")
    case ("169.254.169.254", "/latest/meta-data/iam/security-credentials/role-name"):
        .text(credentialJSON(id: "AKIDMACHINE"))
    default: throw DataError(.unavailable, "Nothing answers.")
    }
}

@Suite struct `Credentials that nobody names` {
    @Test(arguments: [
        ([], "AKIDENV"),
        (["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"], "AKIDWEB"),
        (["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_WEB_IDENTITY_TOKEN_FILE"], "AKIDPROFILE"),
    ])
    func `come from the first place in AWS's order`(missing: [String], id: String) async throws {
        try await withCredentialScene(everything) { scene in
            for name in missing { scene.variables[name] = nil }
            scene.answering = services
            try scene.write(profileFile, to: ".aws/credentials")
            try scene.write(CredentialScene.tokenCanary + "\n", to: "token")
            #expect(try await scene.credentials()?.accessKeyID == id)
        }
    }

    @Test(arguments: ["", "[default]\nregion = eu-west-1\n"])
    func `come from the container where no profile has some, then from the machine`(config: String) async throws {
        try await withCredentialScene(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x"]) { scene in
            scene.answering = services
            try scene.write(config, to: ".aws/config")
            #expect(try await scene.credentials()?.accessKeyID == "AKIDCONTAINER")
            scene.variables = [:]
            #expect(try await scene.credentials()?.accessKeyID == "AKIDMACHINE")
            scene.variables["AWS_PROFILE"] = "default"
            guard config.isEmpty else {
                #expect(try await scene.credentials()?.accessKeyID == "AKIDMACHINE")
                return
            }
            #expect(try await scene.failure().message == "There is no profile “default”.")
        }
    }

    @Test func `come from the profile and the files that the environment names`() async throws {
        try await withCredentialScene(["AWS_PROFILE": "work"]) { scene in
            scene.variables["AWS_SHARED_CREDENTIALS_FILE"] = try scene.write(profileFile, to: "elsewhere")
            #expect(try await scene.credentials()?.accessKeyID == "AKIDWORK")
            scene.variables["AWS_PROFILE"] = "nobody"
            let error = try await scene.failure()
            #expect(error.code == .misconfigured && error.hint?.contains("“default”, “plain”, “work”") == true)
            #expect(scene.requests.targets.isEmpty)
        }
    }

    @Test func `are missed with all places that were looked at, and with what to do`() async throws {
        try await withCredentialScene { scene in
            let error = try await scene.failure()
            #expect(error.code == .unauthenticated && error.reason == "s3.no_credentials")
            for part in [
                "AWS_ACCESS_KEY_ID is not set", "AWS_WEB_IDENTITY_TOKEN_FILE is not set",
                "there is no profile “default”",
                "/.aws/credentials or ", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "169.254.169.254 does not answer",
            ] { #expect(error.message.contains(part), "\(part): \(error.message)") }
            #expect(error.hint?.contains("aws configure") == true)
            scene.variables = ["AWS_EC2_METADATA_DISABLED": "TRUE", "AWS_PROFILE": "plain"]
            try scene.write(profileFile, to: ".aws/credentials")
            let other = try await scene.failure()
            #expect(other.message.contains("AWS_EC2_METADATA_DISABLED"), "\(other.message)")
            #expect(other.message.contains("the profile “plain”"), "\(other.message)")
            #expect(scene.requests.targets.count == 1)
        }
    }

    @Test(arguments: [
        (["AWS_ACCESS_KEY_ID": "AKID"], "AWS_SECRET_ACCESS_KEY is not"),
        (["AWS_SECRET_ACCESS_KEY": CredentialScene.canary], "AWS_ACCESS_KEY_ID is not"),
        (["AWS_WEB_IDENTITY_TOKEN_FILE": "/none"], "AWS_ROLE_ARN is not"),
        (
            ["AWS_WEB_IDENTITY_TOKEN_FILE": "/none\u{1b}", "AWS_ROLE_ARN": "r", "AWS_REGION": "eu-west-1"],
            "no file “/none\\u"
        ),
        (
            [
                "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": CredentialScene.canary,
                "AWS_CREDENTIAL_EXPIRATION": "soon",
            ], "no time like"
        ),
        (
            [
                "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": CredentialScene.canary,
                "AWS_CREDENTIAL_EXPIRATION": "2026-01-02T11:59:59Z",
            ], "have ended, at 2026-01-02T11:59:59Z"
        ),
        (
            ["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": CredentialScene.canary + "\n"],
            "holds a control character"
        ),
        (["AWS_ACCESS_KEY_ID": "A B", "AWS_SECRET_ACCESS_KEY": CredentialScene.canary], "holds a blank"),
        (
            ["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t\r\nx-evil: CANARY"],
            "no header can"
        ),
    ])
    func `are not looked for further when one place is set up wrongly`(
        variables: [String: String], sentence: String
    ) async throws {
        try await withCredentialScene(variables) { scene in
            scene.answering = services
            let error = try await scene.failure()
            #expect(error.message.contains(sentence), "\(error.message)")
            #expect(scene.requests.targets.isEmpty)
        }
    }

    @Test func `are not there for a variable that is empty`() async throws {
        try await withCredentialScene(["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""]) { scene in
            scene.answering = services
            let found = try await scene.credentials()
            #expect(found?.accessKeyID == "AKIDMACHINE")
        }
    }
}

@Suite struct `Credentials that somebody names` {
    @Test func `come from there and from nowhere else`() async throws {
        try await withCredentialScene(everything) { scene in
            try scene.write(profileFile, to: ".aws/credentials")
            #expect(try await scene.credentials(.anonymous) == nil)
            #expect(try await scene.credentials(.profile("work"))?.accessKeyID == "AKIDWORK")
            let environment = try await scene.credentials(.environment)
            #expect(environment?.accessKeyID == "AKIDENV" && environment?.sessionToken == Secret("token"))
            let keys = S3Credentials(accessKeyID: "OWN", secretAccessKey: Secret("s"), sessionToken: Secret(""))
            #expect(
                try await scene.credentials(.keys(keys))
                    == S3Credentials(accessKeyID: "OWN", secretAccessKey: Secret("s")))
            scene.variables = [:]
            #expect(try await scene.failure(.environment).code == .unauthenticated)
            #expect(try await scene.failure(.profile("plain")).message.contains("holds no credentials"))
            #expect(try await scene.failure(.profile("no\u{7}")).message.contains("no\\u{7}"))
            #expect(try await scene.failure(.command([])).code == .misconfigured)
            let empty = S3Credentials(accessKeyID: "A", secretAccessKey: Secret(""))
            #expect(try await scene.failure(.keys(empty)).message.contains("the secret is empty"))
        }
    }

    @Test func `are read anew when they are renewed`() async throws {
        try await withCredentialScene { scene in
            try scene.write(profileFile, to: ".aws/credentials")
            let provider = S3CredentialSetting.profile("work").provider(scene.means)
            let first = try await provider.credentials()
            try scene.write("[work]\naws_access_key_id=NEW\naws_secret_access_key=s", to: ".aws/credentials")
            #expect(try await provider.credentials() == first)
            #expect(try await provider.renewed(after: first)?.accessKeyID == "NEW")
            #expect(try await provider.credentials()?.accessKeyID == "NEW")
        }
    }

    @Test func `are not printed with what they are found by`() async throws {
        let scene = CredentialScene(home: "/none", variables: everything)
        var printed = "\(scene.means)"
        dump(scene.means, to: &printed)
        #expect(!printed.contains("CANARY"))
    }
}
