package import PersistyData

/// What a signature says about the body: the value of `x-amz-content-sha256` ("Authenticating Requests: Using the
/// Authorization Header", Amazon S3 API Reference).
package enum PayloadHash: Sendable, Hashable {
    /// The body has this SHA-256.
    case sha256(Digest)
    /// There is no body.
    case empty
    /// The body is not signed. Over TLS only: elsewhere nothing then protects it.
    case unsigned

    /// The hash of `body`.
    package init(_ body: [UInt8]) {
        self = .sha256(body.withUnsafeBytes { DigestHasher.digest(.sha256, of: $0) })
    }

    /// The value as it stands in the header.
    package var text: String {
        switch self {
        case .sha256(let digest): digest.hexadecimal
        case .empty: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        case .unsigned: "UNSIGNED-PAYLOAD"
        }
    }
}
