import PersistyData

/// How services are reached: what a connection trusts, what it goes through, how long it waits.
package struct TransportOptions: Sendable, Hashable {
    /// A server that connections go through.
    package struct Proxy: Sendable, Hashable {
        package var host: String
        package var port: Int
        package var user: String?
        package var password: String?
    }

    /// The path of a file of certificates that are trusted beside the system's.
    package var caFile: String?
    /// What connections go through.
    package var proxy: Proxy?
    /// The longest that a connection may take to come about.
    package var connect = Duration.seconds(10)
    /// The longest that a connection in use may stand still, in either direction.
    package var stall = Duration.seconds(30)
    /// The longest that a connection is kept for the next request: S3 closes its own after about five seconds.
    package var idle = Duration.seconds(4)

    /// The defaults.
    package init() {}

    /// The proxy that the environment names for an endpoint: `HTTPS_PROXY` or `HTTP_PROXY`, unless `NO_PROXY` names its
    /// host, a domain above it, or `*`. The names may be in lower case; in upper case `HTTP_PROXY` is not believed, as a
    /// web server's caller can set it (CVE-2016-5385).
    package static func proxy(
        for host: String, scheme: EndpointAddress.Scheme, environment: [String: String]
    ) -> Proxy? {
        let named =
            scheme == .https ? environment["https_proxy"] ?? environment["HTTPS_PROXY"] : environment["http_proxy"]
        guard !EndpointAddress.isLoopback(host), let text = named, !text.isEmpty else { return nil }
        let exceptions = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
        for exception in exceptions.split(whereSeparator: { $0 == "," || $0 == " " }) {
            let domain = exception.hasPrefix(".") ? exception.dropFirst() : exception
            if domain == "*" || host == domain || host.hasSuffix("." + domain) { return nil }
        }
        return Proxy(text)
    }
}

extension TransportOptions.Proxy {
    /// The proxy at an address: `http://user:password@host:port`, or `host:port` alone.
    init?(_ text: String) {
        let rest = text.hasPrefix("http://") ? String(text.dropFirst(7)) : text
        guard !rest.contains("://") else { return nil }
        let at = rest.lastIndex(of: "@")
        let place = at.map { String(rest[rest.index(after: $0)...]) } ?? rest
        guard let address = EndpointAddress("http://" + place) else { return nil }
        let hasPort = place.hasSuffix(":\(address.port)") || place.hasSuffix(":\(address.port)/")
        self.init(host: address.host, port: hasPort ? address.port : 3128)
        guard let at else { return }
        let parts = rest[..<at].split(separator: ":", maxSplits: 1)
        user = parts.first.map(Self.decoded)
        password = parts.count > 1 ? Self.decoded(parts[1]) : nil
    }

    private static func decoded(_ text: Substring) -> String {
        PercentEncoding.decoded(text.utf8, plusIsSpace: false).map { String(decoding: $0, as: UTF8.self) }
            ?? String(text)
    }
}
