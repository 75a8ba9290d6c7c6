import Glibc
import PersistyData
import PersistyTestSupport
import Testing

@testable import PersistyS3

@Suite struct `A file of secrets` {
    @Test func `is read as it is, but for the mark before UTF-8`() async throws {
        try await withCredentialScene { scene in
            let path = try scene.write("\u{feff}text", to: "file")
            #expect(try await SecretFile(path: path, content: "a test", limit: 10).bytes() == Array("text".utf8))
            #expect(try await SecretFile(path: path + "/x", content: "a test", limit: 10).bytes() == nil)
            #expect(try await SecretFile(path: "/none", content: "a test", limit: 10).bytes() == nil)
            #expect(try await SecretFile(path: "/dev/null", content: "a test", limit: 10).bytes() == [])
        }
    }

    @Test func `that is too long, or a folder, or has no end, is told`() async throws {
        try await withCredentialScene { scene in
            scene.variables["AWS_CONFIG_FILE"] = scene.home
            #expect(try await scene.failure().message.contains("cannot be read: Is a directory"))
            scene.variables["AWS_CONFIG_FILE"] = "/dev/zero"
            #expect(try await scene.failure().message.contains("has more than 1024 KiB"))
            scene.variables["AWS_CONFIG_FILE"] = try scene.write(String(repeating: "x", count: 1 << 20 + 1), to: "long")
            #expect(try await scene.failure(.profile("x")).message.contains("has more than 1024 KiB"))
        }
    }

    @Test func `may be a pipe, which is not waited for when nobody writes to it`() async throws {
        try await withCredentialScene { scene in
            let path = scene.home + "/pipe"
            #expect(mkfifo(path, 0o600) == 0)
            let unwritten = try await SecretFile(path: path, content: "a test", limit: 10).bytes()
            #expect(unwritten == [])
            let both = open(path, O_RDWR | O_CLOEXEC)
            defer { close(both) }
            var bytes = Array("piped".utf8)
            #expect(write(both, &bytes, 5) == 5)
            // The one who writes never closes.
            let file = SecretFile(path: path, content: "a test", limit: 10, patience: 1)
            await #expect(throws: DataError.self) { try await file.bytes() }
        }
    }

    @Test func `may hold anything`() {
        let hostile = [
            "[", "[]", "[ ]\n=", "[profile ]\na=b", "=\n=", "[default]\n = x", "\u{0}[default]\u{0}",
            "[default\nregion=x",
            "[services]\ns3=\n endpoint_url=x", "[default]\nservices=\u{1b}\nregion=\u{1b}[31m",
        ]
        for text in hostile {
            let profiles = SharedProfiles(config: text, credentials: text)
            for name in profiles.names { _ = try? profiles.source(of: name) }
            _ = S3Surroundings(AWSVariables([:]), profiles, profile: "default")
        }
        var randomness = SeededGenerator(7)
        for _ in 0..<200 {
            let parts = [
                "[", "]", "profile ", "default", "=", "\n", " ", "services", "s3", "\"", "'", "\\", "#", "\u{1b}",
            ]
            let text = (0..<40).map { _ in parts[Int.random(in: 0..<parts.count, using: &randomness)] }.joined()
            let profiles = SharedProfiles(config: text, credentials: text)
            for name in profiles.names { _ = try? profiles.source(of: name) }
        }
    }
}

@Suite struct `The surroundings of a store` {
    private static let config = """
        [default]
        region = eu-west-1
        endpoint_url = https://all.example
        [profile own]
        region = eu-west-2
        services = mine
        endpoint_url = https://all.example
        [services mine]
        sts =
          endpoint_url = https://sts.example
        s3 =
          max_concurrent_requests = 20
          endpoint_url = https://s3.example
        [profile ignoring]
        endpoint_url = https://all.example
        ignore_configured_endpoint_urls = true
        """

    @Test(
        arguments: [
            ([:], S3CredentialSetting.automatic, "eu-west-1", "https://all.example"),
            ([:], .profile("own"), "eu-west-2", "https://s3.example"),
            ([:], .profile("nobody"), nil, nil),
            ([:], .profile("ignoring"), nil, nil),
            ([:], .anonymous, "eu-west-1", "https://all.example"),
            (["AWS_PROFILE": "own"], .environment, "eu-west-2", "https://s3.example"),
            (["AWS_REGION": "r1", "AWS_DEFAULT_REGION": "r2"], .profile("own"), "r1", "https://s3.example"),
            (["AWS_DEFAULT_REGION": "r2", "AWS_ENDPOINT_URL": "https://e"], .profile("own"), "r2", "https://e"),
            (
                ["AWS_ENDPOINT_URL": "https://e", "AWS_ENDPOINT_URL_S3": "https://f"], .automatic, "eu-west-1",
                "https://f"
            ),
            (
                ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true", "AWS_ENDPOINT_URL": "https://e"], .automatic,
                "eu-west-1", nil
            ),
            (["AWS_REGION": "", "AWS_ENDPOINT_URL": ""], .automatic, "eu-west-1", "https://all.example"),
        ] as [([String: String], S3CredentialSetting, String?, String?)])
    func `are those of the environment, then of the profile`(
        variables: [String: String], setting: S3CredentialSetting, region: String?, endpoint: String?
    ) async throws {
        try await withCredentialScene(variables) { scene in
            try scene.write(Self.config, to: ".aws/config")
            let found = try await setting.surroundings(scene.means)
            #expect(found == S3Surroundings(region: region, endpoint: endpoint))
        }
    }

    @Test func `are empty without a home folder`() async throws {
        var means = CredentialScene(home: "").means
        means.home = nil
        #expect(try await S3CredentialSetting.automatic.surroundings(means) == S3Surroundings())
    }
}
