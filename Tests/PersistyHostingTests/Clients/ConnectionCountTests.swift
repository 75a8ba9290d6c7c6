import Testing

@testable import PersistyHosting

@Suite struct `The connections of a server` {
    private static func counts() throws -> PeerCounts {
        var limits = HostedLimits()
        (limits.connections, limits.connectionsOfPeer) = (10, 2)
        return PeerCounts(limits, try #require(TrustedProxies(["10.0.0.0/8"])))
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1", 2), ("2001:db8::1", "2001:db8::ffff:1", 2), ("192.0.2.1", "::ffff:192.0.2.1", 2),
        ("127.0.0.1", "127.0.0.2", 10), ("::1", "::1", 10), ("10.1.1.1", "10.1.1.1", 10),
    ])
    func `are so many from one client, and in all`(one: String, other: String, most: Int) throws {
        let counts = try Self.counts()
        let addresses = [try #require(NetworkAddress(one)), try #require(NetworkAddress(other))]
        let admitted = (0..<20).filter { counts.enter(addresses[$0 % 2]) }
        #expect(admitted.count == most)
        let stranger = try #require(NetworkAddress("198.51.100.9"))
        #expect(counts.enter(stranger) == (most < 10))
        counts.leave(addresses[0])
        #expect(counts.enter(addresses[1]))
        #expect(!counts.enter(addresses[0]))
    }
}
