import FaultProxy
import NIOCore
import NIOSSL
import PersistyData
import PersistyS3
import S3TestSupport
import Testing

@Suite struct `A service over TLS` {
    private static let folder =
        "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/Certificates/"

    private func context(_ name: String, upTo version: TLSVersion? = nil) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(Self.folder + name + ".pem").map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: Self.folder + "key.pem", format: .pem)))
        configuration.minimumTLSVersion = .tlsv1
        configuration.maximumTLSVersion = version
        return try NIOSSLContext(configuration: configuration)
    }

    /// What comes of asking for a bucket that is not there.
    private func outcome(
        _ context: NIOSSLContext?, _ rules: [FaultRule] = [], trusts: Bool = true, stall: Duration = .seconds(20)
    ) async throws -> (error: DataError, requests: Int) {
        let server = try S3Server.named("moto")
        return try await withFaultProxy(before: server.port, rules, tls: context) { proxy in
            let client = try server.client(
                port: proxy.port, stall: stall, scheme: "https",
                caFile: trusts ? Self.folder + "authority.pem" : nil)
            let store = S3Store(name: "faulted", client: client, bucket: "not-there")
            let result = await within(.seconds(60), "asking") { () throws(DataError) in
                try await store.search(DataQuery(), pageKey: nil, limit: 1)
            }
            guard case .failure(let error) = result else { throw DataError(.other, "There is such a bucket.") }
            for fired in proxy.fired { #expect(fired > 0) }
            return (error, proxy.requests.count)
        }
    }

    @Test func `is believed when a certificate proves it`() async throws {
        let (error, requests) = try await outcome(try context("right"))
        #expect(error.code == .notFound && requests == 1, "\(error)")
    }

    @Test(arguments: [("right", false), ("own", true), ("other-name", true), ("expired", true)])
    func `is told nothing when its certificate does not prove it`(name: String, trusts: Bool) async throws {
        let (error, requests) = try await outcome(try context(name), trusts: trusts)
        #expect(error.reason == "s3.untrusted" && error.message.contains("certificate"), "\(error)")
        #expect(requests == 0)
    }

    @Test func `is told nothing over an old protocol`() async throws {
        let (error, requests) = try await outcome(try context("right", upTo: .tlsv11))
        #expect(error.reason == "s3.untrusted" && requests == 0, "\(error)")
    }

    @Test(arguments: [
        [Piece.close], [.reset], [.hang], [.bytes(.init(string: "HTTP/1.1 400 Bad Request\r\n\r\n")), .close],
    ])
    func `is told nothing when the handshake is cut`(pieces: [Piece]) async throws {
        let (error, requests) = try await outcome(nil, [FaultRule(.connection(pieces))], stall: .seconds(1))
        #expect([.unavailable, .timedOut].contains(error.code) && requests == 0, "\(error)")
    }
}
