package import PersistyData

extension SignatureV4 {
    /// The longest that a presigned URL may last: seven days ("Authenticating Requests: Using Query Parameters", Amazon
    /// S3 API Reference).
    package static let longestLife = 604_800

    /// `request` as a URL that anybody may use for `seconds` seconds.
    ///
    /// - Parameters:
    ///   - request: With its own parameters, the `response-…` overrides among them, and the headers that whoever uses
    ///     the URL must send, `Host` among them.
    ///   - origin: What stands before the path: `https://bucket.s3.eu-west-1.amazonaws.com`.
    ///   - payload: ``PayloadHash/unsigned`` for S3, which takes no other.
    /// - Throws: ``DataError/Code/invalidKey`` for a life that is not 1 to 604,800 seconds.
    package func presigned(
        _ request: SignableRequest, origin: String, lasting seconds: Int, payload: PayloadHash = .unsigned,
        at time: Timestamp
    ) throws(DataError) -> PresignedURL {
        guard (1...Self.longestLife).contains(seconds) else {
            throw DataError(
                .invalidKey, "A signed link lasts from one second to seven days; \(seconds) seconds were asked for.",
                reason: "s3.link_life")
        }
        let moment = SigningTime(time)
        let key = key(at: moment)
        let canonical = canonicalRequest(presigning: request, lasting: seconds, payload: payload, at: moment, key: key)
        var url: [UInt8] = []
        url.reserveCapacity(origin.utf8.count + request.path.utf8.count + canonical.query.count + 96)
        url.append(origin)
        url.append(request.path.isEmpty ? "/" : request.path)
        url.append(UInt8(ascii: "?"))
        url.append(contentsOf: canonical.bytes[canonical.query])
        url.append("&X-Amz-Signature=" as StaticString)
        key.append(signatureOf: canonical.bytes, at: moment, to: &url)
        let end = Timestamp(seconds: time.seconds + Int64(seconds))
        return PresignedURL(
            url: String(decoding: url, as: UTF8.self),
            headers: request.headers.count == 1 ? [] : request.headers.filter { $0.name.lowercased() != "host" },
            expiresAt: credentials.expiresAt.map { min($0, end) } ?? end)
    }

    /// `request` as it is signed in its query.
    package func canonicalRequest(
        presigning request: SignableRequest, lasting seconds: Int, payload: PayloadHash, at time: SigningTime,
        key: SigningKey
    ) -> CanonicalRequest {
        let headers = CanonicalHeaders(request.headers)
        return CanonicalRequest(request, headers: headers, payload: payload, rule: pathRule) { bytes in
            request.query.append(to: &bytes) { own in
                own.append("X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" as StaticString)
                own.append(contentsOf: key.encodedCredential)
                own.append("&X-Amz-Date=" as StaticString)
                own.append(contentsOf: time.bytes)
                own.append("&X-Amz-Expires=" as StaticString)
                own.append(decimal: seconds)
                if let token = encodedToken {
                    own.append("&X-Amz-Security-Token=" as StaticString)
                    token.withRevealedBytes { own.append(contentsOf: $0) }
                }
                own.append("&X-Amz-SignedHeaders=" as StaticString)
                headers.appendNames(to: &own, separator: "%3B")
            }
        }
    }
}
