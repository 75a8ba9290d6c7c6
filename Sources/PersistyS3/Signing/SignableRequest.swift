/// What of a request is signed.
package struct SignableRequest: Sendable {
    /// A header; the name in any case.
    package struct Header: Sendable, Hashable {
        package var name: String
        package var value: String

        /// A header.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The method, in upper case.
    package var method: String
    /// The path as it is sent, byte for byte: for S3 encoded once.
    package var path: String
    /// The parameters, not encoded.
    package var query: RequestQuery
    /// The headers that are signed, `Host` among them; each must be sent as it is here.
    package var headers: [Header]

    /// A request.
    package init(_ method: String, path: String, query: RequestQuery = [], headers: [Header]) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
    }

    /// Whether a header of an S3 request is signed: those that change what is done, and none that a proxy rewrites
    /// (`User-Agent`, `Accept-Encoding`, `Connection`, `Expect`, `Content-Length`).
    package static func isSigned(_ name: String) -> Bool {
        let name = name.lowercased()
        return ["host", "content-type", "content-md5", "range"].contains(name) || name.hasPrefix("x-amz-")
    }
}
