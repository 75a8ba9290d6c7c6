import NIOCore
import PersistyData
import Testing

extension ConformanceCase {
    static let conditions: [ConformanceCase] = [
        .init(
            59, "Creating over an item is refused and leaves its bytes and attributes", "OS, go-cloud#3725",
            ConditionCases.create),
        .init(60, "Updating needs the validator that is there", "OS put_opts", ConditionCases.matching),
        .init(61, "Updating what is absent is `.notFound`", "seed", ConditionCases.updateAbsent),
        .init(70, "A condition that the store cannot keep is refused", "mountx#19", ConditionCases.unsupported),
    ]

    static let concurrency: [ConformanceCase] = [
        .init(
            53, "Eight readers see the old or the new item whole while it is replaced", "S3T atomic_read",
            ConcurrencyCases.readers),
        .init(62, "Of eight who create at once exactly one wins, 300 times", "GC", ConcurrencyCases.creators),
        .init(
            63, "Five workers who each add one ten times by comparing and swapping make fifty", "OS RACE",
            ConcurrencyCases.increments),
        .init(
            64, "Of writers at once one's bytes remain, whole", "S3T atomic_dual_write, OS", ConcurrencyCases.writers),
        .init(65, "Twenty keys are written at once and read at once", "GC", ConcurrencyCases.twenty),
        .init(66, "A write and a delete at once leave the item or none, never a part", "VGW", ConcurrencyCases.deletes),
        .init(92, "A write into a folder that is being emptied does not fail", "N", ConcurrencyCases.emptying),
    ]
}

/// What every store promises of conditions.
enum ConditionCases {
    static func create(_ fixture: StoreFixture) async throws {
        guard fixture.can(.writeIfAbsent) else { return try await unsupported(fixture) }
        var options = WriteOptions.creating
        if fixture.can(.attributes) { options.attributes.user = ["a": "first"] }
        let item = try await fixture.put("item", "first", options)
        #expect(item.size == 5)
        try await fixture.expectUnchanged("creating over an item") {
            if fixture.can(.attributes) { options.attributes.user = ["a": "second"] }
            await expectFailure(.exists, "creating over an item") { try await fixture.put("item", "second", options) }
            await expectFailure(.exists, "create") {
                try await fixture.store.create(DataKey("item"), DataReader("second".utf8))
            }
        }
        try await fixture.store.delete(DataKey("item"))
        try await fixture.store.create(DataKey("item"), DataReader("third".utf8))
        #expect(try await fixture.text("item") == "third")
    }

    static func matching(_ fixture: StoreFixture) async throws {
        guard fixture.can(.writeIfMatches) else { return try await unsupported(fixture) }
        let first = try #require(try await fixture.etag(fixture.put("item", "first")))
        var options = WriteOptions()
        options.condition = .matches(first)
        let second = try await fixture.put("item", "second", options)
        #expect(try await fixture.text("item") == "second")
        try await fixture.expectUnchanged("stale, weak and absent") {
            await expectFailure(.conditionFailed, "a stale validator") { try await fixture.put("item", "3", options) }
            await expectFailure(.conditionFailed, "a validator of what is absent") {
                try await fixture.put("absent", "3", options)
            }
            let etag = try #require(try await fixture.etag(second))
            options.condition = .matches(ETag(etag.value, isWeak: true))
            await expectFailure(.conditionFailed, "a weak validator (RFC 9110 §13.1.1)") {
                try await fixture.put("item", "3", options)
            }
        }
        options.condition = .present
        try await fixture.put("item", "third", options)
        #expect(try await fixture.text("item") == "third")
    }

    static func updateAbsent(_ fixture: StoreFixture) async throws {
        guard fixture.can(.writeIfMatches) else { return try await unsupported(fixture) }
        try await fixture.expectUnchanged("updating what is absent") {
            await expectFailure(.notFound, "updating what is absent") {
                try await fixture.store.update(DataKey("item"), DataReader("x".utf8))
            }
        }
    }

    static func unsupported(_ fixture: StoreFixture) async throws {
        try await fixture.put("item", "x")
        var conditions: [WriteCondition] = []
        if !fixture.can(.writeIfAbsent) { conditions.append(.absent) }
        if !fixture.can(.writeIfMatches) { conditions += [.present, .matches(ETag("x"))] }
        for condition in conditions {
            for key in ["item", "absent"] {
                try await fixture.expectUnsupported("\(condition)") {
                    var options = WriteOptions()
                    options.condition = condition
                    return try await fixture.put(key, "y", options)
                }
            }
        }
    }
}

/// What every store promises when several act at once.
enum ConcurrencyCases {
    static func readers(_ fixture: StoreFixture) async throws {
        let size = 3 * fixture.kind.pieceSize
        let versions = (0..<4).map { seededBytes(size, seed: UInt64($0)) }
        try await fixture.put("item", versions[0])
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var whole = 0
                    for _ in 0..<10 {
                        do {
                            let found = try await fixture.bytes("item")
                            guard let found, versions.contains(found) else { throw Broken("a mixture was read") }
                            whole += 1
                        } catch let error as DataError where error.code == .conditionFailed || error.code == .notFound {
                            continue
                        }
                    }
                    return whole
                }
            }
            for round in 1...20 { try await fixture.put("item", versions[round % 4]) }
            for try await _ in group {}
        }
    }

    static func creators(_ fixture: StoreFixture) async throws {
        guard fixture.can(.writeIfAbsent) else { return try await ConditionCases.unsupported(fixture) }
        for round in 0..<300 {
            let key = "round-\(round)"
            let winners = try await withThrowingTaskGroup(of: Int?.self) { group in
                for creator in 0..<8 {
                    group.addTask {
                        do {
                            try await fixture.put(key, "creator \(creator)", .creating)
                            return creator
                        } catch let error as DataError where error.code == .exists {
                            return nil
                        }
                    }
                }
                return try await group.reduce(into: [Int]()) { winners, winner in
                    if let winner { winners.append(winner) }
                }
            }
            try #require(winners.count == 1, "round \(round) was won by \(winners)")
            try #require(try await fixture.text(key) == "creator \(winners[0])")
        }
    }

    static func increments(_ fixture: StoreFixture) async throws {
        guard fixture.can(.writeIfMatches) else { return try await ConditionCases.unsupported(fixture) }
        try await fixture.put("counter", "0")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<5 {
                group.addTask { for _ in 0..<10 { try await increment(fixture) } }
            }
            try await group.waitForAll()
        }
        #expect(try await fixture.text("counter") == "50")
    }

    private static func increment(_ fixture: StoreFixture) async throws {
        while true {
            do {
                guard let item = try await fixture.item("counter") else { throw Broken("the counter is gone") }
                let buffer = try await fixture.store.reader(of: item, range: .all).collect(upTo: 10)
                guard let number = Int(String(buffer: buffer)), let etag = try await fixture.etag(item) else {
                    throw Broken("the counter is no number")
                }
                var options = WriteOptions()
                options.condition = .matches(etag)
                try await fixture.put("counter", String(number + 1), options)
                return
            } catch let error as DataError where error.code == .conditionFailed || error.code == .notFound {
                continue
            }
        }
    }

    static func writers(_ fixture: StoreFixture) async throws {
        let contents = (0..<6).map { seededBytes(2 * fixture.kind.pieceSize + $0, seed: UInt64($0)) }
        for _ in 0..<5 {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for content in contents {
                    group.addTask { try await fixture.put("item", content) }
                }
                try await group.waitForAll()
            }
            let found = try #require(try await fixture.bytes("item"))
            #expect(contents.contains(found))
            #expect(try await fixture.item("item")?.size == Int64(found.count))
        }
    }

    static func twenty(_ fixture: StoreFixture) async throws {
        let keys = (0..<20).map { "folder-\($0 % 3)/item-\($0)" }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for key in keys { group.addTask { try await fixture.put(key, "of \(key)") } }
            try await group.waitForAll()
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for key in keys {
                group.addTask {
                    let found = try await fixture.text(key)
                    #expect(found == "of \(key)")
                }
            }
            try await group.waitForAll()
        }
        #expect(try await fixture.keys() == keys.sorted())
    }

    static func deletes(_ fixture: StoreFixture) async throws {
        let content = seededBytes(2 * fixture.kind.pieceSize)
        for _ in 0..<30 {
            async let written = fixture.put("item", content)
            async let deleted = fixture.store.delete(DataKey("item"))
            _ = try await (written, deleted)
            let found = try await fixture.bytes("item")
            #expect(found == nil || found == content)
            #expect(try await fixture.keys() == (found == nil ? [] : ["item"]))
        }
    }

    static func emptying(_ fixture: StoreFixture) async throws {
        for round in 0..<100 {
            try await fixture.put("folder/inner/first", "x")
            async let deleted = fixture.store.delete(DataKey("folder/inner/first"))
            async let written = fixture.put("folder/inner/second", "round \(round)")
            _ = try await (deleted, written)
            #expect(try await fixture.text("folder/inner/second") == "round \(round)")
            #expect(try await fixture.keys() == ["folder/inner/second"])
            try await fixture.store.delete(DataKey("folder/inner/second"))
        }
        #expect(try await StoreDump(fixture).description == "nothing")
    }
}
