import Foundation
import HostingTestSupport
import PersistyData
import PersistyDirectory
import PersistyTestSupport
import Testing

@Suite struct `A server that is told to end` {
    @Test(.timeLimit(.minutes(1)))
    func `finishes what is under way, takes nothing new, and ends well`() async throws {
        let folder = try makeTemporaryDirectory()
        defer { removeTemporaryDirectory(folder) }
        try FileManager.default.createDirectory(atPath: folder + "/docs", withIntermediateDirectories: true)
        let docs = try DirectoryStore(name: "docs", root: folder + "/docs")
        // More than the system keeps for a client that does not read.
        let bytes = Array(repeatElement(seededBytes(1 << 20), count: 24).joined())
        _ = try await docs.write(DataKey("great"), DataReader(bytes), WriteOptions())
        let download = try await HostingTool.target(Link(.get, DataKey("great")))
        let upload = try await HostingTool.target(Link(.put, DataKey("new")))
        let status = try await onThread {
            let tool = try HostingTool(folder)
            defer { tool.kill() }
            let reader = try RawClient(port: tool.port)
            reader.send(Array("GET \(download) HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
            _ = reader.waitsForMore()
            let writer = try RawClient(port: tool.port)
            writer.send(
                Array(
                    ("PUT \(upload) HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\nExpect: 100-continue\r\n"
                        + "Content-Length: \(bytes.count)\r\n\r\n").utf8))
            #expect(writer.interim() == 100)
            writer.send(bytes[..<1_000_000])
            let idle = try RawClient(port: tool.port)
            idle.send(Array("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
            #expect(idle.answer()?.status == 200)

            tool.terminate()
            #expect(idle.isLetGo(), "who asks nothing is not waited for")
            #expect(Self.isRefused(tool.port))
            #expect(reader.answer()?.body == bytes)
            writer.send(bytes[1_000_000...])
            #expect(writer.answer()?.status == 201)
            return tool.end()
        }
        #expect(status == 0)
        #expect(try await docs.read(DataKey("new"))?.size == Int64(bytes.count))
    }

    /// Whether a port comes to take no connection any more.
    private static func isRefused(_ port: Int) -> Bool {
        let end = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < end {
            guard let descriptor = RawClient.connected(port: port) else { return true }
            close(descriptor)
        }
        return false
    }
}
