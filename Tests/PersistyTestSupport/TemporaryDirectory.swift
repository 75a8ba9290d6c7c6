import Foundation

/// Gives `body` the path of a fresh folder, and removes it with all in it.
package func withTemporaryDirectory<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let path = try makeTemporaryDirectory()
    do {
        let result = try await body(path)
        removeTemporaryDirectory(path)
        return result
    } catch {
        removeTemporaryDirectory(path)
        throw error
    }
}

/// Makes a fresh folder and gives its path; ``removeTemporaryDirectory(_:)`` is the caller's to call.
package func makeTemporaryDirectory() throws -> String {
    let path = FileManager.default.temporaryDirectory
        .appendingPathComponent("persisty-tests-\(UUID().uuidString)").resolvingSymlinksInPath().path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
}

/// Removes the folder at `path` with all in it.
package func removeTemporaryDirectory(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
