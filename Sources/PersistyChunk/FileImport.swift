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

    /// What was copied, and which short items lie in no file.
    func run(_ requests: [CopyRequest], at indices: [Int]) async -> (outcomes: [Outcome], others: [Int]) {
        let turns = ImportTurns(requests, indices)
        return await withTaskGroup(of: (outcomes: [Outcome], others: [Int]).self) { group in
            for _ in 0..<Self.workers {
                group.addTask {
                    var outcomes: [Outcome] = []
                    var pending: [(Int, Ticket<ItemRow>)] = []
                    var others: [Int] = []
                    store.commits.beginFilling()
                    while let turn = turns.nextShort() {
                        var moved: Int64 = 0
                        for (index, prepared) in await short(requests, turn) {
                            switch prepared {
                            case .success(nil): others.append(index)
                            case .success(let ticket?):
                                pending.append((index, ticket))
                                moved += requests[index].item.size
                            case .failure(let error): outcomes.append((index, .failure(error)))
                            }
                        }
                        await pause(after: moved, by: requests.first?.pacing)
                    }
                    store.commits.endFilling()
                    while let index = turns.nextLong() { outcomes.append((index, await long(requests[index]))) }
                    for (index, ticket) in pending { outcomes.append((index, await copied(requests[index], ticket))) }
                    return (outcomes, others)
                }
            }
            return await group.reduce(into: (outcomes: [], others: [])) { all, part in
                all.outcomes += part.outcomes
                all.others += part.others
            }
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
                var files = ShortFiles(turn.reduce(0) { $0 + Int(requests[$1].item.size) })
                var results: [(Int, Result<Ticket<ItemRow>?, DataError>)] = []
                for index in turn {
                    do throws(DataError) {
                        if try !files.read(requests[index], at: index, from: source) {
                            results.append((index, .success(nil)))
                        }
                    } catch {
                        results.append((index, .failure(store.named(error, requests[index]))))
                    }
                }
                for file in files.hashed() {
                    let request = requests[file.index]
                    do throws(DataError) {
                        let ticket = try store.submit(request, file.bytes, file.options, md5: file.md5)
                        results.append((file.index, .success(ticket)))
                    } catch {
                        results.append((file.index, .failure(store.named(error, request))))
                    }
                }
                return results
            }
        } catch {
            return turn.map { ($0, .failure(store.named(error, requests[$0]))) }
        }
    }

    private func copied(_ request: CopyRequest, _ ticket: Ticket<ItemRow>) async -> Result<Copied, DataError> {
        do throws(DataError) {
            return .success(finished(request, try store.item(try await ticket.value())))
        } catch {
            return .failure(store.named(error, request))
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
            guard let file = opened else { return await store.streamed(request, from: source) }
            var intake = ItemIntake(key: request.key, announced: request.item.size, options: options, store: store)
            var next = try await read(file, request).get()
            while let bytes = next {
                // The next bytes are read while these are hashed and the ones before are written.
                async let following = read(file, request)
                let taking = intake
                let (advanced, chunks) = try await store.blocking(key: request.key) { () throws(DataError) in
                    var intake = taking
                    let chunks = try intake.take(bytes)
                    return (intake, chunks)
                }
                intake = advanced
                request.progress?(Int64(bytes.readableBytes))
                try await writing.append(chunks)
                try await request.pacing?.wait(after: Int64(bytes.readableBytes))
                next = try await following.get()
            }
            try file.checkUnchanged()
            guard !Task.isCancelled else { throw .cancelled(key: request.key.text, store: store.name) }
            let (last, row) = try intake.finish()
            return .success(finished(request, try await writing.finish(last, row)))
        } catch {
            await writing.abandon()
            return .failure(store.named(error, request))
        }
    }

    /// The next bytes of a long file; `nil` at its end.
    private func read(_ file: SourceFile, _ request: CopyRequest) async -> Result<ByteBuffer?, DataError> {
        do throws(DataError) {
            return .success(
                try await store.blocking(key: request.key) { () throws(DataError) in
                    try file.next(atMost: Self.batchBytes)
                })
        } catch {
            return .failure(error)
        }
    }

    private func finished(_ request: CopyRequest, _ item: DataItem) -> Copied {
        Copied(item: item, plan: .stream, verification: request.verificationByHash)
    }
}
