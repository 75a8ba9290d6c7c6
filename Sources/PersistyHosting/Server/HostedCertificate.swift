import HummingbirdCore
import HummingbirdTLS
import NIOSSL
public import PersistyData

/// What a server shows of itself when clients speak TLS with it: from version 1.2 on, and HTTP/1.1 within.
public struct HostedCertificate: Sendable {
    private let configuration: TLSConfiguration

    /// A certificate, with those between it and an authority after it, and its private key, in PEM (RFC 7468).
    ///
    /// - Throws: ``DataError/Code/misconfigured`` for what is none, or where the key is another's.
    public init(chain: [UInt8], key: [UInt8]) throws(DataError) {
        do {
            let certificates = try NIOSSLCertificate.fromPEMBytes(chain).map { NIOSSLCertificateSource.certificate($0) }
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: certificates, privateKey: .privateKey(try NIOSSLPrivateKey(bytes: key, format: .pem)))
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = ["http/1.1"]
            // It says what is wrong now, and not to the first client.
            _ = try NIOSSLContext(configuration: configuration)
            self.configuration = configuration
        } catch {
            throw DataError(
                .misconfigured, "The certificate and its key cannot be used together: one of them is none in PEM.",
                hint: "Give the certificate first, then those that signed it; the key without a password.",
                reason: "certificate")
        }
    }

    /// Connections of `service` within TLS.
    func connections(of service: HostedService) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            try TLSChannel(GuardedChannel(service, responder: responder), tlsConfiguration: configuration)
        }
    }
}
