import Foundation
import PersistyData
import Synchronization

@testable import persisty

/// A folder with two stores in it, and a console whose output is kept: commands run as they do in a shell.
final class Scene {
    let path: String
    /// Variables of the environment beside those of its folders.
    var variables: [String: String] = [:]

    init() throws {
        var name = Array("/tmp/persisty-program-XXXXXX".utf8CString)
        path =
            name.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } }
            ?? ""
        for folder in ["work/a", "left/sub/deep", "right", "config/persisty"] {
            try FileManager.default.createDirectory(atPath: path + "/" + folder, withIntermediateDirectories: true)
        }
        try file("left/one.txt", "one")
        try file("left/sub/two.txt", "two two")
        try file("left/sub/deep/three.txt", "three three three")
        try file(
            "config/persisty/config.toml",
            """
            [[store]]
            name = "left"
            type = "directory"
            path = "\(path)/left"
            [[store]]
            name = "right"
            type = "directory"
            path = "\(path)/right"
            [[store]]
            name = "fixed"
            type = "directory"
            path = "\(path)/left/sub"
            access = "read-only"
            [[store]]
            name = "gone"
            type = "directory"
            path = "\(path)/gone"
            """)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String, _ text: String) throws {
        let file = URL(filePath: path + "/" + name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func text(_ name: String) -> String? {
        FileManager.default.contents(atPath: path + "/" + name).map { String(decoding: $0, as: UTF8.self) }
    }

    struct Outcome {
        var status: Int32
        var output: String
        var errors: String
        var lines: [String] { output.split(separator: "\n").map(String.init) }
    }

    func run(
        _ arguments: String..., input: String = "", answer: String? = nil, onTerminal: Bool = false
    ) async -> Outcome {
        await run(arguments, input: input, answer: answer, onTerminal: onTerminal)
    }

    func run(
        _ arguments: [String], input: String = "", answer: String? = nil, onTerminal: Bool = false
    ) async -> Outcome {
        let (out, errors) = (Kept(), Kept())
        let console = Console(
            out: Output(isTerminal: onTerminal) { out.append($0) },
            errors: Output(isTerminal: false) { errors.append($0) },
            environment: [
                "HOME": path + "/home", "XDG_CONFIG_HOME": path + "/config", "XDG_STATE_HOME": path + "/state",
                "XDG_DATA_HOME": path + "/data",
            ].merging(variables) { $1 },
            currentDirectory: path + "/work", isInteractive: answer != nil, input: { DataReader(input.utf8) },
            answer: { answer })
        let status = await Program.run(arguments, on: console)
        return Outcome(status: status, output: out.text, errors: errors.text)
    }
}

/// Bytes that were written.
final class Kept: Sendable {
    private let bytes = Mutex<[UInt8]>([])

    func append(_ more: [UInt8]) { bytes.withLock { $0 += more } }
    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
}
