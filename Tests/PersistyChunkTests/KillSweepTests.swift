import Glibc
import PersistyData
import Testing

@testable import PersistyChunk

/// Kills a process before, after or half-way through each call that changes a file, and looks at what is left.
@Suite(.serialized) struct `A chunk store whose writer is killed` {
    struct Act: CustomTestStringConvertible, Sendable {
        var name: String
        var arguments: [String]
        /// What the key holds before and after; `nil` for nothing.
        var before: [UInt8]?
        var after: [UInt8]?
        /// The least number of points.
        var points: Int
        var testDescription: String { name }
    }

    static let acts = [
        Act(
            name: "creating", arguments: ["create", "3000000", "1"], before: nil, after: content(3_000_000, seed: 1),
            points: 100),
        Act(
            name: "replacing", arguments: ["kept", "9500000", "2"], before: content(300_000),
            after: content(9_500_000, seed: 2), points: 60),
        Act(name: "copying", arguments: ["kept", "copy"], before: nil, after: content(300_000), points: 20),
        Act(name: "deleting", arguments: ["kept"], before: content(300_000), after: nil, points: 20),
    ]

    @Test(arguments: acts)
    func `has the old item or the new one, whole, and nothing else`(act: Act) async throws {
        let library = try FaultLibrary()
        let command = act.name == "copying" ? "copy" : act.name == "deleting" ? "delete" : "put"
        let changed = act.name == "copying" ? "copy" : act.arguments[0]
        var calls = 0
        do {
            let folder = try await prepared(act)
            let (status, _) = try await ToolProcess.run(
                [command, folder.database] + act.arguments, environment: library.counting(folder))
            #expect(status == 0)
            calls = try library.count()
        }
        let modes = ["before", "half", "after"]
        // All points of a short act, evenly spread ones of a long one.
        let all = calls * modes.count
        let wanted = min(all, act.points * 5 / 4)
        var fired = 0
        for number in 0..<wanted {
            let point = number * all / wanted
            let folder = try await prepared(act)
            let (call, mode) = (point / modes.count + 1, modes[point % modes.count])
            let (status, _) = try await ToolProcess.run(
                [command, folder.database] + act.arguments, environment: library.faulting(folder, at: call, mode))
            guard library.hasFired() else {
                // Removing what was left over goes on beside the answer: its last calls may be more or fewer.
                #expect(status == 0)
                continue
            }
            fired += 1
            #expect(status == 128 + SIGKILL)
            let store = try folder.store()
            let held = try await store.read(key(changed)) == nil ? nil : store.content(of: changed)
            #expect(held == act.before || held == act.after, "\(act.name): call \(call) of \(calls), \(mode)")
            #expect(try await store.content(of: "other") == content(100))
            try await store.settle()
            try folder.expectNothingLeftOver()
            _ = try await store.write(key("again"), content(10))
        }
        #expect(fired >= act.points, "\(act.name): \(fired) of \(calls) calls in three ways")
    }

    @Test func `says that no space is left, keeps the old item and can be used again`() async throws {
        let library = try FaultLibrary()
        var refusals = 0
        for call in stride(from: 1, through: 240, by: 12) {
            let act = Self.acts[1]
            let folder = try await prepared(act)
            let (status, lines) = try await ToolProcess.run(
                ["put", folder.database] + act.arguments, environment: library.faulting(folder, at: call, "full"))
            guard library.hasFired(), status != 0 else { continue }
            refusals += 1
            #expect(lines.contains { $0.contains("No space is left") }, "\(lines)")
            let store = try folder.store()
            #expect(try await store.content(of: "kept") == content(300_000))
            _ = try await store.write(key("again"), content(10))
            try await store.settle()
            try folder.expectNothingLeftOver()
        }
        #expect(refusals >= 10)
    }

    private func prepared(_ act: Act) async throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        // Creating makes the database too, but for the item that must still be there.
        let store = try folder.store()
        _ = try await store.write(key("other"), content(100))
        if act.name != "creating" { _ = try await store.write(key("kept"), content(300_000)) }
        try await store.settle()
        return folder
    }
}
