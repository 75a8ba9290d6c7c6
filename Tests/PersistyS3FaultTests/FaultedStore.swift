import FaultProxy
import PersistyData
import PersistyS3
import PersistyTestSupport
import Synchronization
import S3TestSupport
import Testing

/// The waits that a client made before it tried again, none of which took time.
final class Waits: Sendable {
    private let all = Mutex<[Duration]>([])

    var durations: [Duration] { all.withLock(\.self) }

    func add(_ duration: Duration) { all.withLock { $0.append(duration) } }
}

extension S3Server {
    /// The port of the server.
    var port: Int { endpoint.address.flatMap { EndpointAddress($0)?.port } ?? 0 }

    /// A client that takes `port` of this machine for the server.
    ///
    /// - Parameter stall: How long a connection may stand still.
    func client(
        port: Int, stall: Duration = .seconds(20), waits: Waits = Waits(), now: (@Sendable () -> Timestamp)? = nil,
        credentials: (any CredentialProvider)? = nil, scheme: String = "http", caFile: String? = nil
    ) throws -> S3Client {
        var endpoint = endpoint
        endpoint.address = "\(scheme)://127.0.0.1:\(port)"
        var transport = TransportOptions()
        (transport.stall, transport.connect, transport.caFile) = (stall, stall, caFile)
        var surroundings = S3Client.Surroundings()
        if let now { surroundings.now = now }
        surroundings.jitter = { 0.5 }
        surroundings.sleep = { duration in
            waits.add(duration)
            try Task.checkCancellation()
            await Task.yield()
        }
        return S3Client(
            endpoint: endpoint, credentials: credentials ?? FixedCredentials(self.credentials),
            transport: try .shared(transport), surroundings: surroundings)
    }

    /// A fresh bucket while `body` runs.
    func withBucket<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let bucket = try await bucket()
        let result: Result<Value, any Error>
        do { result = .success(try await body(bucket)) } catch { result = .failure(error) }
        // As in the conformance suite: rclone may keep a bucket whose folders are empty, and it goes with the server.
        try? await dispose(bucket)
        return try result.get()
    }

    /// A store of `bucket` that takes `port` for the server, and knows of the service what the probe finds.
    func store(_ client: S3Client, _ bucket: String, profile: ServiceProfile) -> S3Store {
        client.memory.learn(of: bucket) { $0 = profile }
        return S3Store(name: "faulted", client: client, bucket: bucket)
    }
}

/// What `body` gives; an issue where it has not ended by then.
func within<Value: Sendable>(
    _ limit: Duration, _ what: String, _ body: @escaping @Sendable () async throws(DataError) -> Value
) async -> Result<Value, DataError> {
    let result = await withTaskGroup(of: Result<Value, DataError>?.self) { group in
        group.addTask {
            do throws(DataError) { return .success(try await body()) } catch { return .failure(error) }
        }
        group.addTask {
            try? await Task.sleep(for: limit)
            if !Task.isCancelled { Issue.record("\(what) has not ended after \(limit)") }
            return nil
        }
        var result: Result<Value, DataError>?
        while let next = await group.next() {
            result = result ?? next
            group.cancelAll()
        }
        return result
    }
    return result ?? .failure(.cancelled())
}
