import FaultProxy
import PersistyData
import PersistyS3
import PersistyTestSupport
import S3TestSupport
import Testing

@Suite struct `Whatever goes wrong between an S3 store and its service` {
    @Test(.timeLimit(.minutes(5)), arguments: FaultKind.Family.allCases)
    func `every operation ends with the right bytes or with an error that says why`(
        family: FaultKind.Family
    ) async throws {
        let all = family.kinds.flatMap { kind in FaultedOperation.allCases.map { (kind, $0) } }
        for (server, pairs) in Dictionary(grouping: all, by: { $0.0.server }) {
            let server = try S3Server.named(server)
            try await server.withBucket { bucket in
                let ground = try await FaultGround(server, bucket)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for (kind, operation) in pairs {
                        group.addTask { for seed in 0..<5 { try await ground.check(kind, operation, seed: seed) } }
                    }
                    try await group.waitForAll()
                }
            }
        }
    }

    @Test func `has a kind of its own, that can happen to something`() {
        #expect(Set(FaultKind.all.map(\.name)).count == FaultKind.all.count)
        for kind in FaultKind.all {
            #expect(FaultedOperation.allCases.contains { kind.rule($0, seed: 0) != nil }, "\(kind.name)")
            #expect(kind.requests.count == RequestKind.allCases.count || !kind.reason.isEmpty, "\(kind.name)")
        }
    }
}

/// How many are done at once: no more than the servers keep up with.
private let places = Allowance(6)

extension FaultGround {
    /// Does `operation` while one thing goes wrong.
    fileprivate func check(_ kind: FaultKind, _ operation: FaultedOperation, seed: Int) async throws {
        guard let (rule, request, isAlways) = kind.rule(operation, seed: seed) else { return }
        guard await places.take(1) else { return }
        defer { places.give(1) }
        let waits = Waits()
        // No two have the same, whatever the kind is called.
        let prefix = "\(operation)-\(seed)-\(kind.name.utf8.map { String($0, radix: 16) }.joined().suffix(80))/"
        let what = "\(kind.name): \(operation.rawValue), \(request.rawValue), seed \(seed)"
        try await withFaultProxy(before: server.port, [rule]) { proxy in
            let client = try server.client(
                port: proxy.port, stall: kind.stalls ? .milliseconds(500) : .seconds(20), waits: waits)
            var profile = direct.profile
            // A service that keeps conditions is not asked to delete a batch.
            if operation == .delete { profile.keepsDeleteCondition = false }
            // Conditions are asked for, whether or not the service keeps them in every request.
            if operation.isConditional {
                (profile.keepsCreateCondition, profile.keepsReplaceCondition) = (true, true)
                profile.keepsDeleteCondition = true
            }
            let store = server.store(client, bucket, profile: profile)
            let error = try await run(operation, store, prefix)
            #expect(proxy.fired[0] > 0, "\(what) did not go wrong")
            // Five attempts of a request, and six of a download that breaks.
            #expect(proxy.requests.count < 150, "\(what): \(proxy.requests.count) requests")
            #expect(waits.durations.allSatisfy { $0 <= .seconds(60) }, "\(what)")
            switch kind.outcome {
            case .done: #expect(error == nil, "\(what)")
            case .recovered: if !isAlways { #expect(error == nil, "\(what)") }
            case .either: break
            case .failed: #expect(error != nil, "\(what)")
            }
            if let error {
                Canary([server.credentials.secretAccessKey]).expectUnseen(in: error, what)
                #expect(error.code != .cancelled && error.message.hasSuffix("."), "\(what): \(error)")
                #expect(error.code != .other || error.reason != nil, "\(what): \(error)")
            }
        }
        // What was begun and whose answer was lost has no name by which it could be ended; it holds no bytes.
        for upload in try await server.uploads(in: bucket) where upload.key.hasPrefix(prefix) {
            #expect(request == .create, "\(what) leaves an upload of \(upload.key)")
        }
    }
}
