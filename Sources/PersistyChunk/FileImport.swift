import NIOCore
import PersistyData

/// Copies items whose bytes lie in files: read, hashed and cut on one thread while the writer writes.
///
/// Short files go many to a turn of a thread and many to a transaction; long ones one after the other, in batches.
struct FileImport {
    let store: ChunkStore
    let source: any DataStore

    private static let batchBytes = 1 << 20
    /// As many at once as keep two processors and a disk busy; the memory of each is bounded.
    private static let workers = 2

    typealias Outcome = (Int, Result<Copied, DataError>)

    func run(_ requests: [CopyRequest], at indices: [Int]) async -> [Outcome] {
        let turns = ImportTurns(requests, indices)
        return await withTaskGroup(of: [Outcome].self) { group in
            for _ in 0..<Self.workers {
                group.addTask {
                    var outcomes: [Outcome] = []
                    var pending: [(Int, CopyRequest, Ticket<ItemRow>)] = []
                    var others: [Int] = []
                    store.commits.beginFilling()
                    while let turn = turns.nextShort() {
                        var moved: Int64 = 0
                        for (index, prepared) in await short(requests, turn) {
                            switch prepared {
                            case .success(nil): others.append(index)
                            case .success(let ticket?):
                                pending.append((index, requests[index], ticket))
                                moved += requests[index].item.size
                            case .failure(let error): outcomes.append((index, .failure(error)))
                            }
                        }
                        await pause(after: moved, by: requests.first?.pacing)
                    }
                    store.commits.endFilling()
                    while let index = turns.nextLong() { outcomes.append((index, await long(requests[index]))) }
                    for index in others { outcomes.append((index, await streamed(requests[index]))) }
                    for (index, request, ticket) in pending { outcomes.append((index, await copied(request, ticket))) }
                    return outcomes
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
    }

    /// Waits where a turn of short files came faster than is allowed; meanwhile no transaction waits for more of them.
    private func pause(after moved: Int64, by pacing: Pacing?) async {
        guard let pacing else { return }
        store.commits.endFilling()
        try? await pacing.wait(after: moved)
        store.commits.beginFilling()
    }

    /// Reads short files and hands them to the writer; `nil` for one that is no file.
    private func short(_ requests: [CopyRequest], _ turn: [Int]) async -> [(Int, Result<Ticket<ItemRow>?, DataError>)] {
        do throws(DataError) {
            return try await store.blocking(key: nil) { () throws(DataError) in
                turn.map { index in
                    let request = requests[index]
                    return (
                        index, Result { () throws(DataError) in try whole(request) }.mapError { named($0, request) }
                    )
                }
            }
        } catch {
            return turn.map { ($0, .failure(named(error, requests[$0]))) }
        }
    }

    private func whole(_ request: CopyRequest) throws(DataError) -> Ticket<ItemRow>? {
        let options = request.writeOptions
        try options.attributes.validate()
        guard let file = try SourceFile(request.item, in: source) else { return nil }
        var intake = ItemIntake(key: request.key, announced: request.item.size, options: options, store: store)
        var chunks: [Chunk] = []
        if let buffer = try file.next(atMost: Self.batchBytes) {
            chunks = try intake.take(buffer)
            request.progress?(Int64(buffer.readableBytes))
        }
        try file.checkUnchanged()
        let (last, row) = try intake.finish()
        let content = chunks + last
        let swing = ItemSwing(row: row, condition: options.condition, now: .now, store: store.name)
        return store.commits.submit(key: request.key, bytes: Int(row.size) + 256, durable: options.durable) { session in
            try swing.run(session, chunks: content, stream: nil, from: 0)
        }
    }

    private func copied(_ request: CopyRequest, _ ticket: Ticket<ItemRow>) async -> Result<Copied, DataError> {
        do throws(DataError) {
            return .success(finished(request, try store.item(try await ticket.value())))
        } catch {
            return .failure(named(error, request))
        }
    }

    private func long(_ request: CopyRequest) async -> Result<Copied, DataError> {
        let options = request.writeOptions
        var writing = StreamWriting(store: store, key: request.key, options: options)
        do throws(DataError) {
            try options.attributes.validate()
            let opened = try await store.blocking(key: request.key) { () throws(DataError) in
                try SourceFile(request.item, in: source)
            }
            guard let file = opened else { return await streamed(request) }
            var intake = ItemIntake(key: request.key, announced: request.item.size, options: options, store: store)
            while true {
                let taking = intake
                let batch = try await store.blocking(key: request.key) { () throws(DataError) in
                    var intake = taking
                    guard let buffer = try file.next(atMost: Self.batchBytes) else {
                        try file.checkUnchanged()
                        return nil as (ItemIntake, [Chunk], Int)?
                    }
                    let chunks = try intake.take(buffer)
                    request.progress?(Int64(buffer.readableBytes))
                    return (intake, chunks, buffer.readableBytes)
                }
                guard let (advanced, chunks, count) = batch else { break }
                intake = advanced
                try await writing.append(chunks)
                try await request.pacing?.wait(after: Int64(count))
            }
            guard !Task.isCancelled else { throw .cancelled(key: request.key.text, store: store.name) }
            let (last, row) = try intake.finish()
            return .success(finished(request, try await writing.finish(last, row)))
        } catch {
            await writing.abandon()
            return .failure(named(error, request))
        }
    }

    private func streamed(_ request: CopyRequest) async -> Result<Copied, DataError> {
        do throws(DataError) {
            return .success(try await store.stream(request, from: source))
        } catch {
            return .failure(named(error, request))
        }
    }

    private func finished(_ request: CopyRequest, _ item: DataItem) -> Copied {
        Copied(item: item, plan: .stream, verification: request.verificationByHash)
    }

    private func named(_ error: DataError, _ request: CopyRequest) -> DataError {
        DataError(error, key: request.key.text, store: store.name)
    }
}
