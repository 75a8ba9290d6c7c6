import Glibc
import PersistyData
import PersistyDirectory
import Testing

@Suite struct `A directory store that is killed` {
    /// What is done, on a store that holds `seen` and beside one that holds the sources.
    struct Act: Sendable, CustomTestStringConvertible {
        var name: String
        var arguments: [String]
        /// What may be at the key afterwards; `nil` for nothing.
        var outcomes: [String: [[UInt8]?]]
        var testDescription: String { name }
    }

    static let old = pattern(size: 5000, seed: 1)
    static let new = pattern(size: 300_000, seed: 2)
    static let acts = [
        Act(name: "create", arguments: ["write", "new", "300000", "2"], outcomes: ["new": [nil, new]]),
        Act(
            name: "create in new folders", arguments: ["write", "a/b/c/new", "300000", "2"],
            outcomes: ["a/b/c/new": [nil, new]]),
        Act(name: "replace", arguments: ["write", "seen", "300000", "2"], outcomes: ["seen": [old, new]]),
        Act(name: "copy", arguments: ["copy", "SOURCE", "from"], outcomes: ["from": [nil, new]]),
        Act(
            name: "copy over an item", arguments: ["copy", "SOURCE", "from", "seen"],
            outcomes: ["seen": [old, new]]),
        Act(
            name: "copy in the kernel into new folders", arguments: ["copy-unverified", "SOURCE", "from", "x/y/from"],
            outcomes: ["x/y/from": [nil, new]]),
        Act(name: "delete", arguments: ["delete", "in/deep/seen"], outcomes: ["in/deep/seen": [old, nil]]),
        Act(
            name: "rename", arguments: ["rename", "seen", "other"],
            outcomes: ["seen": [old, nil], "other": [nil, old]]),
    ]

    @Test(arguments: acts)
    func `holds the old item or the new one, and nothing else after the next opening`(act: Act) async throws {
        let source = TemporaryFolder()
        _ = try await makeStore(source).write(DataKey("from"), Self.new)
        let calls = try await run(act, source, at: 0, "kill").calls
        #expect(calls >= 1)
        var points = 0
        for mode in ["kill", "kill-after", "kill-half"] {
            for call in 1...calls {
                let run = try await run(act, source, at: call, mode)
                try #require(run.isFired && run.ending.isKilled, "\(mode) at call \(call) of \(calls) did not fire")
                try await check(act, run.folder)
                points += 1
            }
        }
        print("kill sweep, \(act.name): \(points) points")
    }

    @Test(arguments: acts, [ENOSPC, EIO, EDQUOT, EACCES])
    func `that meets an error instead tells it, keeps the old item and works afterwards`(
        act: Act, number: Int32
    ) async throws {
        let source = TemporaryFolder()
        _ = try await makeStore(source).write(DataKey("from"), Self.new)
        let calls = try await run(act, source, at: 0, "kill").calls
        for call in 1...calls {
            let run = try await run(act, source, at: call, String(number))
            try #require(run.isFired)
            #expect([0, 1].contains(run.ending.code) && !run.ending.isKilled)
            try await check(act, run.folder)
            _ = try await runTool(Self.arguments(act, run.folder, source), [:])
            for (key, outcomes) in act.outcomes where run.ending.code == 1 && act.name != "rename" {
                #expect(try await makeStore(run.folder).content(key) == outcomes.last)
            }
        }
    }

    private func run(
        _ act: Act, _ source: TemporaryFolder, at call: Int, _ mode: String
    ) async throws -> (folder: TemporaryFolder, ending: Ending, calls: Int, isFired: Bool) {
        let folder = TemporaryFolder()
        let logs = TemporaryFolder()
        folder.put("seen")
        folder.makeFolder("in")
        folder.makeFolder("in/deep")
        let store = try makeStore(folder)
        _ = try await store.write(DataKey("seen"), Self.old)
        _ = try await store.write(DataKey("in/deep/seen"), Self.old)
        let log = logs.path + "/log"
        let ending = try await runTool(
            Self.arguments(act, folder, source),
            ["FAULT_ROOT": folder.path, "FAULT_AT": String(call), "FAULT_DO": mode, "FAULT_LOG": log])
        let lines = (logs.text("log") ?? "").split(separator: "\n")
        return (folder, ending, lines.count, lines.contains("fired"))
    }

    private static func arguments(_ act: Act, _ folder: TemporaryFolder, _ source: TemporaryFolder) -> [String] {
        ["directory", folder.path]
            + act.arguments.flatMap { $0 == "SOURCE" ? ["directory", source.path] : [$0] }
    }

    private func check(_ act: Act, _ folder: TemporaryFolder) async throws {
        let store = try makeStore(folder)
        var present = 0
        for (key, outcomes) in act.outcomes {
            let content = try await store.content(key)
            #expect(outcomes.contains(content), "\(key) holds \(content?.count ?? -1) bytes")
            if content != nil { present += 1 }
        }
        if act.name == "rename" { #expect(present == 1) }
        // Every file is one of the known ones: no staging, no other name.
        let files = folder.tree().filter { !$0.hasSuffix("/") }
        #expect(Set(files).isSubset(of: Set(act.outcomes.keys).union(["seen", "in/deep/seen"])))
        #expect(!folder.tree().contains { $0.hasPrefix(".") })
        if !act.name.hasPrefix("delete"), act.name != "rename" {
            let folders = folder.tree().filter { $0.hasSuffix("/") }
            #expect(folders.allSatisfy { folder in files.contains { $0.hasPrefix(folder) } })
        }
    }
}
