import Foundation
import PersistyData
package import PersistyS3
package import PersistyTestSupport
import Synchronization
import Testing

/// A real S3 server on loopback, started by Tests/Servers/run, and what it is known to refuse.
package struct S3Server: Sendable {
    package let name: String
    /// One client for all tests, as one program has it.
    package let client: S3Client
    package let credentials: S3Credentials
    package let endpoint: S3EndpointOptions

    /// - Throws: When it was not started: a test of it fails then, and is not left out.
    private init(_ name: String) throws {
        func setting(_ setting: String) throws -> String { try Self.setting(setting, of: name) }
        self.name = name
        credentials = S3Credentials(
            accessKeyID: try setting("ACCESS_KEY"), secretAccessKey: Secret(try setting("SECRET_KEY")))
        endpoint = S3EndpointOptions(region: try setting("REGION"), address: try setting("ENDPOINT"))
        client = S3Client(
            endpoint: endpoint, credentials: FixedCredentials(credentials),
            transport: try .shared(TransportOptions()))
    }

    private static let swiftServer = Result { try S3Server("swift") }
    private static let radosgwServer = Result { try S3Server("radosgw") }
    private static let rcloneServer = Result { try S3Server("rclone") }
    private static let motoServer = Result { try S3Server("moto") }
    private static let tlsServer = Result { try S3Server("tls") }

    package static func named(_ name: String) throws -> S3Server {
        switch name {
        case "swift": try swiftServer.get()
        case "radosgw": try radosgwServer.get()
        case "rclone": try rcloneServer.get()
        case "tls": try tlsServer.get()
        default: try motoServer.get()
        }
    }

    /// The server as a program is set up to use it.
    ///
    /// - Parameter host: By which name or address it is asked, where not by the one it gave.
    package func service(
        host: String? = nil, addressing: BucketAddressing = .automatic, caFile: String? = nil
    ) async throws -> S3Service {
        var options = S3ServiceOptions()
        options.region = endpoint.region
        options.endpoint = endpoint.address
        if let host, let address = endpoint.address.flatMap({ EndpointAddress($0) }) {
            options.endpoint = "\(address.scheme.rawValue)://\(host):\(address.port)"
        }
        (options.addressing, options.caFile, options.credentials) = (addressing, caFile, .environment)
        let environment = [
            "AWS_ACCESS_KEY_ID": credentials.accessKeyID,
            "AWS_SECRET_ACCESS_KEY": try setting("SECRET_KEY"),
        ]
        return try await S3Service(options, environment: environment, home: nil)
    }

    /// What Tests/Servers/run told of the server.
    package func setting(_ setting: String) throws -> String { try Self.setting(setting, of: name) }

    private static func setting(_ setting: String, of name: String) throws -> String {
        try #require(
            ProcessInfo.processInfo.environment["PERSISTY_TEST_\(name.uppercased())_\(setting)"],
            "\(name) was not started: run the tests by “bash .ci/test”")
    }

    /// A fresh bucket, which `dispose` deletes with all in it.
    ///
    /// - Parameter beginning: What its name begins with.
    package func bucket(_ beginning: String = "test-") async throws -> String {
        let bucket = beginning + String(UInt64.random(in: 0...UInt64.max), radix: 36)
        try await client.createBucket(bucket)
        return bucket
    }

    /// What the probe found of the server, so that it is not tried in every bucket.
    private let findings = Findings()

    private final class Findings: Sendable {
        let profile = Mutex<ServiceProfile?>(nil)
    }

    /// Sees that `store` knows what the server keeps.
    package func prove(_ store: S3Store) async throws {
        if let known = findings.profile.withLock(\.self) { return client.memory.learn(of: store.bucket) { $0 = known } }
        let found = try await store.probe()
        findings.profile.withLock { $0 = found }
    }

    /// The uploads that have begun and not ended.
    package func uploads(in bucket: String) async throws -> [UploadName] {
        do throws(RequestError) {
            return try await client.uploads(in: bucket, prefix: "").rows.map {
                UploadName(bucket: bucket, key: $0.key, id: $0.id)
            }
        } catch {
            // rclone says so where there are none.
            guard name == "rclone", error.kind == .noSuchUpload else { throw error }
            return []
        }
    }

    /// Deletes a bucket with all that is in it.
    package func dispose(_ bucket: String) async throws {
        let store = S3Store(name: name, client: client, bucket: bucket)
        for upload in try await uploads(in: bucket) { try await client.abort(upload) }
        var keys: [DataKey] = []
        for try await item in store.items() { keys.append(item.key) }
        for result in try await store.delete(keys, DeleteOptions()) { _ = try result.get() }
        try await client.deleteBucket(bucket)
    }
}

extension S3Server {
    /// The server as the conformance suite sees it.
    package static func kind(_ name: String) -> StoreUnderTest {
        var kind = StoreUnderTest("s3 of \(name)") { setup in
            let server = try S3Server.named(name)
            let bucket = try await server.bucket()
            var options = S3StoreOptions()
            options.itemSize = setup.itemSize
            options.contentTypes = setup.contentTypes
            let store = S3Store(name: name, client: server.client, bucket: bucket, options: options)
            try await server.prove(store)
            var fixture = StoreFixture(store)
            fixture.reopen = { [options] in
                S3Store(name: name, client: server.client, bucket: bucket, options: options)
            }
            fixture.leftovers = { try await server.uploads(in: bucket).map { "upload of \($0.key)" } }
            fixture.dispose = { try? await server.dispose(bucket) }
            return fixture
        }
        // Both make variables of headers' names, in which hyphens become underscores, and back (RFC 3875 §4.1.18).
        kind.keepsUnderscores = name != "swift" && name != "radosgw"
        if name == "rclone" {
            // Keys are paths of files below.
            kind.separatesItemsFromFolders = false
            kind.canSpell = { key in
                key.text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
                    !$0.isEmpty && $0 != "." && $0 != ".." && $0.utf8.count <= 255
                }
            }
        }
        // More than one page.
        kind.manyItems = 1100
        return kind
    }
}
