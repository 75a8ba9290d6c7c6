import Testing

@testable import PersistyHosting

@Suite struct `A token bucket` {
    private let rule = TokenBucket.Rule(burst: 3, interval: .seconds(2))

    @Test func `is full at first, and gains one token after each interval`() {
        var bucket = TokenBucket()
        let start = Duration.seconds(100)
        for _ in 0..<3 { #expect(bucket.take(rule, now: start) == .zero) }
        #expect(bucket.take(rule, now: start) == .seconds(2))
        #expect(bucket.take(rule, now: start + .seconds(1.5)) == .milliseconds(500), "asking costs nothing")
        #expect(bucket.take(rule, now: start + .seconds(2)) == .zero)
        #expect(bucket.take(rule, now: start + .seconds(2)) == .seconds(2))
    }

    @Test func `holds no more than fit into it`() {
        var bucket = TokenBucket()
        for _ in 0..<3 { _ = bucket.take(rule, now: .zero) }
        for _ in 0..<3 { #expect(bucket.take(rule, now: .seconds(1000)) == .zero) }
        #expect(bucket.take(rule, now: .seconds(1000)) > .zero)
    }

    @Test func `gives as many in the long run as fall into it`() {
        var bucket = TokenBucket()
        let rule = TokenBucket.Rule(burst: 100, interval: .milliseconds(50))
        let taken = (0..<10_000).filter { bucket.take(rule, now: .milliseconds($0)) == .zero }.count
        #expect(taken == 100 + 199)
    }
}

@Suite struct `The rates of clients` {
    private func address(_ text: String) throws -> NetworkAddress { try #require(NetworkAddress(text)) }

    @Test func `are each client's own`() throws {
        var rates = ClientRates(HostedLimits())
        let (one, other) = (try address("192.0.2.1"), try address("192.0.2.2"))
        for _ in 0..<100 { #expect(rates.request(one, now: .zero) == .zero) }
        #expect(rates.request(one, now: .zero) == .milliseconds(50))
        #expect(rates.request(other, now: .zero) == .zero)
        for _ in 0..<10 { #expect(rates.badToken(one, now: .zero) == .zero) }
        #expect(rates.badToken(one, now: .zero) == .seconds(6))
        #expect(rates.badToken(one, now: .seconds(6)) == .zero)
    }

    @Test func `are remembered of a bounded number of clients, the last ones`() {
        var rates = ClientRates(HostedLimits())
        for number in 0..<UInt32(5 * ClientRates.remembered) {
            _ = rates.request(NetworkAddress(ipv4: number), now: .zero)
            // One that goes on asking is not forgotten for all the others.
            _ = rates.badToken(NetworkAddress(ipv4: .max), now: .zero)
            #expect(rates.count <= 2 * ClientRates.remembered)
        }
        #expect(rates.badToken(NetworkAddress(ipv4: .max), now: .zero) > .zero)
    }
}
