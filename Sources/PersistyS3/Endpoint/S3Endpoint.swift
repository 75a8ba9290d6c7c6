import PersistyData

/// Where the requests for a bucket go, and what they are signed for.
package struct S3Endpoint: Sendable, Hashable {
    /// How it is spoken to.
    package let scheme: EndpointAddress.Scheme
    /// What is connected to; an IPv6 address without its brackets.
    package let host: String
    /// The port.
    package let port: Int
    /// What stands before `/key` in every path, encoded: empty, or the service's own path and, in path style, the bucket.
    package let pathPrefix: String
    /// The region that is signed for.
    package let signingRegion: String
    /// The service that is signed for.
    package let signingService = "s3"
    /// Whether the bucket is part of the host's name.
    package let isVirtualHost: Bool

    /// The value of `Host`: with the port where it is not the scheme's (RFC 9110 §7.2). It is signed, so that it must be
    /// what is sent.
    package let hostHeader: String
    /// What stands before the path of a URL.
    package let origin: String

    init(
        scheme: EndpointAddress.Scheme, host: String, port: Int, pathPrefix: String, signingRegion: String,
        isVirtualHost: Bool
    ) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.pathPrefix = pathPrefix
        self.signingRegion = signingRegion
        self.isVirtualHost = isVirtualHost
        let name = host.contains(":") ? "[\(host)]" : host
        hostHeader = port == scheme.port ? name : "\(name):\(port)"
        origin = "\(scheme.rawValue)://\(hostHeader)"
    }

    /// The path of the item `key`, encoded once; of the bucket for the empty key.
    package func path(key: String = "") -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(pathPrefix.utf8.count + key.utf8.count + 16)
        bytes.append(pathPrefix)
        // A bucket in path style has no slash behind it; a service and a bucket that is a host have one.
        if !key.isEmpty || pathPrefix.isEmpty { bytes.append(UInt8(ascii: "/")) }
        bytes.appendPercentEncoded(key, keepingSlash: true)
        return String(decoding: bytes, as: UTF8.self)
    }
}
