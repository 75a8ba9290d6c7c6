import PersistyData
import PersistyS3
import Testing

/// A case of the rules that the AWS SDKs resolve endpoints by.
struct EndpointCase: Decodable, Sendable, CustomTestStringConvertible {
    struct Parameters: Decodable, Sendable {
        var region: String?
        var bucket: String?
        var endpoint: String?
        var forcePathStyle: Bool?
        var useDualStack: Bool?
        var useFips: Bool?
        var accelerate: Bool?
        var useGlobalEndpoint: Bool?
        var useObjectLambdaEndpoint: Bool?
        var useS3ExpressControlEndpoint: Bool?
    }

    var about: String
    var params: Parameters
    var url: String?
    var region: String?
    var service: String?
    var error: String?

    var testDescription: String { about }

    static let all = (try? Fixture.lines("endpoints/botocore.jsonl", as: EndpointCase.self)) ?? []

    /// Why the case does not apply; `nil` for those that do.
    var skipped: Skipped? {
        let bucket = params.bucket ?? ""
        if bucket.hasPrefix("arn:") { return .arn }
        if bucket.hasSuffix("--x-s3") || bucket.hasSuffix("--xa-s3") { return .express }
        if params.useS3ExpressControlEndpoint == true { return .express }
        if bucket.hasSuffix("--op-s3") { return .outposts }
        if params.useObjectLambdaEndpoint == true { return .objectLambda }
        let isDualStack = params.useDualStack == true
        if params.region == "aws-global", params.accelerate == true, isDualStack { return .undocumentedHost }
        return nil
    }

    /// Features that are not offered.
    enum Skipped: String, CaseIterable {
        case arn = "a bucket is named, not an ARN of an access point or of an outpost"
        case express = "directory buckets (S3 Express) need sessions of their own"
        case outposts = "Outposts are not offered"
        case objectLambda = "Object Lambda is not offered"
        case undocumentedHost = "no page of AWS names s3-accelerate.dualstack.us-east-1.amazonaws.com"
    }
}

@Suite struct `An endpoint` {
    @Test(arguments: EndpointCase.all.filter { $0.skipped == nil })
    func `follows from the options by the rules of the AWS SDKs`(_ vector: EndpointCase) {
        var options = S3EndpointOptions(region: vector.params.region, address: vector.params.endpoint)
        // The SDKs put a bucket before every host that is not an address.
        let standard: BucketAddressing = vector.params.endpoint == nil ? .automatic : .virtualHost
        options.addressing = vector.params.forcePathStyle == true ? .path : standard
        options.usesDualStack = vector.params.useDualStack == true
        options.usesFIPS = vector.params.useFips == true
        options.isAccelerated = vector.params.accelerate == true
        options.usesGlobalName = vector.params.useGlobalEndpoint == true
        let outcome = Result { () throws(DataError) in try options.endpoint(bucket: vector.params.bucket) }
        switch outcome {
        case .success(let endpoint):
            #expect(endpoint.origin + endpoint.pathPrefix == vector.url, "\(vector.error ?? "")")
            #expect(endpoint.signingRegion == vector.region)
            #expect(endpoint.signingService == vector.service)
        case .failure(let error):
            #expect(vector.error != nil, "\(error)")
            #expect(error.code == .misconfigured && error.hint != nil)
        }
    }

    @Test func `is not looked at where a feature is not offered`() {
        let skipped = Dictionary(grouping: EndpointCase.all.compactMap(\.skipped)) { $0 }.mapValues(\.count)
        for (reason, count) in skipped.sorted(by: { $0.value > $1.value }) {
            print("\(count) cases: \(reason.rawValue)")
        }
        #expect(EndpointCase.all.count == 393)
        #expect(skipped == [.express: 117, .arn: 94, .outposts: 11, .objectLambda: 9, .undocumentedHost: 1])
    }

    @Test(arguments: [
        ("http://localhost:9000", "localhost:9000", "/b"), ("http://[::1]:9000", "[::1]:9000", "/b"),
        ("https://[2001:db8::1]", "[2001:db8::1]", "/b"), ("http://127.0.0.1", "127.0.0.1", "/b"),
        ("https://s3.example.com:443/", "b-1.s3.example.com", ""),
        ("HTTP://S3.Example.com:80", "b-1.s3.example.com", ""),
        ("https://s3.example.com:8443/api/", "b-1.s3.example.com:8443", "/api"),
        ("http://minio:9000", "minio:9000", "/b"),
    ])
    func `of another service has its host, port and path`(address: String, host: String, path: String) throws {
        var options = S3EndpointOptions(region: "us-east-1", address: address)
        options.addressing = .virtualHost
        let endpoint = try options.endpoint(bucket: path == "/b" ? "b" : "b-1")
        #expect(endpoint.hostHeader == host)
        #expect(endpoint.pathPrefix == path)
        options.addressing = .automatic
        let inPath = try options.endpoint(bucket: "b-1")
        #expect(!inPath.isVirtualHost && inPath.pathPrefix.hasSuffix("/b-1"))
    }

    @Test(arguments: [
        "localhost:9000", "ftp://x", "http://", "http://u:p@x", "http://x?y", "http://x#y", "http://x:0",
        "http://x:70000",
        "http://x:", "http://[::1", "http://[x]", "http://a b", "http://x:1x", "http://é", "http://x\\y", "",
    ])
    func `is refused when it is not an address`(address: String) {
        // A colon without a port is a port that is not named (RFC 3986 §3.2.3).
        guard address != "http://x:" else { return #expect(EndpointAddress(address)?.port == 80) }
        #expect(EndpointAddress(address) == nil)
    }

    @Test func `keeps a key as it is`() throws {
        let inPath = try S3EndpointOptions(region: "us-east-1", address: "http://127.0.0.1:9000/s3").endpoint(
            bucket: "b")
        #expect(inPath.path(key: "a//b/../é +") == "/s3/b/a//b/../%C3%A9%20%2B")
        #expect(inPath.path() == "/s3/b")
        let asHost = try S3EndpointOptions(region: "eu-west-1").endpoint(bucket: "bucket")
        #expect(asHost.path(key: "/a") == "//a")
        #expect(asHost.path() == "/")
    }

    @Test func `has the bucket before a local name when that is asked for`() throws {
        var options = S3EndpointOptions(region: "us-east-1", address: "http://localhost:9000")
        options.addressing = .virtualHost
        #expect(try options.endpoint(bucket: "bucket").hostHeader == "bucket.localhost:9000")
        #expect(try options.endpoint(bucket: "Bucket").pathPrefix == "/Bucket")
    }
}
