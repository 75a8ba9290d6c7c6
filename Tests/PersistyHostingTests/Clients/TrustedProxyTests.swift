import NIOCore
import Testing

@testable import PersistyHosting

@Suite struct `An address` {
    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1", false), ("::ffff:192.0.2.1", "192.0.2.1", false), ("127.9.9.9", "127.9.9.9", true),
        ("::1", "::", true), ("::ffff:127.0.0.1", "127.0.0.1", true), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::", false),
    ])
    func `stands for one client`(text: String, client: String, isLoopback: Bool) throws {
        let address = try #require(NetworkAddress(text))
        #expect(address.client == NetworkAddress(client))
        #expect(address.isLoopback == isLoopback)
        let socket = try SocketAddress(ipAddress: text, port: 80)
        #expect(NetworkAddress(socket) == address)
    }

    @Test func `of a socket that is a file is this machine's`() throws {
        let socket = try SocketAddress(unixDomainSocketPath: "/a")
        #expect(NetworkAddress(socket).isLoopback)
        #expect(NetworkAddress(nil as SocketAddress?).isLoopback)
    }

    @Test(arguments: ["", "a", "1.2.3", "1.2.3.4.5", "192.0.2.1 ", "192.0.2.01", "::g", "[::1]", "fe80::1%eth0"])
    func `is not everything`(text: String) { #expect(NetworkAddress(text) == nil) }
}

@Suite struct `Trusted proxies` {
    @Test(arguments: [
        (["127.0.0.1"], "127.0.0.1", ["203.0.113.7"], "203.0.113.7"),
        // Whoever sends the header himself has the proxy add who he is.
        (["127.0.0.1"], "127.0.0.1", ["127.0.0.1, 198.51.100.9, 203.0.113.7"], "203.0.113.7"),
        (["127.0.0.1"], "127.0.0.1", ["198.51.100.9", "203.0.113.7"], "203.0.113.7"),
        (["127.0.0.1", "10.0.0.0/8"], "127.0.0.1", ["203.0.113.7, 10.1.2.3"], "203.0.113.7"),
        (["127.0.0.1", "10.0.0.0/8"], "127.0.0.1", ["10.9.9.9, 10.1.2.3"], "10.9.9.9"),
        (["127.0.0.1"], "127.0.0.1", ["203.0.113.7:4711"], "203.0.113.7"),
        (["127.0.0.1"], "127.0.0.1", [" [2001:db8::1]:80\t"], "2001:db8::1"),
        (["2001:db8::/32"], "2001:db8:ffff::1", ["2001:db7::1"], "2001:db7::1"),
        (["0.0.0.0/0"], "192.0.2.1", ["2001:db8::1, 198.51.100.9"], "2001:db8::1"),
        (["::1"], "::1", [], "::1"),
        // What nobody vouches for is not believed.
        (["127.0.0.1"], "127.0.0.1", ["203.0.113.7, unknown"], "127.0.0.1"),
        (["127.0.0.1", "10.0.0.0/8"], "127.0.0.1", ["203.0.113.7, , 10.1.2.3"], "10.1.2.3"),
        ([], "127.0.0.1", ["203.0.113.7"], "127.0.0.1"),
        (["10.0.0.0/8"], "127.0.0.1", ["203.0.113.7"], "127.0.0.1"),
        (["10.0.0.0/8"], "11.0.0.1", ["203.0.113.7"], "11.0.0.1"),
    ])
    func `tell who a client is`(networks: [String], peer: String, forwarded: [String], client: String) throws {
        let proxies = try #require(TrustedProxies(networks))
        let address = try #require(NetworkAddress(peer))
        #expect(proxies.client(of: address, forwarded: forwarded) == NetworkAddress(client))
    }

    @Test(arguments: [
        "", "localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/08", "10.0.0.0/-1", "::/129", "10.0.0.0/8/8",
    ])
    func `are addresses or networks`(text: String) { #expect(TrustedProxies([text]) == nil) }
}
