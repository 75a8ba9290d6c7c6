import Foundation
import Glibc
import PersistyData
import PersistyS3
import Synchronization
import Testing

@testable import PersistyOpening

@Suite struct `The file of what was learnt of services` {
    private let scene: Scene
    private let log = KeptLines()
    private let bucket = ServiceBucket(service: "https://s3.example.com:443", bucket: "lake")
    private var path: String { scene.path + "/state/persisty/services" }
    private var file: ServicesFile { file(at: 1_764_150_703) }

    init() throws { scene = try Scene() }

    private func file(at seconds: Int64) -> ServicesFile {
        ServicesFile(path, logger: log.logger, now: { Timestamp(seconds: seconds) })
    }

    private static var found: ServiceProfile {
        var found = ServiceProfile(name: "a service \u{1b}[31m")
        found.checksum = .md5
        (found.keepsCreateCondition, found.keepsReplaceCondition) = (true, true)
        (found.keepsDeleteCondition, found.keepsSourceCondition) = (false, false)
        (found.etagIsMD5, found.knowsTags) = (true, true)
        return found
    }

    @Test func `is made private, says what it knows in words, and is read again`() throws {
        file.keep(LearntBucket(region: "eu-central-1"), of: ServiceBucket(service: "amazonaws.com", bucket: "ledgers"))
        file.keep(LearntBucket(findings: Self.found), of: bucket)
        #expect(
            scene.text("state/persisty/services") == """
                persisty services 1
                probe 1764150703 https://s3.example.com:443 lake md5 create,replace,md5,tags a service \\u{1b}[31m
                region 1764150703 amazonaws.com ledgers eu-central-1
                end

                """)
        #expect(file.learnt(of: bucket) == LearntBucket(findings: Self.found))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scene.path + "/state/persisty") == ["services"])
        #expect(log.all.isEmpty)
    }

    @Test func `tells of the very bucket and service alone`() {
        file.keep(LearntBucket(region: "eu-central-1", findings: Self.found), of: bucket)
        for other in [
            ServiceBucket(service: bucket.service, bucket: "lake2"),
            ServiceBucket(service: "http://s3.example.com:443", bucket: "lake"),
        ] {
            #expect(file.learnt(of: other) == LearntBucket())
        }
    }

    @Test(arguments: [(0, true), (30 * 86_400, true), (30 * 86_400 + 1, false), (-1, false)] as [(Int64, Bool)])
    func `is believed for thirty days, and not before its time`(seconds: Int64, isBelieved: Bool) {
        let learnt = LearntBucket(region: "eu-central-1", findings: Self.found)
        file.keep(learnt, of: bucket)
        let later = file(at: 1_764_150_703 + seconds)
        #expect(later.learnt(of: bucket) == (isBelieved ? learnt : LearntBucket()))
    }

    @Test func `keeps only what the whole probe found, and only of what can be a bucket`() {
        var half = Self.found
        half.keepsDeleteCondition = nil
        file.keep(LearntBucket(findings: half), of: bucket)
        for name in ["", "a b", "a\nend", "é", String(repeating: "a", count: 256)] {
            file.keep(LearntBucket(region: "x"), of: ServiceBucket(service: bucket.service, bucket: name))
        }
        file.keep(LearntBucket(region: "eu central"), of: bucket)
        #expect(scene.text("state/persisty/services") == "persisty services 1\nend\n")
    }

    @Test func `keeps what several processes learn at once`() async {
        await withDiscardingTaskGroup { group in
            for writer in 0..<4 {
                // Locks are of open files, so that two of one process meet as those of two processes do (flock(2)).
                group.addTask { [file, bucket] in
                    for index in 0..<25 {
                        var bucket = bucket
                        bucket.bucket = "b\(writer)-\(index)"
                        file.keep(LearntBucket(region: "r"), of: bucket)
                    }
                }
            }
        }
        for writer in 0..<4 {
            for index in 0..<25 {
                let bucket = ServiceBucket(service: bucket.service, bucket: "b\(writer)-\(index)")
                #expect(file.learnt(of: bucket).region == "r")
            }
        }
    }

    @Test func `waits for no process that does not end`() {
        file.keep(LearntBucket(region: "r"), of: bucket)
        let folder = open(scene.path + "/state/persisty", O_RDONLY | O_DIRECTORY)
        defer { close(folder) }
        #expect(flock(folder, LOCK_EX) == 0)
        file.keep(LearntBucket(region: "s"), of: bucket)
        #expect(file.learnt(of: bucket).region == "s")
    }

    @Test func `holds the newest thousand notes`() {
        var services = LearntServices()
        for index in 0..<1200 {
            let bucket = ServiceBucket(service: "s", bucket: "b\(index)")
            services.keep(LearntBucket(region: "r"), of: bucket, at: Timestamp(seconds: Int64(index)))
        }
        #expect(services.regions.count == 1000)
        #expect(services.regions.values.map(\.time).min() == 200)
    }

    private static let line = "probe 1764150703 https://s3.example.com:443 lake md5 create,md5 name\n"
    private static let heading = "persisty services 1\n"

    @Test(arguments: [
        // Torn.
        "\(heading)\(line)", "\(heading)\(line.dropLast(3))", "\(heading)\(line)en", heading,
        // Not of our making.
        "\(heading)\(line)\(line)end\n", "\(heading)\n\(line)end\n", "\(heading)\(line)end\nend\n",
        "\(heading)probe +1764150703 https://s3.example.com:443 lake md5 create,md5 name\nend\n",
        "\(heading)probe 1764150703 https://s3.example.com:443 lake md5 md5,create name\nend\n",
        "\(heading)probe 1764150703 https://s3.example.com:443 lake md5 create,all name\nend\n",
        "\(heading)probe 1764150703 https://s3.example.com:443 lake sha1 create name\nend\n",
        "\(heading)probe 1764150703 https://s3.example.com:443 lake md5 create na\u{202e}me\nend\n",
        "\(heading)probe 99999999999999999999 https://s3.example.com:443 lake md5 create name\nend\n",
        "\(heading)\(line)region 1764150703 s b\nend\n", "\(heading)\(line)other 1764150703 s b r\nend\n",
    ])
    func `is ignored whole when a line of it is odd, and written anew`(text: String) throws {
        try scene.file("state/persisty/services", text)
        let file = file
        #expect(file.learnt(of: bucket) == LearntBucket())
        #expect(log.all.contains { $0.hasPrefix("warning services ignored") })
        file.keep(LearntBucket(region: "r"), of: bucket)
        #expect(scene.text("state/persisty/services")?.hasSuffix(" lake r\nend\n") == true)
    }

    @Test(arguments: ["somebody else's", "persisty services 2\nend\n", "\u{0}", String(repeating: "x", count: 1 << 21)])
    func `is left as it is when it is not ours, which the log tells once`(text: String) throws {
        try scene.file("state/persisty/services", text)
        let file = file
        #expect(file.learnt(of: bucket) == LearntBucket())
        file.keep(LearntBucket(region: "r"), of: bucket)
        #expect(scene.text("state/persisty/services") == text)
        #expect(log.all.count == 1)
    }

    @Test func `is not believed where others may have written it, or where it is a link`() throws {
        try scene.file("state/persisty/services", Self.heading + Self.line + "end\n")
        #expect(file.learnt(of: bucket).findings?.keepsCreateCondition == true)
        chmod(path, 0o666)
        #expect(file.learnt(of: bucket) == LearntBucket())
        try scene.file("elsewhere", Self.heading + Self.line + "end\n")
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: scene.path + "/elsewhere")
        #expect(file.learnt(of: bucket) == LearntBucket())
    }
}
