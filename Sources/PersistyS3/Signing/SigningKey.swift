import PersistyData
import Crypto

/// The key that signs for one day, region and service, as the two hashes of an HMAC that have taken it in.
///
/// It is derived by four HMACs ("Create a signed AWS API request", step 3); deriving it once a day and copying its state
/// for every signature saves those and the two blocks that begin every HMAC.
package struct SigningKey: Sendable {
    private let inner: SHA256
    private let outer: SHA256
    /// `20130524/us-east-1/s3/aws4_request`.
    let scope: [UInt8]
    /// The access key and the scope, as they stand in an `Authorization` header.
    let credential: [UInt8]
    /// ``credential``, encoded for a query.
    let encodedCredential: [UInt8]

    /// Derives the key of `credentials` for `date`, which is eight digits.
    package init(_ credentials: S3Credentials, date: String, region: String, service: String) {
        var key = SymmetricKey(data: credentials.secretAccessKey.withRevealedBytes { Array("AWS4".utf8) + $0 })
        for part in [date, region, service, "aws4_request"] {
            key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key))
        }
        (inner, outer) = key.withUnsafeBytes { (Self.hash(of: $0, with: 0x36), Self.hash(of: $0, with: 0x5c)) }
        let scope = [date, region, service, "aws4_request"].joined(separator: "/")
        self.scope = Array(scope.utf8)
        credential = Array("\(credentials.accessKeyID)/\(scope)".utf8)
        encodedCredential = Array(PercentEncoding.query("\(credentials.accessKeyID)/\(scope)").utf8)
    }

    /// A hash that has taken in the key with one of the two pads of an HMAC (RFC 2104 §2). A derived key is 32 bytes.
    private static func hash(of key: UnsafeRawBufferPointer, with pad: UInt8) -> SHA256 {
        var block = [UInt8](repeating: pad, count: SHA256.blockByteCount)
        for (index, byte) in key.enumerated() { block[index] ^= byte }
        var hash = SHA256()
        block.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash
    }

    /// The signature of `bytes`: 64 hexadecimal digits.
    package func signature(of bytes: [UInt8]) -> [UInt8] {
        var digits: [UInt8] = []
        append(signatureOf: bytes, to: &digits)
        return digits
    }

    /// Adds the signature of `bytes`.
    private func append(signatureOf bytes: [UInt8], to digits: inout [UInt8]) {
        var inner = inner
        bytes.withUnsafeBytes { inner.update(bufferPointer: $0) }
        var outer = outer
        inner.finalize().withUnsafeBytes { outer.update(bufferPointer: $0) }
        outer.finalize().withUnsafeBytes { digits.append(hexadecimal: $0) }
    }

    /// Adds the signature of a request.
    func append(signatureOf request: [UInt8], at time: SigningTime, to digits: inout [UInt8]) {
        append(signatureOf: stringToSign(for: request, at: time), to: &digits)
    }

    /// What is signed for a canonical request: the algorithm, the time, the scope and the request's hash ("Create a signed
    /// AWS API request", step 2).
    package func stringToSign(for request: [UInt8], at time: SigningTime) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(160)
        bytes.append("AWS4-HMAC-SHA256\n" as StaticString)
        bytes.append(contentsOf: time.bytes)
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: scope)
        bytes.append(UInt8(ascii: "\n"))
        var hasher = SHA256()
        request.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        hasher.finalize().withUnsafeBytes { bytes.append(hexadecimal: $0) }
        return bytes
    }
}

extension SigningKey: CustomStringConvertible, CustomReflectable {
    package var description: String { Secret.mask }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
