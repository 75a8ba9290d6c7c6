public import PersistyData

extension ChunkStore {
    public func plan(_ request: CopyRequest, from source: any DataStore) -> CopyPlan {
        guard stream(of: request) != nil else { return .stream }
        return request.key == request.item.key && !request.replacesAttributes ? .nothing : .records
    }

    public func copy(_ requests: [CopyRequest], from source: any DataStore) async -> [Result<Copied, DataError>] {
        // Opened, so that an item of this very database is known as one.
        _ = try? await withFile(key: nil) { _ throws(DataError) in true }
        var results = [Result<Copied, DataError>?](repeating: nil, count: requests.count)
        var inside: [(Int, Ticket<Copied>)] = []
        var outside: [Int] = []
        for (index, request) in requests.enumerated() {
            if Task.isCancelled {
                results[index] = .failure(.cancelled(key: request.item.key.text, store: name))
            } else if let stream = stream(of: request), source.allows(.read, request.item.key) {
                inside.append((index, share(stream, request)))
            } else {
                outside.append(index)
            }
        }
        let (imported, others) = await FileImport(store: self, source: source).run(requests, at: outside)
        for (index, result) in imported { results[index] = result }
        let read = await ContentImport(store: self, source: source).run(others.map { requests[$0] })
        for (index, result) in zip(others, read) { results[index] = result }
        for (index, ticket) in inside {
            do throws(DataError) {
                results[index] = .success(try await ticket.value())
            } catch {
                results[index] = .failure(error)
            }
        }
        return results.map { $0 ?? .failure(.noAnswer(store: name)) }
    }

    /// The stream of the item to copy, if it is one of this database and nothing is to be compared that is not known.
    private func stream(of request: CopyRequest) -> Int64? {
        guard request.options.expected.map({ $0.algorithm == .md5 }) ?? true,
            case .records(let device, let inode, let stream) = request.item.location,
            database.identity == FileIdentity(device: device, inode: inode)
        else { return nil }
        return stream
    }

    /// Makes an item of the stream that the other one is: streams never change, so each is independent of the other.
    private func share(_ stream: Int64, _ request: CopyRequest) -> Ticket<Copied> {
        let (name, now, database) = (name, Timestamp.now, database)
        let ticket = commits.submit(key: request.key, durable: request.options.durable) { session in
            try request.options.attributes.validate()
            guard let source = try session.soundRow(request.item.key) else {
                throw DataError.notFound(request.item.key, store: name)
            }
            guard source.stream == stream else { throw DataError.replacedSince(request.item.key, store: name) }
            guard let identity = database.identity else {
                throw DataError.databaseGone(key: request.key.text, store: name)
            }
            var row = source
            row.key = request.key
            if let expected = request.options.expected, expected.algorithm == .md5, expected.bytes != row.md5 {
                throw DataError(
                    .corrupt, "The item is not the expected one: its MD5 is another.", hint: "Nothing was stored.",
                    key: request.key.text, store: name)
            }
            if request.replacesAttributes {
                row.attributes = request.options.attributes
                row.attributes.contentType = row.attributes.contentType ?? source.attributes.contentType
            } else if request.key == request.item.key {
                let item = source.item(in: identity)
                try request.options.condition.check(against: item, etag: item.etag, key: request.key, store: name)
                return Copied(item: item, plan: .nothing, verification: .shared)
            } else {
                row.attributes.modifiedAtSource =
                    row.attributes.modifiedAtSource ?? Timestamp(nanoseconds: source.updated)
            }
            let swing = ItemSwing(row: row, condition: request.options.condition, now: now, store: name)
            return Copied(item: try swing.share(session).item(in: identity), plan: .records, verification: .shared)
        }
        request.progress?(request.item.size)
        return ticket
    }
}

extension CopyRequest {
    /// How to write the copy of an item that comes from another store.
    var writeOptions: WriteOptions {
        var options = options
        if !replacesAttributes {
            options.attributes = item.attributes ?? DataAttributes()
            options.attributes.modifiedAtSource = options.attributes.modifiedAtSource ?? item.updatedAt
        }
        if verifies, options.expected == nil { options.expected = item.digest(.md5) }
        return options
    }

    /// What is known of the copy whose bytes were hashed on their way.
    var verificationByHash: Verification {
        guard verifies else { return .sizeOnly }
        return (options.expected ?? item.digest(.md5)).map { .compared($0.algorithm) } ?? .recorded(.md5)
    }
}
