import PersistyData
import PersistyS3
import Testing

@Suite struct `A service` {
    private func host(_ change: (inout S3ServiceOptions) -> Void) async throws -> String {
        var options = S3ServiceOptions()
        (options.region, options.credentials) = ("eu-west-1", .anonymous)
        change(&options)
        let service = try await S3Service(options, environment: [:], home: nil)
        return try service.store(named: "s", bucket: "b-1").client.endpoint(of: "b-1").hostHeader
    }

    @Test func `is reached by the hosts that were set up`() async throws {
        #expect(try await host { _ in } == "b-1.s3.eu-west-1.amazonaws.com")
        #expect(try await host { $0.usesDualStack = true } == "b-1.s3.dualstack.eu-west-1.amazonaws.com")
        #expect(try await host { $0.usesFIPS = true } == "b-1.s3-fips.eu-west-1.amazonaws.com")
        #expect(
            try await host { ($0.usesFIPS, $0.usesDualStack) = (true, true) }
                == "b-1.s3-fips.dualstack.eu-west-1.amazonaws.com")
        #expect(try await host { $0.addressing = .path } == "s3.eu-west-1.amazonaws.com")
        #expect(try await host { $0.endpoint = "https://s3.example.com" } == "s3.example.com")
        #expect(
            try await host { ($0.endpoint, $0.addressing) = ("https://s3.example.com", .virtualHost) }
                == "b-1.s3.example.com")
    }

    @Test func `is not reached by hosts of AWS where the environment names another`() async throws {
        var options = S3ServiceOptions()
        (options.credentials, options.usesDualStack) = (.environment, true)
        let environment = [
            "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_ENDPOINT_URL": "https://s3.example.com",
        ]
        do throws(DataError) {
            _ = try await S3Service(options, environment: environment, home: nil)
            Issue.record("Two contradicting addresses are taken.")
        } catch {
            #expect(error.code == .misconfigured && error.reason == "s3.endpoint_conflict")
        }
    }
}
