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

    package var bind: String
    package var port: Int
    package var publicURL: String?
    package var keys: [Key]
    /// The longest that a link may live, in seconds.
    package var maxLife = 7 * 86_400
    package var maxUpload: Int64 = 1 << 30
    package var allowOrigins: [String] = []
    package var isBehindProxy = false
}

extension ServerConfiguration {
    /// What the addresses of links begin with.
    package var address: String { publicURL ?? "http://\(bind.contains(":") ? "[\(bind)]" : bind):\(port)" }

    /// Whether only this machine reaches that address.
    package var isLocal: Bool { (try? WebAddress(address))?.isLoopback ?? false }
}
