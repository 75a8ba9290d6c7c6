import PersistyData

extension TransferRun {
    /// How often an item gives way to others that take its names.
    private static let mostRetries = 16

    /// Looks at the targets where it must, and gives each attempt the key and condition under which to write.
    func decided(_ attempts: [TransferAttempt]) async -> [TransferAttempt] {
        let looksAlways = !destination.capabilities.contains(.writeIfAbsent)
        var ready: [TransferAttempt] = []
        var doubtful: [TransferAttempt] = []
        for attempt in attempts {
            // What was in the way once is looked at, and what the plan showed there.
            if looksAlways || attempt.retries > 0 || plan.occupied.pin(attempt.index) != nil {
                doubtful.append(attempt)
            } else {
                ready.append(attempt)
            }
        }
        guard !doubtful.isEmpty else { return ready }
        for (attempt, result) in zip(doubtful, await destination.read(doubtful.map(\.target))) {
            switch result {
            // What is no item, as a link, takes a name and cannot be read: no number of retries changes that.
            case .success(nil) where attempt.retries > Self.mostRetries: failAsTaken(attempt)
            case .success(nil): ready.append(attempt.writingWhereNothingIs(in: destination))
            case .success(let there?): if let next = await decide(attempt, over: there) { ready.append(next) }
            case .failure(let error): fail(attempt.index, attempt.item.key, error)
            }
        }
        return ready
    }

    private func decide(_ attempt: TransferAttempt, over there: DataItem) async -> TransferAttempt? {
        let policy = resolution.policy(for: attempt.index)
        guard attempt.retries <= Self.mostRetries else {
            failAsTaken(attempt)
            return nil
        }
        switch attempt.decision(over: there, seen: plan.occupied.pin(attempt.index), policy, in: destination) {
        case .fail(let error): fail(attempt.index, attempt.item.key, error)
        case .skip(let reason): ledger.skip(reason, sparing: spared(attempt.index))
        case .write(let condition):
            var attempt = attempt
            attempt.condition = condition
            return attempt
        case .writeAs:
            do throws(DataError) {
                var next = attempt.writingWhereNothingIs(in: destination)
                next.key = try await freeKey(for: attempt.target)
                return next
            } catch {
                fail(attempt.index, attempt.item.key, error)
            }
        }
        return nil
    }

    private func failAsTaken(_ attempt: TransferAttempt) {
        fail(
            attempt.index, attempt.item.key,
            DataError(
                .exists, "Something that is no item has this name, or others take it as fast as it is found free.",
                hint: "It was left as it is; choose another name.", key: attempt.target.text,
                store: destination.name))
    }

    /// The first of `name-2.ext`, `name-3.ext`, … that is not taken; the write still insists that it is free.
    private func freeKey(for key: DataKey) async throws(DataError) -> DataKey {
        var number = 2
        while true {
            guard !Task.isCancelled else { throw .cancelled(key: key.text, store: destination.name) }
            // Many at once, because the hundredth copy of a name should not cost a hundred questions one by one.
            var candidates: [DataKey] = []
            for offset in 0..<8 { candidates.append(try key.numbered(number + offset)) }
            for (candidate, result) in zip(candidates, await destination.read(candidates)) {
                if try result.get() == nil, claims.claim(candidate) { return candidate }
            }
            number += candidates.count
        }
    }
}

extension TransferAttempt {
    fileprivate func writingWhereNothingIs(in store: any DataStore) -> TransferAttempt {
        var attempt = self
        attempt.key = target
        attempt.condition = store.capabilities.contains(.writeIfAbsent) ? .absent : .always
        return attempt
    }
}
