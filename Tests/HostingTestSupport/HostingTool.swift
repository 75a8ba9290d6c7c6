import Foundation
package import PersistyData
import PersistyHosting
import Testing

/// `hosting-tool` in a process of its own, once it serves the stores `docs` and `vault` of a folder.
package final class HostingTool: @unchecked Sendable {
    package let port: Int
    private let process = Process()

    /// Starts it.
    package init(_ folder: String) throws {
        let pipe = Pipe()
        process.executableURL = try Self.tool()
        process.arguments = [folder]
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        var line: [UInt8] = []
        while let byte = try pipe.fileHandleForReading.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") {
            line.append(byte)
        }
        port = try #require(Int(String(decoding: line, as: UTF8.self)), "hosting-tool does not start")
    }

    /// Beside the tests, or where SwiftPM's own helper runs them, in the folder that it builds in.
    private static func tool() throws -> URL {
        let checkout = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let folders = [
            Bundle.main.executableURL?.deletingLastPathComponent(), URL(fileURLWithPath: checkout + "/.build/debug"),
        ]
        let tools = folders.compactMap { $0?.appending(path: "hosting-tool") }
        return try #require(tools.first { FileManager.default.isExecutableFile(atPath: $0.path) })
    }

    package var id: Int32 { process.processIdentifier }

    /// Ends it at once.
    package func kill() {
        guard process.isRunning else { return }
        Glibc.kill(id, SIGKILL)
        process.waitUntilExit()
    }

    /// Tells it to end, as a service is told.
    package func terminate() { Glibc.kill(id, SIGTERM) }

    /// Waits for its end, and gives its status; of one that a signal ended, that signal, negated.
    package func end() -> Int32 {
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }
}

extension HostingTool {
    /// What follows the host in an address that it honours.
    package static func target(_ link: Link, in store: String = "docs") async throws -> String {
        let url = try await signer(of: store).sign([link])[0].get().url
        return String(url.dropFirst(address.publicURL.count))
    }

    /// What follows the host in the address of a form.
    package static func target(_ policy: UploadPolicy, in store: String = "docs") async throws -> String {
        String(try await signer(of: store).form(policy).url.dropFirst(address.publicURL.count))
    }

    private static let address = HostedAddress(publicURL: "https://srv-1.example")

    private static func signer(of store: String) throws -> HostedLinkSigner {
        let key = try #require(SigningKeys.Key(id: "k2", status: .signing, bytes: 0..<32))
        return HostedLinkSigner(store: store, server: address, keys: try #require(SigningKeys([key])))
    }
}
