import NIOCore
import PersistyData

/// Copies items whose bytes lie in no file: short ones many at once, the others one by one.
struct ContentImport {
    let store: ChunkStore
    let source: any DataStore

    private typealias Pending = (request: CopyRequest, copy: StreamedCopy, ticket: Ticket<ItemRow>)

    /// One result a request, in order.
    func run(_ requests: [CopyRequest]) async -> [Result<Copied, DataError>] {
        guard !requests.isEmpty else { return [] }
        let stretches = CopyStretches(requests, from: source)
        // One stretch is read while the other is written.
        async let second = take(stretches, of: requests)
        let first = await take(stretches, of: requests)
        var results = [Result<Copied, DataError>](
            repeating: .failure(.noAnswer(store: store.name)), count: requests.count)
        for (stretch, part) in first + (await second) {
            for (index, result) in zip(stretch, part) { results[index] = result }
        }
        return results
    }

    private func take(
        _ stretches: CopyStretches, of requests: [CopyRequest]
    ) async -> [(Range<Int>, [Result<Copied, DataError>])] {
        var results: [(Range<Int>, [Result<Copied, DataError>])] = []
        while let stretch = stretches.next() {
            guard stretch.count > 1 else {
                results.append((stretch, [await store.streamed(requests[stretch.lowerBound], from: source)]))
                continue
            }
            let part = requests[stretch]
            results.append((stretch, await together(part)))
            // One that is cancelled here begins nothing more.
            try? await part.first?.pacing?.wait(after: part.reduce(0) { $0 + $1.item.size })
        }
        return results
    }

    private func together(_ requests: ArraySlice<CopyRequest>) async -> [Result<Copied, DataError>] {
        let contents = await source.contents(of: requests.map(\.item))
        let submitted: [Result<Pending, DataError>]
        do throws(DataError) {
            guard !Task.isCancelled else { throw .cancelled() }
            submitted = try await store.blocking(key: nil) { () throws(DataError) in
                zip(requests, contents).map { request, content in
                    Result { () throws(DataError) in try submit(request, content.get()) }
                }
            }
        } catch {
            return requests.map { .failure(store.named(error, $0)) }
        }
        var results: [Result<Copied, DataError>] = []
        for (request, pending) in zip(requests, submitted) {
            do throws(DataError) {
                let pending = try pending.get()
                results.append(.success(pending.copy.copied(as: try store.item(try await pending.ticket.value()))))
            } catch {
                results.append(.failure(store.named(error, request)))
            }
        }
        return results
    }

    private func submit(_ request: CopyRequest, _ content: DataContent) throws(DataError) -> Pending {
        let copy = StreamedCopy(
            request, attributes: request.replacesAttributes ? nil : request.item.attributes ?? content.attributes,
            checked: content.compared, to: store)
        try copy.options.attributes.validate()
        let ticket = try store.submit(request, content.bytes, copy.options, md5: copy.md5)
        request.progress?(request.item.size)
        return (request, copy, ticket)
    }
}

extension ChunkStore {
    /// Hands all bytes of a short item to the writer, which commits many together.
    func submit(
        _ request: CopyRequest, _ bytes: ByteBuffer, _ options: WriteOptions, md5: Digest?
    ) throws(DataError) -> Ticket<ItemRow> {
        var intake = ItemIntake(
            key: request.key, announced: request.item.size, options: options, md5: md5, store: self)
        let full = try intake.take(bytes)
        let (last, row) = try intake.finish()
        let chunks = full + last
        let swing = ItemSwing(row: row, condition: options.condition, now: .now, store: name)
        return commits.submit(key: request.key, bytes: Int(row.size) + 256, durable: options.durable) { session in
            try swing.run(session, chunks: chunks, stream: nil, from: 0)
        }
    }

    /// Copies one item by its bytes, as they come.
    func streamed(_ request: CopyRequest, from source: any DataStore) async -> Result<Copied, DataError> {
        do throws(DataError) {
            return .success(try await stream(request, from: source))
        } catch {
            return .failure(named(error, request))
        }
    }

    /// A failure that says to which item and store it happened.
    func named(_ error: DataError, _ request: CopyRequest) -> DataError {
        DataError(error, key: request.key.text, store: name)
    }
}
