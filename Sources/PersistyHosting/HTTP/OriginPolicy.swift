package import HTTPTypes

/// Which other sites' pages may use the server from a browser (Fetch, “CORS protocol”).
///
/// Origins are allowed one by one and compared byte by byte, as browsers send them. Nothing here is done by cookies or
/// passwords, so that none is ever allowed to be sent; and no other origin is told anything, not even that it is not
/// allowed.
package struct OriginPolicy: Sendable, Hashable {
    /// `https://app.example`: a scheme, a host and a port that is not the scheme's own.
    private let origins: [String]

    /// Allows `origins`.
    package init(_ origins: [String]) { self.origins = origins }

    /// What every answer to a request has, for the page that sent it to read.
    package func fields(for request: HTTPFields) throws(RequestRefusal) -> HTTPFields {
        var fields = varying
        guard let origin = try allowed(request) else { return fields }
        fields[.accessControlAllowOrigin] = origin
        fields[.accessControlExposeHeaders] = Self.exposed
        return fields
    }

    /// What a browser is answered that asks whether a page may do something to what can be done by `methods`: the headers
    /// of a 204.
    ///
    /// `nil` for a request that asks nothing of the kind.
    package func preflight(
        _ request: HTTPFields, methods: [HTTPRequest.Method]
    ) throws(RequestRefusal) -> HTTPFields? {
        guard let wanted = request[.accessControlRequestMethod], request[.origin] != nil else { return nil }
        var fields = varying
        guard let origin = try allowed(request), methods.contains(where: { $0.rawValue == wanted }) else {
            return fields
        }
        fields[.accessControlAllowOrigin] = origin
        fields[.accessControlAllowMethods] = methods.map(\.rawValue).joined(separator: ", ")
        fields[.accessControlAllowHeaders] = Self.allowedHeaders
        fields[.accessControlMaxAge] = "600"
        return fields
    }

    /// The origin of a request, where it is allowed; `nil` for another, or none.
    private func allowed(_ request: HTTPFields) throws(RequestRefusal) -> String? {
        let values = request[values: .origin]
        guard let origin = values.first else { return nil }
        guard values.count == 1, origin.utf8.allSatisfy({ (0x21..<0x7f).contains($0) }) else {
            throw .malformed("The Origin is none.")
        }
        return origins.first { $0.utf8.elementsEqual(origin.utf8) }
    }

    /// Caches must know that answers differ by origin, the answers to those that are not allowed too. Without any allowed,
    /// none do.
    private var varying: HTTPFields { origins.isEmpty ? [:] : [.vary: "Origin"] }

    /// What a page may read of an answer beside what it may of any.
    private static let exposed =
        "Accept-Ranges, Content-Disposition, Content-Length, Content-Range, ETag, Last-Modified, Location, Retry-After"

    /// What a page may send beside what it may to any.
    private static let allowedHeaders =
        "Content-Digest, Content-MD5, Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Range, "
        + "If-Unmodified-Since, Range, Repr-Digest"
}
