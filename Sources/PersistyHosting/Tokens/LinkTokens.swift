import Crypto

/// Writes and reads the tokens of links: JWS in its compact form (RFC 7515 §7.1) with HMAC-SHA-256, in one spelling.
package struct LinkTokens: Sendable {
    private let keys: SigningKeys

    /// The longest token that is looked at, in bytes.
    package static let longest = 4096

    /// Tokens of these keys.
    package init(_ keys: SigningKeys) { self.keys = keys }

    /// The token, signed; `nil` when it would be longer than any server reads.
    package func sign(_ token: LinkToken) -> String? {
        var text: [UInt8] = []
        return append(token, to: &text) ? String(decoding: text, as: UTF8.self) : nil
    }

    /// Adds the token, signed, to an address; `false` when it is longer than any server reads.
    func append(_ token: LinkToken, to text: inout [UInt8]) -> Bool {
        let key = keys.signing
        let claims = token.claims
        let start = text.count
        text.reserveCapacity(start + key.header.count + claims.count * 4 / 3 + 48)
        text.append(contentsOf: key.header)
        text.append(UInt8(ascii: "."))
        Base64URL.append(claims, to: &text)
        var code = key.code
        text.withUnsafeBytes { code.update(data: UnsafeRawBufferPointer(rebasing: $0[start...])) }
        text.append(UInt8(ascii: "."))
        code.finalize().withUnsafeBytes { Base64URL.append($0, to: &text) }
        return text.count - start <= Self.longest
    }

    /// What `text` says, if one of the keys has signed it.
    ///
    /// Nothing of the payload is looked at before its signature was found right, in a time that does not tell where it
    /// is wrong.
    package func read(_ text: some StringProtocol) throws(TokenRefusal) -> LinkToken {
        guard text.utf8.count <= Self.longest else { throw .malformed }
        let bytes = Array(text.utf8)
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let signature = Base64URL.decode(parts[2]) else { throw .malformed }
        guard let key = keys.key(header: parts[0]) else {
            throw Base64URL.decode(parts[0]) == nil ? .malformed : .header
        }
        let signed = bytes[..<parts[1].endIndex]
        var code = key.code
        signed.withUnsafeBytes { code.update(data: $0) }
        // Compared in constant time (swift-crypto, “MessageAuthenticationCode”).
        guard code.finalize() == signature else { throw .signature }
        guard let claims = Base64URL.decode(parts[1]) else { throw .malformed }
        return try LinkToken(claims: claims)
    }
}
