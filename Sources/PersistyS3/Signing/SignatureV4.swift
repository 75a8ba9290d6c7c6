package import PersistyData

/// Signs requests by AWS Signature Version 4 ("Create a signed AWS API request", IAM User Guide).
package struct SignatureV4: Sendable {
    /// Who signs.
    package var credentials: S3Credentials {
        didSet { encodedToken = Self.encoded(credentials.sessionToken) }
    }
    /// The session token as it stands in queries: it is long, and the same in all of them.
    private(set) var encodedToken: Secret?
    /// The region that is signed for.
    package var region: String
    /// The service that is signed for.
    package var service: String
    /// How the path becomes the canonical one.
    package var pathRule: PathRule
    private let keys: SigningKeyCache

    /// A signer for one region and service; S3's rules unless others are given.
    package init(
        _ credentials: S3Credentials, region: String, service: String = "s3", pathRule: PathRule = .once,
        keys: SigningKeyCache
    ) {
        self.credentials = credentials
        encodedToken = Self.encoded(credentials.sessionToken)
        self.region = region
        self.service = service
        self.pathRule = pathRule
        self.keys = keys
    }

    private static func encoded(_ token: Secret?) -> Secret? {
        token.map { Secret(PercentEncoding.query($0.revealed)) }
    }

    /// The key of the day of `time`.
    package func key(at time: SigningTime) -> SigningKey {
        keys.key(credentials, at: time, region: region, service: service)
    }

    /// The headers to send beside those of `request` so that it is signed.
    ///
    /// Every attempt is signed anew: a service refuses a signature that is more than fifteen minutes old.
    ///
    /// - Parameter declaresPayload: Whether `x-amz-content-sha256` is sent and signed, which S3 demands of every request.
    package func headers(
        signing request: SignableRequest, payload: PayloadHash, at time: Timestamp, declaresPayload: Bool = true
    ) -> [SignableRequest.Header] {
        let time = SigningTime(time)
        let key = key(at: time)
        var added: [SignableRequest.Header] = [.init("x-amz-date", time.text)]
        if declaresPayload { added.append(.init("x-amz-content-sha256", payload.text)) }
        if let token = credentials.sessionToken { added.append(.init("x-amz-security-token", token.revealed)) }
        var signed = request
        signed.headers += added
        let canonical = canonicalRequest(signed, payload: payload)
        var value: [UInt8] = []
        value.reserveCapacity(320)
        value.append("AWS4-HMAC-SHA256 Credential=" as StaticString)
        value.append(contentsOf: key.credential)
        value.append(", SignedHeaders=" as StaticString)
        value.append(contentsOf: canonical.bytes[canonical.signedHeaders])
        value.append(", Signature=" as StaticString)
        key.append(signatureOf: canonical.bytes, at: time, to: &value)
        return added + [.init("authorization", String(decoding: value, as: UTF8.self))]
    }

    /// `request` as it is signed in a header, which must hold all that is signed.
    package func canonicalRequest(_ request: SignableRequest, payload: PayloadHash) -> CanonicalRequest {
        CanonicalRequest(
            request, headers: CanonicalHeaders(request.headers), payload: payload, rule: pathRule,
            query: request.query.append)
    }
}
