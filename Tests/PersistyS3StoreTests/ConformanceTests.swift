import PersistyTestSupport
import S3TestSupport
import Testing

@Suite struct `An S3 store keeps every promise` {
    @Test(.timeLimit(.minutes(15)), arguments: S3Server.promises(of: "swift"))
    func `on OpenStack Swift`(promise: ConformanceCase) async throws { try await promise.check(on: "swift") }

    @Test(.timeLimit(.minutes(15)), arguments: S3Server.promises(of: "radosgw"))
    func `on Ceph's gateway`(promise: ConformanceCase) async throws { try await promise.check(on: "radosgw") }

    @Test(.timeLimit(.minutes(15)), arguments: S3Server.promises(of: "rclone"))
    func `on rclone`(promise: ConformanceCase) async throws { try await promise.check(on: "rclone") }

    @Test(.timeLimit(.minutes(15)), arguments: S3Server.promises(of: "moto"))
    func `on moto`(promise: ConformanceCase) async throws { try await promise.check(on: "moto") }
}

extension S3Server {
    /// The promises that a server is held against: all that an S3 store can be.
    fileprivate static func promises(of name: String) -> [ConformanceCase] {
        ConformanceCase.all(for: kind(name), with: [.reopening])
    }
}
