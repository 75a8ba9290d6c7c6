import Foundation
import HostingTestSupport
import PersistyData
import PersistyTestSupport
import Testing

@testable import PersistyHosting

@Suite struct `A great file whose MD5 nobody has made yet` {
    private static let size = 40 << 20

    private func file(_ name: String, in server: RunningServer) throws -> String {
        let path = server.folder + "/docs/" + name
        try Data(count: Self.size).write(to: URL(filePath: path))
        // Its MD5 is remembered only where it was not changed a moment ago.
        try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: path)
        return path
    }

    @Test func `is sent at once without an ETag, which comes with later answers`() async throws {
        try await RunningServer.with { server in
            _ = try file("great", in: server)
            let target = try await server.target(Link(.get, DataKey("great")))
            let first = try await server.request("HEAD", target)
            #expect(first.status == 200 && first.header("etag") == nil)
            #expect(first.header("content-length") == "\(Self.size)" && first.header("last-modified") != nil)
            var etag: String?
            let end = ContinuousClock.now + .seconds(60)
            while etag == nil, ContinuousClock.now < end {
                etag = try await server.request("HEAD", target).header("etag")
            }
            let item = try #require(try await server.docs.read(DataKey("great")))
            #expect(etag == (try await server.docs.etag(of: item, progress: nil)?.headerValue))
        }
    }

    @Test(arguments: ["If-Match", "If-None-Match", "If-Range"])
    func `has one where the answer depends on it`(field: String) async throws {
        try await RunningServer.with { server in
            _ = try file("great", in: server)
            let target = try await server.target(Link(.get, DataKey("great")))
            let answer = try await server.request("HEAD", target, [(field, "\"other\"")])
            #expect(answer.status == (field == "If-Match" ? 412 : 200))
            #expect((answer.header("etag") == nil) == (field == "If-Match"))
        }
    }
}
