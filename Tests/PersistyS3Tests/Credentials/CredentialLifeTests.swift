import PersistyData
import Testing

@testable import PersistyS3

private let end = Timestamp(seconds: 100_000)
private let temporary = S3Credentials(
    accessKeyID: "A", secretAccessKey: Secret("s"), sessionToken: Secret("t"), expiresAt: end)
private let later = S3Credentials(
    accessKeyID: "B", secretAccessKey: Secret("s"), expiresAt: Timestamp(seconds: 200_000))
private let failure = DataError(.unavailable, "It failed.")

private func before(_ seconds: Int64) -> Timestamp { Timestamp(seconds: end.seconds - seconds) }

private func life(_ credentials: S3Credentials?, at time: Timestamp = before(3600)) -> CredentialLife {
    var life = CredentialLife()
    life.end(.success(credentials), at: time)
    return life
}

@Suite struct `The life of credentials` {
    @Test(
        arguments: [
            (3600, CredentialLife.Step.serve(temporary)), (301, .serve(temporary)), (300, .serveAndFetch(temporary)),
            (61, .serveAndFetch(temporary)), (60, .fetch), (1, .fetch), (0, .fetch), (-1, .fetch), (-86_400, .fetch),
        ] as [(Int64, CredentialLife.Step)])
    func `goes from being given to being replaced`(seconds: Int64, step: CredentialLife.Step) {
        #expect(life(temporary).step(at: before(seconds)) == step)
    }

    @Test func `has no end for lasting ones, nor for none at all`() {
        let lasting = S3Credentials(accessKeyID: "A", secretAccessKey: Secret("s"))
        #expect(life(lasting).step(at: Timestamp(seconds: 9_000_000_000)) == .serve(lasting))
        #expect(life(nil).step(at: Timestamp(seconds: 9_000_000_000)) == .serve(nil))
        #expect(CredentialLife().step(at: end) == .fetch)
    }

    @Test func `is looked after again some time after an attempt failed`() {
        var life = life(temporary)
        life.end(.failure(failure), at: before(290))
        #expect(life.step(at: before(289)) == .serve(temporary))
        #expect(life.step(at: before(260)) == .serveAndFetch(temporary))
        life.end(.failure(failure), at: before(50))
        #expect(life.step(at: before(46)) == .serve(temporary))
        #expect(life.step(at: before(45)) == .fetch)
        #expect(life.step(at: before(0)) == .fetch)
    }

    @Test func `does not depend on a clock that was set back`() {
        var life = life(temporary)
        life.end(.failure(failure), at: before(10))
        #expect(life.step(at: before(200)) == .serveAndFetch(temporary))
    }

    @Test func `leaves them usable after a failure while they are good`() {
        var life = life(temporary)
        life.end(.failure(failure), at: before(30))
        #expect(life.remaining(at: before(1)) == temporary)
        #expect(life.remaining(at: before(0)) == nil)
    }

    @Test func `is over when a service says so`() {
        var life = life(temporary)
        #expect(life.step(after: later, at: before(3600)) == .serve(temporary))
        #expect(life.step(after: temporary, at: before(3600)) == .fetch)
        #expect(life.step(at: before(3600)) == .fetch)
        #expect(life.remaining(at: before(3600)) == nil)
        life.end(.success(later), at: before(3600))
        #expect(life.step(after: temporary, at: before(3600)) == .serve(later))
    }
}
