import PersistyData

/// What a request asks for, by its target (RFC 9112 §3.2.1).
enum RequestTarget: Sendable, Equatable {
    /// An item that a token opens.
    case secured(store: String, key: DataKey, token: String)
    /// An item at an address with no token; what it wants is one.
    case unsigned
    /// An item at a plain address.
    case open(store: String, key: DataKey)
    case health
    /// Nothing that there is.
    case nothing
    /// A target that is none, or that says one thing twice.
    case malformed

    /// Reads the target of a request.
    init(_ target: String) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let query = parts.count == 2 ? parts[1] : ""
        guard let path = parts.first, path.utf8.first == UInt8(ascii: "/"),
            target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else {
            self = .malformed
            return
        }
        if path == "/healthz" {
            self = query.isEmpty ? .health : .nothing
        } else if path.hasPrefix(HostedAddress.securedPath) {
            self = Self.secured(path.dropFirst(HostedAddress.securedPath.count), query)
        } else if path.hasPrefix(HostedAddress.openPath) {
            guard let (store, key) = Self.place(path.dropFirst(HostedAddress.openPath.count)), query.isEmpty else {
                self = .nothing
                return
            }
            self = .open(store: store, key: key)
        } else {
            self = .nothing
        }
    }

    private static func secured(_ path: Substring, _ query: Substring) -> RequestTarget {
        let tokens = query.split(separator: "&", omittingEmptySubsequences: false).filter { $0.hasPrefix("t=") }
        guard tokens.count < 2, tokens.isEmpty || query == tokens[0] else { return .malformed }
        guard let token = tokens.first?.dropFirst(2), !token.isEmpty else { return .unsigned }
        guard let (store, key) = place(path) else { return .nothing }
        return .secured(store: store, key: key, token: String(token))
    }

    /// A store and a key, each decoded once.
    private static func place(_ path: Substring) -> (store: String, key: DataKey)? {
        let parts = path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let store = PercentEncoding.decoded(parts[0].utf8, plusIsSpace: false),
            let key = PercentEncoding.decoded(parts[1].utf8, plusIsSpace: false),
            let name = String(validating: store, as: UTF8.self), let text = String(validating: key, as: UTF8.self),
            !name.isEmpty
        else { return nil }
        return (try? DataKey(text)).map { (name, $0) }
    }
}
