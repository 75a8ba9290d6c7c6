import HostingTestSupport
import PersistyData
import Testing

@testable import PersistyHosting

@Suite struct `A server that is asked too much` {
    private static func limits() -> HostedLimits {
        var limits = HostedLimits()
        (limits.requestBurst, limits.requestInterval) = (5, .seconds(1000))
        (limits.badTokenBurst, limits.badTokenInterval) = (2, .seconds(1000))
        return limits
    }

    @Test func `answers 429 to that client, says when to come again, and answers others`() async throws {
        try await RunningServer.with(limits: Self.limits(), proxies: ["127.0.0.1"]) { server in
            _ = try await server.docs.write(DataKey("a"), DataReader([1]), WriteOptions())
            let target = try await server.target(Link(.get, DataKey("a")))
            let one = [("X-Forwarded-For", "198.51.100.1, 203.0.113.7")]
            for _ in 0..<5 { #expect(try await server.request("GET", target, one).status == 200) }
            let refused = try await server.request("GET", target, one)
            #expect(refused.status == 429)
            #expect(refused.header("retry-after").flatMap { Int($0) }.map { (1...1000).contains($0) } == true)
            let upload = try await server.request("PUT", target, one, body: [1])
            #expect(upload.status == 429 && upload.header("connection") == "close")
            for other in ["203.0.113.8", "2001:db8::1"] {
                #expect(try await server.request("GET", target, [("X-Forwarded-For", other)]).status == 200)
            }
            #expect(try await server.request("GET", "/healthz", [("X-Forwarded-For", "203.0.113.8")]).status == 404)
        }
    }

    @Test func `bears a few tokens that are none, and answers to good ones all the same`() async throws {
        try await RunningServer.with(limits: Self.limits(), proxies: ["127.0.0.0/8"]) { server in
            _ = try await server.docs.write(DataKey("a"), DataReader([1]), WriteOptions())
            let target = try await server.target(Link(.get, DataKey("a")))
            let client = [("X-Forwarded-For", "203.0.113.7")]
            var statuses: [Int] = []
            for end in ["A", "B", "C"] {
                statuses.append(try await server.request("GET", target.dropLast() + end + end, client).status)
            }
            #expect(statuses == [404, 404, 429])
            #expect(try await server.request("GET", target, client).status == 200)
        }
    }

    @Test func `does not count this machine, nor believe whom it does not trust`() async throws {
        try await RunningServer.with(limits: Self.limits()) { server in
            let forwarded = [("X-Forwarded-For", "203.0.113.7")]
            for _ in 0..<10 {
                let answer = try await server.request("GET", "/healthz", forwarded)
                #expect(answer.status == 200)
            }
        }
    }
}
