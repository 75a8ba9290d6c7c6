import Foundation

/// Runs what a person would paste.
package enum Shell {
    package struct Outcome: Sendable {
        package var status: Int32
        package var output: String
    }

    /// The outcome of `command`, with what it writes to the standard output.
    package static func run(_ command: String, in folder: String) async throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = URL(filePath: folder)
        let output = folder + "/.output-" + UUID().uuidString
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
        process.standardError = FileHandle.nullDevice
        let status = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        return Outcome(
            status: status,
            output: FileManager.default.contents(atPath: output).map { String(decoding: $0, as: UTF8.self) } ?? "")
    }
}
