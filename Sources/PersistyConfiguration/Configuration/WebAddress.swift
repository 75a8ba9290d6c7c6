import Glibc

/// A URL of the kind that a configuration may hold: `http` or `https`, a host, and nothing that could be a secret.
struct WebAddress: Equatable {
    enum Fault: Error, Equatable {
        case notURL, scheme(String), userInfo, host, port, queryOrFragment
    }

    var isSecure: Bool
    var host: String
    var port: Int?
    /// What follows the host; empty, or beginning with `/`.
    var path: String

    init(_ text: String) throws(Fault) {
        guard let colon = text.range(of: "://") else { throw .notURL }
        let scheme = text[..<colon.lowerBound].lowercased()
        let rest = text[colon.upperBound...]
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let authority = rest[..<end]
        // First of all, so that no other fault shows what may be a password.
        guard !rest.contains("@") else { throw .userInfo }
        guard scheme == "http" || scheme == "https" else { throw .scheme(scheme) }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") }) else { throw .notURL }
        guard !rest.contains("?"), !rest.contains("#") else { throw .queryOrFragment }
        (host, port) = try Self.hostAndPort(authority)
        isSecure = scheme == "https"
        path = String(rest[end...])
    }

    /// Whether requests to it stay on this machine.
    var isLoopback: Bool { NetworkHost.isLoopback(host) }

    private static func hostAndPort(_ authority: Substring) throws(Fault) -> (String, Int?) {
        var host = authority
        var port: Int?
        if let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") {
            host = authority[..<colon]
            let digits = authority[authority.index(after: colon)...]
            guard digits.count <= 5, let number = UInt16(digits), number > 0 else { throw .port }
            port = Int(number)
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard NetworkHost.isAddress(String(host)) || NetworkHost.isName(String(host)) else { throw .host }
        return (String(host), port)
    }
}

/// Names and numbers of machines.
enum NetworkHost {
    static func isLoopback(_ host: String) -> Bool {
        if host.lowercased() == "localhost" { return true }
        if let address = ipv4(host) { return UInt32(bigEndian: address.s_addr) >> 24 == 127 }
        guard let address = ipv6(host) else { return false }
        return withUnsafeBytes(of: address) { $0.dropLast().allSatisfy { $0 == 0 } && $0.last == 1 }
    }

    /// Whether it is an IPv4 or IPv6 address.
    static func isAddress(_ host: String) -> Bool { ipv4(host) != nil || ipv6(host) != nil }

    /// Whether it is an address, or one with how many of its bits are a network's (RFC 4632 §3.1, RFC 4291 §2.3).
    static func isNetwork(_ text: String) -> Bool {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, isAddress(String(first)) else { return false }
        guard parts.count == 2 else { return true }
        guard let bits = Int(parts[1]), "\(bits)" == parts[1] else { return false }
        return (0...(first.contains(":") ? 128 : 32)).contains(bits)
    }

    /// Whether it is a name by RFC 1123 §2.1 that cannot be taken for an address.
    static func isName(_ host: String) -> Bool {
        guard (1...253).contains(host.utf8.count) else { return false }
        let labels = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard let last = labels.last, last.contains(where: { !digits.contains($0) }) else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.count) && label.allSatisfy(nameCharacters.contains)
                && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
        }
    }

    private static func ipv4(_ host: String) -> in_addr? {
        var address = in_addr()
        return inet_pton(AF_INET, host, &address) == 1 ? address : nil
    }

    private static func ipv6(_ host: String) -> in6_addr? {
        var address = in6_addr()
        return inet_pton(AF_INET6, host, &address) == 1 ? address : nil
    }

    private static let digits = Set("0123456789".utf8)
    private static let nameCharacters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-".utf8)
}

extension String {
    /// The first place of `other`, by characters.
    fileprivate func range(of other: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(other) { return start..<index(start, offsetBy: other.count) }
            start = index(after: start)
        }
        return nil
    }
}

extension SettingFields {
    /// Checks a URL and says what is wrong with it without showing what may be a secret in it.
    func webAddress(_ name: String) throws(ConfigurationError) -> (text: String, address: WebAddress)? {
        guard let text = try string(name) else { return nil }
        do {
            return (text, try WebAddress(text))
        } catch {
            throw fault(.url, name, error.message, hint: error == .userInfo ? WebAddress.secretHint : nil)
        }
    }
}

extension WebAddress {
    static let secretHint = "Put credentials into a profile, the environment or a command."
}

extension WebAddress.Fault {
    var message: String {
        switch self {
        case .notURL: "This is not a URL; one begins with “https://”."
        case .scheme(let scheme): "A URL here begins with “https://” or “http://”, not with \(Quoted.text(scheme))."
        case .userInfo: "A URL here has no user and no password in it."
        case .host: "The host of this URL is neither a name nor an address."
        case .port: "The port of a URL is a number from 1 to 65535."
        case .queryOrFragment: "A URL here has no query (“?”) and no fragment (“#”)."
        }
    }
}
