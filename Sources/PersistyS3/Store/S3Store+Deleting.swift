public import PersistyData

extension S3Store {
    public func delete(
        _ keys: [DataKey], _ options: DeleteOptions
    ) async throws(DataError) -> [Result<Bool, DataError>] {
        try options.condition.checkForDelete(store: name)
        if case .matches(let etag) = options.condition {
            guard capabilities.contains(.writeIfMatches) else { throw conditionNotKept(options.condition) }
            return await sideBySide(keys, width: Self.width) { (key) throws(DataError) in
                try await self.delete(key, matching: etag)
            }
        }
        // S3 answers as gladly for what was never there: whether there was an item must be looked at before.
        let found = await present(keys, mayLag: true)
        return await deleted(keys, found: found) { (key, there) throws(DataError) in
            if there == nil, options.condition == .present { throw .notFound(key, store: name) }
        }
    }

    public func delete(_ items: [DataItem], keepsFolders: Bool) async -> [Result<Bool, DataError>] {
        let found = await present(items.map(\.key), mayLag: true)
        let wanted = Dictionary(items.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        return await deleted(items.map(\.key), found: found) { (key, there) throws(DataError) in
            guard let there, let item = wanted[key] else { return }
            guard item.etag == nil ? there.size == item.size : there.etag == item.etag else {
                throw .replacedSince(key, store: name)
            }
        }
    }

    /// Deletes what is there and passes `check`; one result a key, in order. A key that comes twice is there once.
    private func deleted(
        _ keys: [DataKey], found: [Result<DataItem?, DataError>],
        check: (DataKey, DataItem?) throws(DataError) -> Void
    ) async -> [Result<Bool, DataError>] {
        var results: [Result<Bool, DataError>?] = []
        var there: [DataItem] = []
        var seen: Set<DataKey> = []
        for (key, found) in zip(keys, found) {
            do throws(DataError) {
                let item = try found.get()
                try check(key, item)
                if let item, seen.insert(key).inserted {
                    there.append(item)
                    results.append(nil)
                } else {
                    results.append(.success(false))
                }
            } catch {
                results.append(.failure(error))
            }
        }
        var deleted = await deleteThere(there)
        return zip(keys, results).map { key, result in
            result ?? deleted.removeValue(forKey: key) ?? .failure(.noAnswer(key: key.text, store: name))
        }
    }

    private func delete(_ key: DataKey, matching etag: ETag) async throws(DataError) -> Bool {
        let write = ObjectWrite(key, store: name, .matches(etag), there: nil)
        guard !etag.isWeak else { throw write.failure(.refused(S3Failure(status: 412, code: "PreconditionFailed"))) }
        var attempt = 1
        while true {
            do throws(RequestError) {
                try await client.delete(name(of: key), ifMatches: etag)
                return true
            } catch {
                // What is gone after a lost answer is what was to go, whoever it was.
                let isGone = attempt > 1 && error.kind == .noSuchKey
                guard error.mayBeDone || isGone, !error.isCancelled else { throw write.failure(error) }
                guard let there = try await read(key) else { return true }
                guard there.etag == etag, attempt < 4, await client.pause(beforeAttempt: attempt) else {
                    throw write.failure(error)
                }
                attempt += 1
            }
        }
    }

    /// Deletes items that are there: few as the versions that were seen, where the service keeps to that, and many by as
    /// few requests as it takes.
    private func deleteThere(_ items: [DataItem]) async -> [DataKey: Result<Bool, DataError>] {
        var results: [DataKey: Result<Bool, DataError>] = [:]
        let isPinned = profile.keepsDeleteCondition == true && items.count <= Self.width
        if items.count > 1, profile.deletesBatches, !isPinned {
            let keys = items.map(\.key).filter { XMLText.canHold($0.text) }
            for start in stride(from: 0, to: keys.count, by: S3Client.deletionBatch) {
                let batch = Array(keys[start..<min(start + S3Client.deletionBatch, keys.count)])
                do throws(RequestError) {
                    let answer = try await client.delete(batch, in: bucket)
                    for key in batch { results[key] = outcome(answer[key], key) }
                } catch {
                    guard error.kind == .unsupported else {
                        for key in batch { results[key] = .failure(failure(error, key)) }
                        continue
                    }
                    client.memory.learn(of: bucket) { $0.deletesBatches = false }
                }
            }
        }
        let rest = items.filter { results[$0.key] == nil }
        let single = await sideBySide(rest, width: Self.width) { (item) throws(DataError) in
            if isPinned, let etag = item.pin { return try await self.delete(item.key, matching: etag) }
            do throws(RequestError) { try await self.client.delete(self.name(of: item.key)) } catch {
                throw self.failure(error, item.key)
            }
            return true
        }
        for (item, result) in zip(rest, single) { results[item.key] = result }
        return results
    }

    private func outcome(_ outcome: DeletionAnswer.Outcome, _ key: DataKey) -> Result<Bool, DataError>? {
        switch outcome {
        case .deleted: .success(true)
        case .failed(let failure): .failure(failure.dataError(key: key.text, store: name))
        // Deleted by itself then: what is asked for twice does no harm.
        case .unconfirmed: nil
        }
    }
}
