import FaultProxy
import NIOCore
import PersistyData
import PersistyS3
import Synchronization
import S3TestSupport
import Testing

@Suite struct `An S3 client` {
    /// Does something behind a proxy before moto, with the store and the bucket that are given.
    private func behind(
        _ rules: [FaultRule], stall: Duration = .seconds(20), waits: Waits = Waits(),
        now: (@Sendable () -> Timestamp)? = nil, credentials: (any CredentialProvider)? = nil,
        _ body: (FaultProxy, S3Store) async throws -> Void
    ) async throws {
        let server = try S3Server.named("moto")
        try await withFaultProxy(before: server.port, rules) { proxy in
            let client = try server.client(
                port: proxy.port, stall: stall, waits: waits, now: now, credentials: credentials)
            try await body(proxy, S3Store(name: "faulted", client: client, bucket: "not-there"))
            for fired in proxy.fired { #expect(fired > 0) }
        }
    }

    /// How asking for an item ends.
    private func read(_ store: S3Store) async -> Result<DataItem?, DataError> {
        await within(.seconds(60), "reading") { () throws(DataError) in try await store.read(try DataKey("a")) }
    }

    @Test(
        arguments: [301, 302, 303, 307, 308], ["same", "other", "http://169.254.169.254/", "//evil.example/", "ftp:x"])
    func `follows no redirect, so that nothing of a signature goes elsewhere`(
        status: Int, to target: String
    ) async throws {
        try await withFaultProxy(before: 1, []) { other in
            let rule = FaultRule(
                .instead { head in
                    let location =
                        switch target {
                        case "same": head.target
                        case "other": "http://127.0.0.1:\(other.port)\(head.target)"
                        default: target
                        }
                    return Answer(status, [Field("Location", location)]).pieces(to: head)
                })
            try await behind([rule]) { proxy, store in
                guard case .failure(let error) = await read(store) else { Issue.record("it was done"); return }
                #expect(error.code != .cancelled && error.retry == .never)
                #expect(proxy.requests.count == 1 && other.connections == 0)
            }
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: [200, 400])
    func `waits for no answer that comes byte by byte without end, each in time`(status: Int) async throws {
        let rule = FaultRule(
            .instead { _ in
                let head = "HTTP/1.1 \(status) Answer\r\nContent-Length: 100000\r\n\r\n"
                let drip = [Piece](repeating: .bytes(ByteBuffer(string: " ")), count: 100_000)
                return [.bytes(ByteBuffer(string: head))] + drip.flatMap { [$0, .pause(.milliseconds(20))] }
            })
        // Twenty times the time in which a connection may stand still.
        try await behind([rule], stall: .milliseconds(100)) { proxy, store in
            var result: Result<DataPage, DataError>
            repeat {
                result = await within(.seconds(50), "listing") { () throws(DataError) in
                    try await store.search(DataQuery(), pageKey: nil, limit: 1)
                }
            } while proxy.fired[0] == 0
            guard case .failure(let error) = result else { Issue.record("it was listed"); return }
            #expect(status == 200 ? error.code == .timedOut : error.code != .cancelled, "\(error)")
        }
    }

    @Test func `sets its clock by the service's, once`() async throws {
        let rule = FaultRule(
            .answer { head, answer in
                let date = answer.fields["date"].map { [Field("Date", $0)] } ?? []
                return Answer.refusal(403, "RequestTimeTooSkewed", date).pieces(to: head)
            }, hits: 1...1)
        let early: @Sendable () -> Timestamp = { Timestamp(seconds: Timestamp.now.seconds - 7200) }
        try await behind([rule], now: early) { proxy, store in
            await #expect(throws: Never.self) { try await read(store).get() }
            let times = proxy.requests.compactMap { $0.fields["x-amz-date"] }
            #expect(times.count == 2 && times[0] < times[1])
        }
        let always = FaultRule(
            .answer { head, answer in
                let date = answer.fields["date"].map { [Field("Date", $0)] } ?? []
                return Answer.refusal(403, "RequestTimeTooSkewed", date).pieces(to: head)
            })
        try await behind([always], now: early) { proxy, store in
            guard case .failure(let error) = await read(store) else { Issue.record("it was done"); return }
            #expect(error.code == .unauthenticated)
            // The second refusal of HEAD is asked for its words.
            #expect(proxy.requests.map(\.method) == ["HEAD", "HEAD", "GET", "GET"])
        }
    }

    @Test(arguments: [true, false], [false, true])
    func `renews credentials that have expired, once`(areRenewed: Bool, isHead: Bool) async throws {
        let server = try S3Server.named("moto")
        let rule = FaultRule(.instead { Answer.refusal(400, "ExpiredToken").pieces(to: $0) }) {
            $0.fields["x-amz-security-token"] != nil
        }
        var expired = server.credentials
        expired.sessionToken = Secret("expired")
        let provider = Expiring(expired: expired, renewed: areRenewed ? server.credentials : expired)
        try await behind([rule], credentials: provider) { proxy, store in
            let result = await within(.seconds(60), "asking") { () throws(DataError) in
                // To HEAD there is no body that could say it: the first byte is asked for.
                if isHead { return _ = try await store.read(try DataKey("a")) }
                _ = try await store.search(DataQuery(), pageKey: nil, limit: 1)
            }
            guard case .failure(let error) = result else { Issue.record("there is such a bucket"); return }
            #expect(error.code == (areRenewed ? .notFound : .unauthenticated))
            #expect(proxy.requests.count == (isHead ? 3 : 2))
        }
    }

    @Test(arguments: [("7", 4), ("60", 4), ("61", 0), ("86400000000000000000", 0)])
    func `waits as long as the service asks, and not over a minute`(text: String, waitCount: Int) async throws {
        let waits = Waits()
        let rule = FaultRule(.instead { Answer.refusal(503, "SlowDown", [Field("Retry-After", text)]).pieces(to: $0) })
        try await behind([rule], waits: waits) { proxy, store in
            guard case .failure(let error) = await read(store) else { Issue.record("it was done"); return }
            #expect(error.code == .unavailable && error.retry == .now)
            if let seconds = Int(text), waitCount > 0 {
                #expect(waits.durations == [Duration](repeating: .seconds(seconds), count: waitCount))
            }
            #expect(proxy.requests.count == 5 || waitCount == 0)
        }
    }

    @Test(.timeLimit(.minutes(2))) func `does not wait for ever while 100 comes again and again`() async throws {
        let flood = ByteBuffer(string: String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 500))
        try await behind([FaultRule(.early([.endless(flood)]))], stall: .milliseconds(50)) { proxy, store in
            // Under load that may be too short for the request to arrive at all.
            repeat {
                guard case .failure = await read(store) else { Issue.record("it was done"); return }
            } while proxy.fired[0] == 0
        }
    }

    @Test func `says that nobody listens`() async throws {
        let server = try S3Server.named("moto")
        let waits = Waits()
        let client = try server.client(port: try await closedPort(), waits: waits)
        guard case .failure(let error) = await read(S3Store(name: "faulted", client: client, bucket: "b")) else {
            Issue.record("it was done")
            return
        }
        #expect(error.reason == "s3.unreachable" && waits.durations.count == 4)
    }

    @Test func `shows nothing of a secret that the service repeats`() async throws {
        let server = try S3Server.named("moto")
        var credentials = server.credentials
        credentials.sessionToken = Secret("canary/session+token==0123456789")
        let canary = Canary([credentials.secretAccessKey, credentials.sessionToken].compactMap(\.self))
        let rule = FaultRule(
            .instead { head in
                let told = head.fields.map { "\($0.name):\($0.value)" }.joined(separator: "\n")
                return [
                    .bytes(
                        Answer(
                            403,
                            text: "<Error><Code>SignatureDoesNotMatch</Code><Message>\(told)</Message>"
                                + "<StringToSign>\(told)</StringToSign><CanonicalRequest>\(told)</CanonicalRequest></Error>"
                        ).wire)
                ]
            })
        try await behind([rule], credentials: FixedCredentials(credentials)) { proxy, store in
            let result = await within(.seconds(60), "listing") { () throws(DataError) in
                try await store.search(DataQuery(), pageKey: nil, limit: 1)
            }
            guard case .failure(let error) = result else { Issue.record("it was done"); return }
            canary.expectUnseen(in: error, "an error")
            #expect(proxy.requests.contains { $0.fields["x-amz-security-token"] != nil })
        }
    }
}

/// Credentials that have expired, until they are renewed.
private final class Expiring: CredentialProvider {
    private let held: Mutex<S3Credentials>
    private let renewed: S3Credentials

    init(expired: S3Credentials, renewed: S3Credentials) {
        held = Mutex(expired)
        self.renewed = renewed
    }

    func credentials() async throws(DataError) -> S3Credentials? { held.withLock(\.self) }

    func renewed(after used: S3Credentials?) async throws(DataError) -> S3Credentials? {
        held.withLock { $0 = renewed }
        return renewed
    }
}
