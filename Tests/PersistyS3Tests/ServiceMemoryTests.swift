import PersistyData
import PersistyS3
import Synchronization
import Testing

/// Records in memory.
private final class Notes: ServiceRecords {
    let all: Mutex<[ServiceBucket: LearntBucket]>
    let asked = Mutex<[ServiceBucket]>([])

    init(_ all: [ServiceBucket: LearntBucket] = [:]) { self.all = Mutex(all) }

    func learnt(of bucket: ServiceBucket) -> LearntBucket {
        asked.withLock { $0.append(bucket) }
        return all.withLock { $0[bucket] ?? LearntBucket() }
    }

    func keep(_ learnt: LearntBucket, of bucket: ServiceBucket) { all.withLock { $0[bucket] = learnt } }
}

@Suite struct `What was learnt of a service` {
    private func store(_ notes: Notes, _ bucket: String, address: String? = "http://127.0.0.1:9") throws -> S3Store {
        let client = S3Client(
            endpoint: S3EndpointOptions(region: "us-east-1", address: address),
            credentials: FixedCredentials(S3Credentials(accessKeyID: "a", secretAccessKey: Secret("b"))),
            transport: try .shared(TransportOptions()), records: notes)
        return S3Store(name: "store", client: client, bucket: bucket)
    }

    private static let lake = ServiceBucket(service: "http://127.0.0.1:9", bucket: "lake")

    private static var found: ServiceProfile {
        var found = ServiceProfile(name: "found")
        (found.checksum, found.keepsCreateCondition, found.knowsTags) = (.md5, true, true)
        return found
    }

    @Test func `is known of the bucket and the service that it was learnt of, and no others`() throws {
        let notes = Notes([Self.lake: LearntBucket(findings: Self.found)])
        let lake = try store(notes, "lake")
        #expect(lake.profile.name == "found" && lake.capabilities.contains(.writeIfAbsent))
        _ = lake.profile
        #expect(notes.asked.withLock(\.self) == [Self.lake])
        #expect(try !store(notes, "other").capabilities.contains(.writeIfAbsent))
        #expect(try !store(notes, "lake", address: "http://127.0.0.1:10").capabilities.contains(.writeIfAbsent))
        // A store of all buckets is none of them.
        #expect(!S3Service(lake.client).store(named: "all").capabilities.contains(.writeIfAbsent))
    }

    @Test func `goes before what is known by the address, and leaves what was not found`() throws {
        var found = ServiceProfile(name: "Amazon S3")
        found.keepsCreateCondition = false
        let ledgers = ServiceBucket(service: "amazonaws.com", bucket: "ledgers")
        let store = try store(Notes([ledgers: LearntBucket(findings: found)]), "ledgers", address: nil)
        #expect(!store.capabilities.contains(.writeIfAbsent) && store.capabilities.contains(.writeIfMatches))
    }

    @Test(arguments: [nil, true, false] as [Bool?])
    func `stands back behind what the store is set up to take for true`(keepsConditions: Bool?) throws {
        let known = try store(Notes([Self.lake: LearntBucket(findings: Self.found)]), "lake")
        var options = S3StoreOptions()
        (options.checksum, options.keepsConditions) = (UploadChecksum.none, keepsConditions)
        let lake = S3Service(known.client).store(named: "lake", bucket: "lake", options: options)
        #expect(lake.profile.checksum == UploadChecksum.none && lake.profile.knowsTags == true)
        #expect(lake.capabilities.contains(.writeIfAbsent) == (keepsConditions ?? true))
        #expect(lake.capabilities.contains(.writeIfMatches) == (keepsConditions ?? false))
        #expect(known.profile.checksum == .md5)
    }

    @Test(
        arguments: [
            (nil, nil, "is not known to keep"), (false, nil, "does not keep"),
            (true, false, "is set up to ask nothing"),
        ] as [(Bool?, Bool?, String)])
    func `is told where a condition is refused`(found: Bool?, keepsConditions: Bool?, message: String) async throws {
        var findings = Self.found
        findings.keepsCreateCondition = found
        let client = try store(Notes([Self.lake: LearntBucket(findings: findings)]), "lake").client
        var options = S3StoreOptions()
        options.keepsConditions = keepsConditions
        let lake = S3Service(client).store(named: "lake", bucket: "lake", options: options)
        var write = WriteOptions()
        write.condition = .absent
        do throws(DataError) {
            _ = try await lake.write(try DataKey("a"), DataReader("b".utf8), write)
            Issue.record("It was written.")
        } catch {
            #expect(error.code == .unsupported && error.message.contains(message), "\(error)")
        }
    }

    @Test(arguments: [
        ("eu-central-1", "ledgers.s3.eu-central-1.amazonaws.com"), ("cn-north-1", "ledgers.s3.us-east-1.amazonaws.com"),
        ("evil.example.com/", "ledgers.s3.us-east-1.amazonaws.com"), ("", "ledgers.s3.us-east-1.amazonaws.com"),
    ])
    func `leads to a region of the same service, and nowhere else`(region: String, host: String) throws {
        let ledgers = ServiceBucket(service: "amazonaws.com", bucket: "ledgers")
        let store = try store(Notes([ledgers: LearntBucket(region: region)]), "ledgers", address: nil)
        #expect(try store.client.endpoint(of: "ledgers").hostHeader == host)
    }
}
