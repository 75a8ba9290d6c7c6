import PersistyData

/// A request as it is sent: its URL byte for byte, and its headers with the signature.
struct WireRequest {
    let url: String
    let headers: [SignableRequest.Header]

    /// `request` for `place`, signed where there is who signs.
    init(
        _ request: S3Request, to place: S3Endpoint, isRequesterPaying: Bool, signer: SignatureV4?, at time: Timestamp
    ) {
        let path = place.path(key: request.key)
        let query = request.query.text
        // The name of a bucket before “localhost” is an address of this machine (RFC 6761 §6.3), whatever the resolver
        // makes of it.
        let isLocal = place.host.hasSuffix(".localhost") && place.scheme == .http
        let port = place.port == place.scheme.port ? "" : ":\(place.port)"
        let origin = isLocal ? "http://localhost\(port)" : place.origin
        url = origin + path + (query.isEmpty ? "" : "?" + query)
        var headers = request.headers
        headers.append(.init("host", place.hostHeader))
        if isRequesterPaying, request.bucket != nil { headers.append(.init("x-amz-request-payer", "requester")) }
        if let signer {
            let signed = SignableRequest(
                request.method, path: path, query: request.query,
                headers: headers.filter { SignableRequest.isSigned($0.name) })
            headers += signer.headers(signing: signed, payload: place.payloadHash(of: request.body), at: time)
        }
        headers.append(.init("user-agent", "persisty"))
        self.headers = headers
    }
}

extension S3Endpoint {
    /// What the signature says of a body. Over TLS, and inside this machine, its checksum header is enough: nobody is
    /// between who could change both.
    func payloadHash(of body: S3Body) -> PayloadHash {
        guard body.count > 0 else { return .empty }
        let isPrivate = scheme == .https || EndpointAddress.isLoopback(host) && body.count > 64 << 10
        return isPrivate ? .unsigned : body.payloadHash
    }
}
