import Dispatch
import PersistyData
import Synchronization

/// Gathers what many tasks want to write into few transactions, so that one wait for the disk serves them all.
///
/// Each job looks at its own condition; one that is refused has changed nothing and does not hinder the others. When a
/// transaction fails, its jobs run again one by one, so that only the one at fault fails. Nothing is answered before
/// the transaction is committed.
final class GroupCommit: Sendable {
    /// The most bytes of one transaction.
    static let groupBytes = 16 << 20
    /// With how many bytes a transaction begins while more are about to come: few, so that reading and writing go side
    /// by side. Where a disk takes longer, more gather meanwhile.
    private static let fillBytes = 4 << 20
    /// The most chunks removed by one transaction.
    private static let collectedChunks: Int64 = 512

    private struct Job: Sendable {
        var key: String?
        var bytes: Int
        var durable: Bool
        /// Returns what to do when the transaction is committed.
        var run: @Sendable (WriteSession) throws -> @Sendable () -> Void
        var fail: @Sendable (DataError) -> Void
    }

    private struct State {
        var jobs: [Job] = []
        var isRunning = false
        var collects = false
        var bytesWaiting = 0
        var bytesInCache = 0
        /// How many are about to submit more before they wait for what they have submitted.
        var filling = 0
        var whenIdle: [Ticket<Void>] = []

        /// Whether what is to be done is better done later, with what is about to come.
        var waitsForMore: Bool { filling > 0 && !jobs.isEmpty && bytesWaiting < GroupCommit.fillBytes }
    }

    private enum Step {
        case group([Job])
        case collect
        case end
    }

    private let state = Mutex(State())
    private let database: ChunkDatabase
    private let isDurable: Bool
    private let queue = DispatchQueue(label: "persisty.chunk.writer")

    init(database: ChunkDatabase, isDurable: Bool) {
        self.database = database
        self.isDurable = isDurable
    }

    /// Runs `body` in a transaction soon. It may run more than once; only the last counts.
    func submit<Value: Sendable>(
        key: DataKey? = nil, bytes: Int = 0, durable: Bool = false,
        _ body: @escaping @Sendable (WriteSession) throws -> Value
    ) -> Ticket<Value> {
        let ticket = Ticket<Value>()
        let job = Job(key: key?.text, bytes: bytes, durable: durable) { session in
            let before = session.changes
            do {
                let value = try body(session)
                return { ticket.fulfil(.success(value)) }
            } catch let error as DataError where session.changes == before {
                return { ticket.fulfil(.failure(error)) }
            }
        } fail: {
            ticket.fulfil(.failure($0))
        }
        wake {
            $0.jobs.append(job)
            $0.bytesWaiting += bytes
        }
        return ticket
    }

    /// Says that more will be submitted before anything is waited for, so that transactions are worth their cost.
    /// To be ended by ``endFilling()``.
    func beginFilling() { state.withLock { $0.filling += 1 } }

    func endFilling() { wake { $0.filling -= 1 } }

    /// Removes streams that nobody uses, when there is nothing else to do.
    func collect() { wake { $0.collects = true } }

    /// Waits until nothing is left to write or to remove.
    func settle() async throws(DataError) {
        let ticket = Ticket<Void>()
        wake {
            $0.collects = true
            $0.whenIdle.append(ticket)
        }
        try await ticket.value()
    }

    private func wake(_ change: (inout State) -> Void) {
        let begins = state.withLock { state in
            change(&state)
            guard !state.isRunning, !state.waitsForMore else { return false }
            state.isRunning = true
            return true
        }
        if begins { queue.async { self.runAll() } }
    }

    private func runAll() {
        while true {
            switch nextStep() {
            case .group(let jobs): run(jobs)
            case .collect: collectSome()
            case .end: return
            }
        }
    }

    private func nextStep() -> Step {
        state.withLock { state in
            guard !state.waitsForMore else {
                state.isRunning = false
                return .end
            }
            var bytes = 0
            let count = state.jobs.prefix { job in
                defer { bytes += job.bytes }
                return bytes == 0 || bytes + job.bytes <= Self.groupBytes
            }.count
            if count > 0 {
                let group = Array(state.jobs.prefix(count))
                state.jobs.removeFirst(count)
                state.bytesWaiting -= group.reduce(0) { $0 + $1.bytes }
                return .group(group)
            }
            if state.collects {
                state.collects = false
                return .collect
            }
            if state.bytesInCache > Self.groupBytes / 4 { restLater() }
            for ticket in state.whenIdle { ticket.fulfil(.success(())) }
            (state.whenIdle, state.isRunning) = ([], false)
            return .end
        }
    }

    private func run(_ jobs: [Job]) {
        do {
            let file = try database.created()
            let (answers, leavesGarbage) = try file.write(durable: isDurable || jobs.contains(where: \.durable)) {
                session in
                (try jobs.map { try $0.run(session) }, session.leavesGarbage)
            }
            for answer in answers { answer() }
            state.withLock { state in
                state.collects = state.collects || leavesGarbage
                state.bytesInCache += jobs.reduce(0) { $0 + $1.bytes }
            }
        } catch {
            let failure = SQLFailure(error)
            func words(for job: Job) -> DataError {
                failure?.dataError(path: database.path, key: job.key, store: database.store)
                    ?? DataError(error, key: job.key, store: database.store)
            }
            // What no job can help fails them all; a lock waited for in vain would be so again for each.
            let concernsAll =
                failure?.isBusy == true
                || (error as? DataError).map { [.unavailable, .misconfigured, .forbidden].contains($0.code) } == true
            if jobs.count == 1 || concernsAll {
                for job in jobs { job.fail(words(for: job)) }
            } else {
                for job in jobs { run([job]) }
            }
        }
    }

    private func collectSome() {
        guard let file = try? database.existing() else { return }
        // What fails here is tried again after the next write; nothing depends on it.
        let hasMore = try? file.write(durable: false) { try $0.collect(limit: Self.collectedChunks) }
        if hasMore == true { state.withLock { $0.collects = true } }
    }

    /// Gives memory back after much was written, unless more is soon.
    private func restLater() {
        queue.asyncAfter(deadline: .now() + .seconds(1)) { [weak self] in
            guard let self else { return }
            let rests = state.withLock { state in
                guard !state.isRunning, state.jobs.isEmpty, state.bytesInCache > 0 else { return false }
                state.bytesInCache = 0
                return true
            }
            if rests, let file = try? database.existing() { file.rest() }
        }
    }
}

/// An answer that comes later, awaited once.
final class Ticket<Value: Sendable>: Sendable {
    private typealias Waiting = CheckedContinuation<Result<Value, DataError>, Never>

    private enum State {
        case open
        case awaited(Waiting)
        case fulfilled(Result<Value, DataError>)
    }

    private let state = Mutex(State.open)

    func fulfil(_ result: Result<Value, DataError>) {
        let waiting = state.withLock { state in
            defer { state = .fulfilled(result) }
            guard case .awaited(let continuation) = state else { return nil as Waiting? }
            return continuation
        }
        waiting?.resume(returning: result)
    }

    /// The answer. Cancelling does not end the waiting: the transaction runs anyway.
    func value() async throws(DataError) -> Value {
        let result = await withCheckedContinuation { continuation in
            let result: Result<Value, DataError>? = state.withLock { state in
                if case .fulfilled(let result) = state { return result }
                state = .awaited(continuation)
                return nil
            }
            if let result { continuation.resume(returning: result) }
        }
        return try result.get()
    }
}
