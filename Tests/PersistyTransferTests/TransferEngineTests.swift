import NIOCore
import PersistyData
import PersistyTransfer
import Synchronization
import Testing

@Suite struct `A transfer engine` {
    /// Ten items, of which the writing of each waits at a gate.
    private func gated() async throws -> (plan: TransferPlan, gate: Gate, destination: HookedStore) {
        let source = MemoryStore(name: "a")
        for number in 0..<10 { try await fill(source, ["f\(number)": "12345"]) }
        let gate = Gate()
        let destination = HookedStore("b")
        destination.setHook { (call) throws(DataError) in
            guard case .write(let key, _) = call, key != "f0", key != "f1", key != "f2" else { return }
            guard await gate.pass() else { throw .cancelled(key: key) }
        }
        var request = everything(.copy, of: source, to: destination)
        request.width = 2
        return (try await TransferPlanner.plan(request), gate, destination)
    }

    @Test func `cancelled half way keeps whole items and tells how many`() async throws {
        let (plan, gate, destination) = try await gated()
        let engine = TransferEngine()
        let id = await engine.start(plan)
        await gate.arrivals(2)
        #expect(await engine.snapshot()[id]?.state == .running)
        await engine.cancel(id)
        #expect(await engine.snapshot()[id]?.state == .cancelling)
        let status = try #require(await engine.wait(for: id))
        #expect(status.state == .cancelled)
        #expect((status.itemsDone, status.itemsTotal, status.bytesDone) == (3, 10, 15))
        #expect(status.failureCount == 0)
        #expect(status.current.isEmpty)
        #expect(try await contents(of: destination) == ["f0": "12345", "f1": "12345", "f2": "12345"])
        #expect(await engine.snapshot().isIdle)
    }

    @Test func `leaves out one item that is cancelled, before or while it is copied`() async throws {
        let (plan, gate, destination) = try await gated()
        let engine = TransferEngine()
        let id = await engine.start(plan)
        await gate.arrivals(2)
        await engine.cancelItem(id, index: 3)
        await engine.cancelItem(id, index: 9)
        // The first of them was waiting: another comes in its place, though the gate is still shut.
        await gate.arrivals(3)
        gate.open()
        let status = try #require(await engine.wait(for: id))
        #expect(status.state == .finished)
        #expect(status.skipped == [.cancelled: 2])
        #expect(status.itemsDone == 8)
        #expect(Set(try await contents(of: destination).keys).isDisjoint(with: ["f3", "f9"]))
        #expect(status.bytesLeft == 0)
    }

    @Test func `runs several transfers at once`() async throws {
        let (first, gate, _) = try await gated()
        let engine = TransferEngine()
        let slow = await engine.start(first)
        await gate.arrivals(2)
        let store = MemoryStore(name: "c")
        try await fill(store, ["x": "1"])
        let quick = await engine.start(
            try await TransferPlanner.plan(everything(.copy, of: store, to: MemoryStore(name: "d"))))
        #expect(await engine.wait(for: quick)?.state == .finished)
        let snapshot = await engine.snapshot()
        #expect(snapshot.transfers.map(\.id) == [slow, quick])
        #expect(snapshot.activeCount == 1)
        #expect(snapshot[quick]?.destinationStore == "d")
        gate.open()
        #expect(await engine.wait(for: slow)?.state == .finished)
        await engine.forgetEnded()
        #expect(await engine.snapshot().transfers.isEmpty)
    }

    @Test func `publishes ten times a second while it works, once at the end, and never when idle`() async throws {
        let clock = ManualClock()
        let (plan, gate, _) = try await gated()
        let engine = TransferEngine(clock: clock)
        #expect(clock.sleeperCount == 0)
        let id = await engine.start(plan)
        await gate.arrivals(2)
        var snapshots = engine.snapshots.makeAsyncIterator()
        #expect(await snapshots.next()?[id]?.state == .running)
        for _ in 0..<3 {
            await clock.sleeper()
            clock.advance(by: .milliseconds(100))
            let status = await snapshots.next()?[id]
            #expect(status?.state == .running)
            #expect(status?.bytesDone == 15)
        }
        await clock.sleeper()
        gate.open()
        let ended = try #require(await engine.wait(for: id))
        #expect(await snapshots.next()?[id] == ended)
        #expect(clock.sleeperCount == 0)
    }

    @Test func `tells rate and time left by its clock`() async throws {
        let clock = ManualClock()
        let source = MemoryStore(name: "a")
        let size = 1 << 20
        _ = try await source.write(DataKey("x"), DataReader(ByteBuffer(repeating: 7, count: size)), .creating)
        let gates = [Gate(), Gate()]
        let count = Atomic(0)
        let slow = SlowReader(source) { _ = await gates[min(1, count.add(1, ordering: .relaxed).oldValue)].pass() }
        let engine = TransferEngine(clock: clock)
        let id = await engine.start(
            try await TransferPlanner.plan(everything(.copy, of: slow, to: MemoryStore(name: "b"))))
        var snapshots = engine.snapshots.makeAsyncIterator()
        await gates[0].arrivals(1)
        _ = await snapshots.next()
        gates[0].open()
        // The first buffer, a quarter of all, has been counted when the second is asked for.
        await gates[1].arrivals(1)
        await clock.sleeper()
        clock.advance(by: .milliseconds(250))
        let status = try #require(await snapshots.next()?[id])
        #expect(status.bytesDone == Int64(size) / 4)
        #expect(status.current.first == CurrentItem(index: 0, key: "x", size: Int64(size), done: Int64(size) / 4))
        #expect(status.bytesPerSecond == Double(size))
        #expect(status.timeLeft == .milliseconds(750))
        #expect(status.elapsed == .milliseconds(250))
        gates[1].open()
        #expect(await engine.wait(for: id)?.bytesDone == Int64(size))
    }

    @Test func `forgets old transfers by itself`() async throws {
        let engine = TransferEngine()
        let plan = try await DeletionPlanner.plan(MemoryStore(), [])
        for _ in 0..<250 { _ = await engine.wait(for: engine.start(plan)) }
        #expect(await engine.snapshot().transfers.count <= 201)
    }
}

@Suite struct `A rate` {
    @Test func `follows a change of speed and forgets the old one`() {
        var rate = Rate(memory: .seconds(3))
        #expect(rate.perSecond == nil)
        for second in 0...10 { rate.record(Int64(second) * 100, at: .seconds(second)) }
        #expect(rate.perSecond == 100)
        #expect(rate.timeLeft(for: 1000) == .seconds(10))
        for second in 11...13 { rate.record(1000 + Int64(second - 10) * 1000, at: .seconds(second)) }
        // After three seconds 1 − 1/e of the change shows.
        #expect(abs((rate.perSecond ?? 0) - (100 + 900 * 0.632)) < 1)
    }

    @Test func `survives a clock that stands still, and nothing moving`() {
        var rate = Rate()
        rate.record(5, at: .seconds(1))
        rate.record(50, at: .seconds(1))
        #expect(rate.perSecond == nil)
        rate.record(5, at: .seconds(2))
        #expect(rate.perSecond == 0)
        #expect(rate.timeLeft(for: 10) == nil)
    }
}

@Suite struct `A transfer state` {
    @Test func `goes only where it may`() {
        for state in TransferState.allCases {
            var begun = state
            #expect(begun.begin() == (state == .waiting))
            #expect(begun == (state == .waiting ? .running : state))
            var cancelled = state
            #expect(cancelled.cancel() == (state == .running))
            #expect(cancelled == [.waiting: .cancelled, .running: .cancelling][state, default: state])
            var ended = state
            ended.end(hasFailures: true, isComplete: true)
            #expect(ended == (state.isEnded ? state : .failed))
        }
        var late = TransferState.cancelling
        late.end(hasFailures: false, isComplete: true)
        #expect(late == .finished)
        var stopped = TransferState.cancelling
        stopped.end(hasFailures: true, isComplete: false)
        #expect(stopped == .cancelled)
    }
}

/// Reads of a memory store that wait before each buffer.
struct SlowReader: DataStore {
    let memory: MemoryStore
    let wait: @Sendable () async -> Void

    init(_ memory: MemoryStore, wait: @escaping @Sendable () async -> Void) {
        self.memory = memory
        self.wait = wait
    }

    var name: String { memory.name }
    var kind: String { memory.kind }
    var capabilities: DataCapabilities { memory.capabilities }
    var limits: DataLimits { memory.limits }

    func read(_ key: DataKey) async throws(DataError) -> DataItem? { try await memory.read(key) }

    func reader(of item: DataItem, range: ByteRange) async throws(DataError) -> DataReader {
        let reader = try await memory.reader(of: item, range: range)
        return DataReader(size: reader.size) { [wait] () throws(DataError) in
            await wait()
            return try await reader.next()
        }
    }

    func write(_ key: DataKey, _ bytes: DataReader, _ options: WriteOptions) async throws(DataError) -> DataItem {
        try await memory.write(key, bytes, options)
    }

    func delete(_ keys: [DataKey], _ options: DeleteOptions) async throws(DataError) -> [Result<Bool, DataError>] {
        try await memory.delete(keys, options)
    }

    func search(_ query: DataQuery, pageKey: String?, limit: Int) async throws(DataError) -> DataPage {
        try await memory.search(query, pageKey: pageKey, limit: limit)
    }
}
