/// How signed links are served.
package struct ServerConfiguration: Sendable, Hashable {
    /// A key that links are signed with.
    package struct Key: Sendable, Hashable {
        package enum Status: String, Sendable, CaseIterable {
            case next, signing, verify
        }

        package var id: String
        /// Absolute. The content is checked, and never kept or shown.
        package var file: String
        package var status: Status
    }

    /// Files in PEM.
    package struct Certificate: Sendable, Hashable {
        package var chain: String
        package var key: String
    }

    package var bind: String
    package var port: Int
    /// The absolute path of the socket that is bound in the place of an address.
    package var socket: String?
    package var publicURL: String?
    /// The absolute paths of a certificate and of its private key, where the server itself speaks TLS.
    package var certificate: Certificate?
    package var keys: [Key]
    /// The longest that a link may live, in seconds.
    package var maxLife = 7 * 86_400
    package var maxUpload: Int64 = 1 << 30
    package var allowOrigins: [String] = []
    package var isBehindProxy = false
    /// Addresses and networks of proxies whose word is taken for who a client is.
    package var trustedProxies: [String] = []
}

extension ServerConfiguration {
    /// What the addresses of links begin with.
    package var address: String {
        publicURL ?? "\(certificate == nil ? "http" : "https")://\(bind.contains(":") ? "[\(bind)]" : bind):\(port)"
    }

    /// Whether only this machine reaches that address.
    package var isLocal: Bool { (try? WebAddress(address))?.isLoopback ?? false }
}
