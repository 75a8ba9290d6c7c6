import Foundation
import HostingTestSupport
import PersistyData
import PersistyHosting
import Testing

@testable import persisty

@Suite struct `A server that runs` {
    @Test(.timeLimit(.minutes(1)))
    func `reads its keys anew at SIGHUP, and keeps those it has where they cannot be read`() async throws {
        let scene = try ServedScene()
        defer { scene.remove() }
        let (old, new) = (try await scene.target(of: "k1"), try await scene.target(of: "k2"))
        #expect(try await scene.status(of: old) == 200)
        #expect(try await scene.status(of: new) == 404, "this key is not known yet")

        try scene.configure([("k1", "verify"), ("k2", "signing")])
        scene.server.reload()
        #expect(try await scene.becomes(new, 200))
        #expect(try await scene.status(of: old) == 200, "what it signed is still good")

        try scene.configure([("k2", "signing")])
        scene.server.reload()
        #expect(try await scene.becomes(old, 404))
        #expect(try await scene.status(of: new) == 200)

        try scene.configure([("k1", "signing"), ("k2", "signing")])
        scene.server.reload()
        #expect(try await scene.logComes(to: "keys stay as they are"))
        #expect(try await scene.status(of: new) == 200)
        #expect(try await scene.status(of: old) == 404)

        scene.server.terminate()
        #expect(try await onThread { scene.server.end() } == 0)
        #expect(!FileManager.default.fileExists(atPath: scene.socket))
    }
}

/// `persisty serve` with two keys, on a socket that is a file.
private struct ServedScene: Sendable {
    let server: ServingProgram
    let socket: String
    private let path: String
    private static let address = HostedAddress(publicURL: "https://files.example")
    private static let secrets = ["k1": Array(UInt8(100)..<132), "k2": Array(UInt8(150)..<182)]

    init() throws {
        var name = Array("/tmp/persisty-serve-XXXXXX".utf8CString)
        path =
            name.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } }
            ?? ""
        socket = path + "/socket"
        let folder = path + "/config/persisty"
        for folder in [folder, path + "/docs"] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        try Data("one".utf8).write(to: URL(filePath: path + "/docs/one.txt"))
        for (id, secret) in Self.secrets {
            _ = FileManager.default.createFile(
                atPath: "\(folder)/\(id).key", contents: Data(secret), attributes: [.posixPermissions: 0o600])
        }
        try Self.configure([("k1", "signing")], in: path)
        server = try ServingProgram(in: path)
    }

    func remove() {
        server.kill()
        try? FileManager.default.removeItem(atPath: path)
    }

    func configure(_ keys: [(id: String, status: String)]) throws { try Self.configure(keys, in: path) }

    private static func configure(_ keys: [(id: String, status: String)], in path: String) throws {
        let tables = keys.map { "{ id = \"\($0.id)\", file = \"\($0.id).key\", status = \"\($0.status)\" }" }
        let text = """
            [[store]]
            name = "docs"
            type = "directory"
            path = "\(path)/docs"
            [server]
            bind = "unix:../../socket"
            public_url = "https://files.example"
            keys = [\(tables.joined(separator: ", "))]
            """
        try Data(text.utf8).write(to: URL(filePath: path + "/config/persisty/config.toml"), options: .atomic)
    }

    /// The target of a link that a key signs.
    func target(of id: String) async throws -> String {
        let key = try #require(SigningKeys.Key(id: id, status: .signing, bytes: Self.secrets[id] ?? []))
        let signer = HostedLinkSigner(store: "docs", server: Self.address, keys: try #require(SigningKeys([key])))
        return String(try await signer.sign([Link(.get, DataKey("one.txt"))])[0].get().url.dropFirst(21))
    }

    func status(of target: String) async throws -> Int? {
        try await onThread {
            let client = try RawClient(path: socket)
            client.send(Array("GET \(target) HTTP/1.1\r\nHost: files.example\r\n\r\n".utf8))
            return client.answer()?.status
        }
    }

    /// Whether a link comes to be answered so.
    func becomes(_ target: String, _ status: Int) async throws -> Bool {
        let end = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < end { if try await self.status(of: target) == status { return true } }
        return false
    }

    func logComes(to words: String) async throws -> Bool {
        let file = path + "/state/persisty/persisty.log"
        let end = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < end {
            let text = FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) } ?? ""
            if text.contains(words) { return true }
            await Task.yield()
        }
        return false
    }
}

/// The program in a process of its own, once it serves.
private final class ServingProgram: @unchecked Sendable {
    private let process = Process()

    init(in path: String) throws {
        let checkout = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let folders = [
            Bundle.main.executableURL?.deletingLastPathComponent(), URL(fileURLWithPath: checkout + "/.build/debug"),
        ]
        let programs = folders.compactMap { $0?.appending(path: "persisty") }
        let found = programs.first { FileManager.default.isExecutableFile(atPath: $0.path) }
        let program: URL = try #require(found)
        process.executableURL = program
        process.arguments = ["serve"]
        process.environment = [
            "HOME": path, "XDG_CONFIG_HOME": path + "/config", "XDG_STATE_HOME": path + "/state",
            "XDG_DATA_HOME": path + "/data", "PATH": "/usr/bin:/bin",
        ]
        let pipe = Pipe()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = pipe
        try process.run()
        var line: [UInt8] = []
        while let byte = try pipe.fileHandleForReading.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") {
            line.append(byte)
        }
        let said = String(decoding: line, as: UTF8.self)
        guard said.contains("Serving docs") else {
            process.terminate()
            throw Unserved(said: said)
        }
    }

    struct Unserved: Error { var said: String }

    func reload() { Glibc.kill(process.processIdentifier, SIGHUP) }
    func terminate() { Glibc.kill(process.processIdentifier, SIGTERM) }
    func kill() { if process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) } }

    func end() -> Int32 {
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }
}
