import HostingTestSupport
import PersistyData
import Testing

@testable import PersistyHosting

@Suite struct `The deadlines of a connection` {
    private let limits = HostedLimits()

    @Test func `let it wait for its first request, and for the next ones`() {
        var deadlines = ConnectionDeadlines(limits, now: .zero)
        #expect(deadlines.overdue(now: .seconds(9.9)) == nil)
        #expect(deadlines.overdue(now: .seconds(10)) == "no request")
        _ = deadlines.headCame(now: .seconds(5))
        #expect(deadlines.overdue(now: .seconds(500)) == nil, "the answer is the server's business")
        deadlines.answerEnded(now: .seconds(500))
        #expect(deadlines.overdue(now: .seconds(529)) == nil)
        #expect(deadlines.overdue(now: .seconds(530)) == "no request")
    }

    @Test func `count only the time in which the body is waited for`() {
        var deadlines = ConnectionDeadlines(limits, now: .zero)
        _ = deadlines.headCame(now: .zero)
        deadlines.bodyIsWanted(now: .seconds(1))
        deadlines.bodyCame(100, now: .seconds(2))
        // The store is slow: nobody waits for the client.
        #expect(deadlines.overdue(now: .seconds(1000)) == nil)
        deadlines.bodyIsWanted(now: .seconds(1000))
        #expect(deadlines.overdue(now: .seconds(1018)) == nil)
        #expect(deadlines.overdue(now: .seconds(1019)) == "slow body")
    }

    @Test(arguments: [(1023, true), (1025, false)])
    func `want a kilobyte a second`(bytesPerSecond: Int, isTooSlow: Bool) {
        var deadlines = ConnectionDeadlines(limits, now: .zero)
        _ = deadlines.headCame(now: .zero)
        var overdue = false
        for second in 0..<60 {
            deadlines.bodyIsWanted(now: .seconds(second))
            deadlines.bodyCame(bytesPerSecond, now: .seconds(second + 1))
            deadlines.bodyIsWanted(now: .seconds(second + 1))
            overdue = overdue || deadlines.overdue(now: .seconds(second + 1)) != nil
        }
        #expect(overdue == isTooSlow)
    }

    @Test func `see that a client stops, however much it has sent before`() {
        var deadlines = ConnectionDeadlines(limits, now: .zero)
        _ = deadlines.headCame(now: .zero)
        for second in 0..<100 {
            deadlines.bodyIsWanted(now: .seconds(second))
            deadlines.bodyCame(1 << 20, now: .seconds(second) + .milliseconds(500))
        }
        deadlines.bodyIsWanted(now: .seconds(100))
        #expect(deadlines.overdue(now: .seconds(119)) == nil)
        #expect(deadlines.overdue(now: .seconds(122)) == "slow body")
    }

    @Test func `see that a client takes nothing, by what it has acknowledged`() {
        var deadlines = ConnectionDeadlines(limits, now: .zero)
        _ = deadlines.headCame(now: .zero)
        deadlines.pending(true, acknowledged: 10, now: .seconds(1))
        deadlines.pending(true, acknowledged: 20, now: .seconds(15))
        #expect(deadlines.overdue(now: .seconds(34)) == nil)
        deadlines.pending(true, acknowledged: 20, now: .seconds(34))
        #expect(deadlines.overdue(now: .seconds(35)) == "takes nothing")
        deadlines.pending(false, acknowledged: nil, now: .seconds(36))
        #expect(deadlines.overdue(now: .seconds(500)) == nil)
    }

    @Test func `end a connection after as many requests as it may have`() {
        var few = limits
        few.requests = 2
        var deadlines = ConnectionDeadlines(few, now: .zero)
        let isLast = [deadlines.headCame(now: .zero), deadlines.headCame(now: .zero)]
        #expect(isLast == [false, true])
    }
}

@Suite struct `Clients that keep a server waiting` {
    @Test(.timeLimit(.minutes(2)))
    func `are let go, while others are answered`() async throws {
        var limits = HostedLimits()
        (limits.headTime, limits.bodyWindow, limits.writeStall) = (.seconds(1), .seconds(2), .seconds(2))
        try await RunningServer.with(limits: limits) { server in
            _ = try await server.docs.write(
                DataKey("great"), DataReader([UInt8](repeating: 1, count: 64 << 20)), WriteOptions())
            let great = try await server.target(Link(.get, DataKey("great")))
            let upload = try await server.target(Link(.put, DataKey("in/slow")))
            let beginnings = [
                "", "GET / HT", "GET \(great) HTTP/1.1\r\nHost: a\r\n\r\n",
                "PUT \(upload) HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\nContent-Length: 100000\r\n\r\nhello",
            ]
            let bad = try (0..<40).map { number in
                let client = try RawClient(port: server.port)
                client.send(Array(beginnings[number % beginnings.count].utf8))
                return client
            }
            let answered = try await server.request("GET", great, [("Range", "bytes=0-9")])
            #expect(answered.status == 206)
            // Those that read are told of the end; those that do not read find it when they do.
            for client in bad { #expect(try await onThread { client.isLetGo() }) }
            #expect(try await server.docs.read(DataKey("in/slow")) == nil)
        }
    }
}
