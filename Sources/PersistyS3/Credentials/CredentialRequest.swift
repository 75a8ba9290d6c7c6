/// A request to a service that gives credentials.
package struct CredentialRequest: Sendable {
    /// The method, in upper case.
    package let method: String
    /// Where it goes; of the path that is part of it, ``path`` has taken notice.
    package let address: EndpointAddress
    /// The path, and behind a `?` the query, as they are sent.
    package let path: String
    /// All headers but those that frame the body, `host` among them; the names in lower case. They may be secret.
    package let headers: [SignableRequest.Header]
    /// The body. It may be secret.
    package let body: [UInt8]
    /// How long the whole exchange may take.
    package let timeout: Duration

    /// A request to `address`.
    init(
        _ method: String, _ address: EndpointAddress, path: String, headers: [SignableRequest.Header] = [],
        body: [UInt8] = [], timeout: Duration
    ) {
        self.method = method
        self.address = address
        self.path = path
        self.headers = [.init("host", address.hostHeader)] + headers
        self.body = body
        self.timeout = timeout
    }

    /// The request's address as a URL.
    package var url: String { address.origin + path }

    /// The value of a header, by its name in lower case.
    package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// The answer to a request for credentials.
package struct CredentialAnswer: Sendable {
    /// The most bytes of a body that are read: no credentials are longer.
    package static let greatestBody = 64 << 10

    /// The status.
    package let status: Int
    /// The headers; the names in lower case.
    package let headers: [SignableRequest.Header]
    /// The body, which may be secret.
    package let body: [UInt8]

    /// An answer.
    package init(status: Int, headers: [SignableRequest.Header] = [], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The value of a header, by its name in lower case.
    package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

extension CredentialRequest: CustomStringConvertible, CustomReflectable {
    package var description: String { "\(method) \(address.origin)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension CredentialAnswer: CustomStringConvertible, CustomReflectable {
    package var description: String { "status \(status), \(body.count) bytes" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension EndpointAddress {
    /// The value of `Host`: with the port where it is not the scheme's (RFC 9110 §7.2).
    var hostHeader: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == scheme.port ? name : "\(name):\(port)"
    }

    /// What stands before the path of a URL.
    var origin: String { "\(scheme.rawValue)://\(hostHeader)" }
}
