import Foundation

/// A program of this package, which is run until it is not needed any more.
package enum BuiltProgram {
    /// Runs `body` once the program has written a line, and kills it afterwards.
    package static func run<Result>(
        _ name: String, _ arguments: [String], environment: [String: String] = [:], in folder: String,
        _ body: () async throws -> Result
    ) async throws -> Result {
        let process = Process()
        process.executableURL = URL(filePath: path(name))
        process.arguments = arguments
        process.environment = environment.merging(["PATH": "/usr/bin:/bin", "HOME": folder]) { own, _ in own }
        process.currentDirectoryURL = URL(filePath: folder)
        let output = Pipe()
        process.standardOutput = output
        // What it says goes with the test's own output: a test that fails is understood by it.
        try process.run()
        defer {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        let lines = output.fileHandleForReading
        let hasBegun = await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: !lines.availableData.isEmpty) }.start()
        }
        guard hasBegun else { throw ClientFailure("\(name) did not start.") }
        return try await body()
    }

    /// Where a program is.
    package static func path(_ name: String) -> String { products + "/" + name }

    /// Where the programs are: beside the test bundle.
    private static let products: String = {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(filePath: bundle).deletingLastPathComponent().path
    }()
}
