/// The proxies whose word is taken for where a request comes from. Of all others it is not: anybody may say anything.
public struct TrustedProxies: Sendable, Hashable {
    private struct Network: Sendable, Hashable {
        let start: NetworkAddress
        let bits: Int

        /// Reads an address, or one with how many of its bits are a network's (RFC 4632 §3.1, RFC 4291 §2.3).
        init?(_ text: String) {
            let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = parts.first, let address = NetworkAddress(first) else { return nil }
            let width = address.isIPv4 && !first.contains(":") ? 32 : 128
            var bits = width
            if parts.count == 2 {
                guard let number = Int(parts[1]), (0...width).contains(number), "\(number)" == parts[1] else {
                    return nil
                }
                bits = number
            }
            self.bits = bits + 128 - width
            start = address.masked(self.bits)
        }

        func contains(_ address: NetworkAddress) -> Bool { address.masked(bits) == start }
    }

    private let networks: [Network]

    /// Nobody is trusted.
    public static let none = TrustedProxies(networks: [])

    /// Addresses and networks: `127.0.0.1`, `10.0.0.0/8`, `2001:db8::/32`. Whoever comes through a socket that is a file
    /// comes from 127.0.0.1. `nil` where one of them is neither.
    public init?(_ networks: [String]) {
        let read = networks.compactMap(Network.init)
        guard read.count == networks.count else { return nil }
        self.init(networks: read)
    }

    private init(networks: [Network]) { self.networks = networks }

    /// Who made a request that came from `peer`: the last in the line of those that forwarded it who is not trusted.
    ///
    /// - Parameter forwarded: The values of `X-Forwarded-For`, to which each proxy adds whom it had the request from.
    func client(of peer: NetworkAddress, forwarded: @autoclosure () -> [String]) -> NetworkAddress {
        guard !networks.isEmpty, trusts(peer) else { return peer }
        var client = peer
        for value in forwarded().reversed() {
            for entry in value.split(separator: ",", omittingEmptySubsequences: false).reversed() {
                // What a trusted one did not understand, nobody vouches for.
                guard let address = Self.address(entry) else { return client }
                client = address
                guard trusts(address) else { return client }
            }
        }
        return client
    }

    func trusts(_ address: NetworkAddress) -> Bool { networks.contains { $0.contains(address) } }

    /// Reads an address of which some proxies also tell the port, and then in brackets if it is one of IPv6.
    private static func address(_ entry: Substring) -> NetworkAddress? {
        var text = entry.drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            return NetworkAddress(text[text.index(after: text.startIndex)..<end])
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return NetworkAddress(parts.count == 2 ? parts[0] : text)
    }
}
