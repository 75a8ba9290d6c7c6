package import HTTPTypes

extension HTTPField.Name {
    /// RFC 1864.
    package static let contentMD5 = known("Content-MD5")
    /// RFC 9530 §2.
    package static let contentDigest = known("Content-Digest")
    /// Referrer Policy §4.1.
    package static let referrerPolicy = known("Referrer-Policy")
    /// RFC 9530 §3.
    package static let reprDigest = known("Repr-Digest")
    /// What proxies tell of whom they had a request from: older than `Forwarded` (RFC 7239 §4), and what they all send.
    package static let xForwardedFor = known("X-Forwarded-For")
    /// Robots meta tag, data-nosnippet, and X-Robots-Tag specifications (Google Search Central).
    package static let xRobotsTag = known("X-Robots-Tag")

    private static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no name of a header.") }
        return name
    }
}
