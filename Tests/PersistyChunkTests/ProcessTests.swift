import PersistyData
import Testing

@testable import PersistyChunk

@Suite struct `Several processes on one chunk store` {
    @Test func `pass 256 MiB through bounded memory`() async throws {
        let folder = try TemporaryFolder()
        let (status, lines) = try await ToolProcess.run(["stream", folder.database, "a", "\(256 << 20)"])
        try #require(status == 0 && lines.count == 2, "\(lines)")
        #expect(Int(lines[0]) == 256 << 20)
        let peak = try #require(Int(lines[1]))
        print("256 MiB through a chunk store: at most \(peak) MiB of memory")
        #expect(peak < 160)
    }

    @Test func `let each other finish reading`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        let bytes = content(5_000_000)
        _ = try await store.write(key("a"), bytes)
        let reading = try ToolProcess(["read", folder.database, "a"])
        try await reading.lines { $0 != "reading" }
        _ = try await store.write(key("a"), content(4, seed: 3))
        try await store.settle()
        #expect(try folder.sql("SELECT * FROM stream").count == 1)
        reading.say("go on")
        let lines = Lines()
        try await reading.lines { lines.append($0) }
        #expect(try await reading.end() == 0)
        #expect(lines.all == ["done \(md5(bytes))"])
        try await store.settle()
        try folder.expectNothingLeftOver()
    }

    @Test func `lose nothing they acknowledged though they are killed at random, and never find it locked`()
        async throws
    {
        let folder = try TemporaryFolder()
        let (acknowledged, complaints, kills) = (Lines(), Lines(), Lines())
        var round = 0
        while acknowledged.count < 5000 {
            let number = round
            round += 1
            try await withThrowingTaskGroup { group in
                for writer in 0..<2 {
                    group.addTask {
                        let process = try ToolProcess(["loop", folder.database, "\(number)/\(writer)/", "700", "3000"])
                        // Killed after so many lines: a random moment of the write that follows.
                        let last = Int.random(in: 200...900)
                        let seen = Lines()
                        try await process.lines { line in
                            seen.append(line)
                            (line.hasPrefix("\(number)/") ? acknowledged : complaints).append(line)
                            if seen.count == last { process.kill() }
                            return true
                        }
                        if try await process.end() != 0 { kills.append("") }
                    }
                }
                try await group.waitForAll()
            }
        }
        #expect(complaints.all.isEmpty, "\(complaints.all.prefix(3))")
        #expect(kills.count > 0, "nobody was killed")
        let store = try folder.store()
        let wanted = Dictionary(
            acknowledged.all.map { line in
                let parts = line.split(separator: " ")
                return (String(parts[0]), String(parts[1]))
            }, uniquingKeysWith: { $1 })
        var found = 0
        for try await item in store.items() where wanted[item.key.text] != nil {
            #expect(item.etag?.value == wanted[item.key.text])
            found += 1
        }
        #expect(found == wanted.count)
        for (key, state) in try await store.findings() { #expect(state == .sound(.md5), "\(key)") }
        try await store.settle()
        try folder.expectNothingLeftOver()
    }
}
