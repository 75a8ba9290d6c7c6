import NIOCore
package import PersistyData

/// Speaks the S3 API with one service: signs each attempt, sends it, tries again what may be tried again, and learns the
/// service's clock and its buckets' regions on the way.
package final class S3Client: Sendable {
    /// Where the service is.
    package let endpoint: S3EndpointOptions
    /// The bucket owner's bill is the caller's ("Requester Pays buckets", Amazon S3 User Guide).
    package let isRequesterPaying: Bool
    let credentials: any CredentialProvider
    private let transport: HTTPTransport
    let keys = SigningKeyCache()
    package let memory: ServiceMemory
    let gate: RequestGate
    let surroundings: Surroundings

    /// What a client takes from its surroundings, for tests to set.
    package struct Surroundings: Sendable {
        package var now: @Sendable () -> Timestamp = { .now }
        package var jitter: @Sendable () -> Double = { .random(in: 0..<1) }
        package var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

        /// The clock and the chance of this machine.
        package init() {}
    }

    /// A client.
    ///
    /// - Parameters:
    ///   - records: What was learnt before, and where what is learnt is kept.
    ///   - mostRequests: How many requests may be under way at once.
    package init(
        endpoint: S3EndpointOptions, credentials: any CredentialProvider, transport: HTTPTransport,
        isRequesterPaying: Bool = false, records: (any ServiceRecords)? = nil, mostRequests: Int = 64,
        surroundings: Surroundings = Surroundings()
    ) {
        self.endpoint = endpoint
        self.credentials = credentials
        self.transport = transport
        self.isRequesterPaying = isRequesterPaying
        self.surroundings = surroundings
        memory = ServiceMemory(endpoint, records: records)
        gate = RequestGate(most: mostRequests)
        identity = endpoint.serviceIdentity
    }

    /// What tells the service from all others: copies are made between its buckets.
    let identity: String

    /// The time by the service's clock, as far as it is known.
    package var now: Timestamp { surroundings.now().advanced(by: memory.clockOffset) }

    /// The endpoint of a bucket, in the region that it was found in.
    package func endpoint(of bucket: String?) throws(DataError) -> S3Endpoint {
        var options = endpoint
        if let bucket, let region = memory.region(of: bucket) { options.region = region }
        return try options.endpoint(bucket: bucket)
    }

    /// What is connected to for a bucket, for a person to read.
    func host(of bucket: String) -> String { (try? endpoint(of: bucket).hostHeader) ?? "" }

    /// The answer with its whole body, of at most ``S3Request/greatestAnswer`` bytes. Its status is 2xx.
    package func send(_ request: S3Request) async throws(RequestError) -> S3Answer {
        try await exchange(request) { (stream) throws(AttemptError) in
            var answer = stream.head
            answer.body = try await stream.body(upTo: request.greatestAnswer, isWanted: request.method != "HEAD")
            // A service that had begun to answer before it failed says so after a status 200.
            if let failure = S3Failure(answering: answer.body, status: answer.status) { return .failure(failure) }
            return .success(answer)
        }
    }

    /// The answer with its body as it comes. Its status is 2xx.
    package func open(_ request: S3Request) async throws(RequestError) -> S3Stream {
        try await exchange(request) { (stream) throws(AttemptError) in .success(stream) }
    }

    /// Sends `request`, as often as the recovery decides, until `take` has taken an answer.
    private func exchange<Taken: Sendable>(
        _ request: S3Request, take: (S3Stream) async throws(AttemptError) -> Result<Taken, S3Failure>
    ) async throws(RequestError) -> Taken {
        var plan = RecoveryPlan(isReplayable: request.isReplayable)
        var isFirst = true
        while true {
            guard await gate.enter() else { throw .unsent(.cancelled()) }
            var outcome: Attempt<Taken>
            do throws(DataError) {
                outcome = try await attempt(request, take: take)
            } catch {
                gate.leave(succeeded: false)
                throw .unsent(error)
            }
            if case .taken(let taken) = outcome {
                gate.leave(succeeded: true)
                memory.succeeded(afterRetry: !isFirst)
                return taken
            }
            guard case .failed(let failure, let context, let used, let error) = outcome else { continue }
            isFirst = false
            let recovery = memory.next(&plan, after: failure, context)
            if case .again(_, true) = recovery { gate.slowDown() }
            gate.leave(succeeded: false)
            guard try await prepare(recovery, for: request, used: used) else { throw error }
        }
    }

    /// Does what must be done before the next attempt; `false` when there is none.
    private func prepare(
        _ recovery: Recovery, for request: S3Request, used: S3Credentials?
    ) async throws(RequestError) -> Bool {
        switch recovery {
        case .again(let wait, _):
            guard wait > .zero else { return true }
            do { try await surroundings.sleep(wait) } catch { throw .unsent(.cancelled()) }
        case .renewCredentials:
            do throws(DataError) { _ = try await credentials.renewed(after: used) } catch { throw .unsent(error) }
        case .setClock(let offset): memory.setClock(offset)
        case .useRegion(let region):
            guard let bucket = request.bucket else { return false }
            memory.setRegion(region, of: bucket)
        case .giveUp: return false
        }
        return true
    }

    private enum Attempt<Taken: Sendable>: Sendable {
        case taken(Taken)
        case failed(AttemptFailure, RecoveryContext, used: S3Credentials?, RequestError)
    }

    private func attempt<Taken: Sendable>(
        _ request: S3Request, take: (S3Stream) async throws(AttemptError) -> Result<Taken, S3Failure>
    ) async throws(DataError) -> Attempt<Taken> {
        let place = try endpoint(of: request.bucket)
        let used = try await credentials.credentials()
        let sentAt = now
        let wire = WireRequest(
            request, to: place, isRequesterPaying: isRequesterPaying,
            signer: used.map {
                SignatureV4($0, region: place.signingRegion, service: place.signingService, keys: keys)
            }, at: sentAt)
        var context = RecoveryContext(sentAt: sentAt, jitter: surroundings.jitter())
        do throws(AttemptError) {
            let stream = try await transport.send(
                request.method, url: wire.url, headers: wire.headers, body: request.body)
            if (200..<300).contains(stream.head.status) {
                switch try await take(stream) {
                case .success(let taken): return .taken(taken)
                case .failure(var failure):
                    failure.act = request.act
                    return .failed(.refused(failure), context, used: used, .refused(failure))
                }
            }
            context.serverDate = stream.head.date
            context.retryAfter = stream.head.header("retry-after").flatMap {
                RecoveryContext.wait(retryAfter: $0, at: sentAt)
            }
            // What the error says is worth little where it does not come.
            let body = try? await stream.body(
                upTo: S3Failure.greatestBody, isWanted: request.method != "HEAD", cuts: true)
            var failure = S3Failure(status: stream.head.status, body: body ?? [], header: stream.head.header)
            if failure.kind == .other, let region = failure.region, region != place.signingRegion {
                // To HEAD there is no body that could say it.
                failure.code = "AuthorizationHeaderMalformed"
            }
            failure.act = request.act
            return .failed(.refused(failure), context, used: used, .refused(failure))
        } catch {
            let isSettled = request.isReplayable || error.wasNotSent
            let host = place.hostHeader
            return .failed(
                error.failure, context, used: used,
                isSettled ? .failed(error, host: host) : .unsettled(error, host: host))
        }
    }
}

extension S3Stream {
    /// The whole body. One that comes byte by byte, each in time, would hold whoever waits for it for days: all of it has
    /// ``patience``.
    ///
    /// - Parameter cuts: Whether what goes beyond the limit is left out, instead of being an error.
    func body(upTo limit: Int, isWanted: Bool, cuts: Bool = false) async throws(AttemptError) -> [UInt8] {
        var all: [UInt8] = []
        if isWanted, let length = head.length, length <= limit { all.reserveCapacity(Int(length)) }
        let elapsed = ContinuousClock().stopwatch()
        while let buffer = try await next() {
            guard elapsed() < patience + .seconds(all.count >> 13) else {
                throw AttemptError(.timedOut, "the answer goes on too slowly")
            }
            guard all.count + buffer.readableBytes <= limit else {
                if cuts { return all }
                throw AttemptError(.malformed, "the answer has more than \(limit) bytes")
            }
            all.append(contentsOf: buffer.readableBytesView)
        }
        return all
    }
}

extension Timestamp {
    fileprivate func advanced(by duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        return Timestamp(
            seconds: self.seconds + seconds,
            nanoseconds: nanoseconds - self.seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
