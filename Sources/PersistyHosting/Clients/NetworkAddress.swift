import Glibc
import NIOCore

/// An address of IPv6, or one of IPv4 as IPv6 writes it (RFC 4291 §2.5.5.2).
struct NetworkAddress: Sendable, Hashable {
    let high: UInt64
    let low: UInt64

    /// This machine, which also speaks through sockets that are files.
    static let loopback = NetworkAddress(ipv4: 0x7f00_0001)

    init(ipv4: UInt32) {
        high = 0
        low = 0xffff_0000_0000 | UInt64(ipv4)
    }

    /// Reads `192.0.2.1` or `2001:db8::1` (inet_pton(3)).
    init?(_ text: some StringProtocol) {
        var v4 = in_addr()
        if inet_pton(AF_INET, String(text), &v4) == 1 {
            self.init(ipv4: UInt32(bigEndian: v4.s_addr))
            return
        }
        var v6 = in6_addr()
        guard inet_pton(AF_INET6, String(text), &v6) == 1 else { return nil }
        self.init(v6)
    }

    /// Who is at the other end of a connection.
    init(_ address: SocketAddress?) {
        switch address {
        case .v4, .v6: self = address.flatMap(Self.init(ofSocket:)) ?? .loopback
        case .unixDomainSocket, nil: self = .loopback
        }
    }

    /// Reads it from where the system has it (ip(7), ipv6(7)); the members of these structures no module names alone.
    private init?(ofSocket address: SocketAddress) {
        let (family, v4, high, low) = address.withSockAddr { pointer, size in
            let bytes = UnsafeRawBufferPointer(start: pointer, count: size)
            let isLong = size >= 24
            return (
                bytes.loadUnaligned(as: UInt16.self),
                UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)),
                isLong ? UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)) : 0,
                isLong ? UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)) : 0
            )
        }
        switch Int32(family) {
        case AF_INET: self.init(ipv4: v4)
        case AF_INET6: self.init(high: high, low: low)
        default: return nil
        }
    }

    private init(_ address: in6_addr) {
        (high, low) = withUnsafeBytes(of: address) { bytes in
            (
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    var isIPv4: Bool { high == 0 && low >> 32 == 0xffff }

    var isLoopback: Bool { isIPv4 ? low >> 24 & 0xff == 0x7f : high == 0 && low == 1 }

    /// What counts as one client: whoever has an address of IPv6 has all of its network (RFC 6177 §2).
    var client: NetworkAddress { isIPv4 ? self : NetworkAddress(high: high, low: 0) }

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// With only its first `bits`.
    func masked(_ bits: Int) -> NetworkAddress {
        NetworkAddress(
            high: bits >= 64 ? high : bits == 0 ? 0 : high & ~0 << (64 - bits),
            low: bits >= 128 ? low : bits <= 64 ? 0 : low & ~0 << (128 - bits))
    }
}
