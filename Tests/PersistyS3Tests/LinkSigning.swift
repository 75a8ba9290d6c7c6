import Foundation
import PersistyData
import PersistyS3
import PersistyTestSupport
import Testing

/// Signs at one moment with the credentials of the documented examples.
struct Signing {
    static let now = Timestamp(seconds: 1_700_000_000)

    var endpoint = S3EndpointOptions(region: "eu-west-1")
    var credentials: S3Credentials? = DocumentedExamples.credentials
    var isRequesterPaying = false
    var options = S3StoreOptions()

    var service: S3Service {
        get throws {
            var surroundings = S3Client.Surroundings()
            surroundings.now = { Self.now }
            return S3Service(
                S3Client(
                    endpoint: endpoint, credentials: FixedCredentials(credentials),
                    transport: try .shared(TransportOptions()), isRequesterPaying: isRequesterPaying,
                    surroundings: surroundings))
        }
    }

    var signer: S3LinkSigner {
        get throws { try service.store(named: "s", bucket: "b-1", options: options).linkSigner }
    }

    func url(_ link: Link) async throws -> SignedURL { try #require(await signer.sign([link]).first).get() }
}

extension SignedURL {
    /// What stands before the query, and the query.
    var parts: (path: String, query: [String: String]) {
        let halves = url.split(separator: "?", maxSplits: 1)
        var query: [String: String] = [:]
        for item in halves[1].split(separator: "&") {
            let pair = item.split(separator: "=", maxSplits: 1)
            query[String(pair[0])] = String(pair[1]).removingPercentEncoding
        }
        return (String(halves[0]), query)
    }
}
