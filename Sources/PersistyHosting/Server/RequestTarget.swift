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
        let bytes = Array(target.utf8)
        let mark = bytes.firstIndex(of: UInt8(ascii: "?"))
        let (path, query) = (bytes[..<(mark ?? bytes.count)], mark.map { bytes[($0 + 1)...] } ?? [])
        guard path.first == UInt8(ascii: "/"), bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            self = .malformed
            return
        }
        if path.elementsEqual("/healthz".utf8) {
            self = query.isEmpty ? .health : .nothing
        } else if path.starts(with: HostedAddress.securedPath.utf8) {
            self = Self.secured(path.dropFirst(HostedAddress.securedPath.utf8.count), query)
        } else if path.starts(with: HostedAddress.openPath.utf8) {
            guard let (store, key) = Self.place(path.dropFirst(HostedAddress.openPath.utf8.count)), query.isEmpty else {
                self = .nothing
                return
            }
            self = .open(store: store, key: key)
        } else {
            self = .nothing
        }
    }

    private static func secured(_ path: ArraySlice<UInt8>, _ query: ArraySlice<UInt8>) -> RequestTarget {
        let tokens = query.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
            .filter { $0.starts(with: "t=".utf8) }
        guard tokens.count < 2, tokens.isEmpty || query.count == tokens[0].count else { return .malformed }
        guard let token = tokens.first?.dropFirst(2), !token.isEmpty else { return .unsigned }
        guard let (store, key) = place(path) else { return .nothing }
        return .secured(store: store, key: key, token: String(decoding: token, as: UTF8.self))
    }

    /// A store and a key, each decoded once.
    private static func place(_ path: ArraySlice<UInt8>) -> (store: String, key: DataKey)? {
        guard let slash = path.firstIndex(of: UInt8(ascii: "/")),
            let store = PercentEncoding.decoded(path[..<slash], plusIsSpace: false),
            let key = PercentEncoding.decoded(path[(slash + 1)...], plusIsSpace: false),
            let name = String(validating: store, as: UTF8.self), let text = String(validating: key, as: UTF8.self),
            !name.isEmpty
        else { return nil }
        return (try? DataKey(text)).map { (name, $0) }
    }
}
