import Foundation
import HostingTestSupport
import PersistyData
import PersistyTestSupport
import Testing

@testable import PersistyHosting

@Suite struct `A socket that is a file` {
    @Test func `is answered on, is its owner's alone, and goes with its server`() async throws {
        let folder = try makeTemporaryDirectory()
        defer { removeTemporaryDirectory(folder) }
        let path = folder + "/socket"
        for _ in 0..<2 {
            try await RunningServer.with(socket: path) { _ in
                let attributes = try FileManager.default.attributesOfItem(atPath: path)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
                // It is looked at by a connection, which the server must have taken before it is cancelled.
                #expect(throws: DataError.self) { try SocketFile(path) }
                let status = try await onThread {
                    let client = try RawClient(path: path)
                    client.send(Array("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
                    return client.answer()?.status
                }
                #expect(status == 200)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
        }
    }

    @Test func `takes the place of one that was left, and of nothing else`() throws {
        let folder = try makeTemporaryDirectory()
        defer { removeTemporaryDirectory(folder) }
        let left = folder + "/left"
        let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        #expect(RawClient.bind(descriptor, to: left))
        close(descriptor)
        let file = try SocketFile(left)
        file.remove()
        _ = FileManager.default.createFile(atPath: folder + "/file", contents: Data("mine".utf8))
        #expect(throws: DataError.self) { try SocketFile(folder + "/file") }
        #expect(throws: DataError.self) { try SocketFile("relative") }
        #expect(throws: DataError.self) { try SocketFile(folder + "/" + String(repeating: "x", count: 100)) }
        #expect(throws: DataError.self) { try SocketFile(folder + "/none/socket") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
    }
}
