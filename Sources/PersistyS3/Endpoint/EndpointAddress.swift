import PersistyData

/// The address of a service that somebody wrote down: `https://host:port/path`, taken apart by hand, because a URL type
/// would change what it does not like.
package struct EndpointAddress: Sendable, Hashable {
    /// How it is spoken to.
    package enum Scheme: String, Sendable {
        case http, https

        /// The port where none is named.
        package var port: Int { self == .http ? 80 : 443 }
    }

    /// How it is spoken to.
    package let scheme: Scheme
    /// The name or address of the host; an IPv6 address without its brackets.
    package let host: String
    /// The port.
    package let port: Int
    /// What all paths begin with: empty, or `/…` without a `/` at its end.
    package let path: String

    /// Takes `text` apart; `nil` when it is not such an address. Names, passwords, queries and fragments are refused.
    package init?(_ text: String) {
        guard let separator = text.utf8.firstRange(of: "://".utf8),
            let scheme = Scheme(rawValue: String(text[..<separator.lowerBound]).lowercased())
        else { return nil }
        let rest = text[separator.upperBound...]
        guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !"?#@\\".utf8.contains($0) }) else { return nil }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        var authority = rest[..<slash]
        var path = String(rest[slash...])
        while path.hasSuffix("/") { path.removeLast() }
        let host: Substring
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[..<end].dropFirst()
            authority = authority[authority.index(after: end)...]
            guard host.contains(":"), host.utf8.allSatisfy({ $0.hexadecimalValue != nil || ":.%".utf8.contains($0) })
            else { return nil }
        } else {
            host = authority.prefix { $0 != ":" }
            authority = authority[host.endIndex...]
            guard !host.isEmpty, host.utf8.allSatisfy({ $0.isAlphanumeric || "-._".utf8.contains($0) }) else {
                return nil
            }
        }
        guard authority.isEmpty || authority.first == ":" else { return nil }
        let digits = authority.dropFirst()
        guard digits.utf8.allSatisfy(\.isDigit), let port = digits.isEmpty ? scheme.port : Int(digits),
            (1...65_535).contains(port)
        else { return nil }
        self.scheme = scheme
        self.host = host.lowercased()
        self.port = port
        self.path = path
    }

    /// Whether the host has a name, before which a bucket can stand, and is not an address.
    package var isName: Bool { !host.contains(":") && !BucketName.isIPv4(host) }

    /// Whether `host` is this machine, by its name or address (RFC 6761 §6.3, RFC 1122 §3.2.1.3, RFC 4291 §2.5.3).
    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host.hasSuffix(".localhost") || host == "::1"
            || host.hasPrefix("127.") && BucketName.isIPv4(host)
    }
}
