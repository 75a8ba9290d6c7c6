import PersistyData
import Synchronization

extension TransferRun {
    /// Writes what was decided; returns what must be decided again because something came in the way.
    func write(_ attempts: [TransferAttempt], _ unit: UnderWay) async -> [TransferAttempt] {
        var again: [TransferAttempt] = []
        var copies: [TransferAttempt] = []
        for attempt in attempts {
            if plan.isRename, !attempt.cannotRename, attempt.condition == .absent {
                if let next = await rename(attempt, unit) { again.append(next) }
            } else {
                copies.append(attempt)
            }
        }
        if !copies.isEmpty { again += await copy(copies, unit) }
        return again
    }

    private func rename(_ attempt: TransferAttempt, _ unit: UnderWay) async -> TransferAttempt? {
        var attempt = attempt
        do throws(DataError) {
            guard !Task.isCancelled else { throw .cancelled(key: attempt.item.key.text, store: destination.name) }
            _ = try await destination.rename(attempt.item, to: attempt.key)
            settle(attempt, unit)
            return nil
        } catch {
            switch error.code {
            case .exists: attempt.retries += 1
            // Another file system below the same root, for one.
            case .unsupported: attempt.cannotRename = true
            default:
                fail(attempt.index, attempt.item.key, error)
                return nil
            }
            return attempt
        }
    }

    private func copy(_ attempts: [TransferAttempt], _ unit: UnderWay) async -> [TransferAttempt] {
        let requests = attempts.map { request(for: $0, unit) }
        let before = unit.done.load(ordering: .relaxed)
        let results: [Result<Copied, DataError>]
        if unit.count == 1 {
            results = await unit.cancellable { [destination, source] in
                await destination.copy(requests, from: source)
            }
        } else {
            results = await destination.copy(requests, from: source)
        }
        // Bytes are counted as they come; a clone tells of none, and a failure told of some that are worth nothing.
        let told = unit.done.load(ordering: .relaxed) - before
        ledger.bytes.subtract(told, ordering: .relaxed)
        unit.done.subtract(told, ordering: .relaxed)

        var again: [TransferAttempt] = []
        var moved: [(TransferAttempt, Copied)] = []
        for (attempt, result) in zip(attempts, results) {
            switch result {
            case .success(let copied) where request.kind == .move: moved.append((attempt, copied))
            case .success(let copied): settle(attempt, unit, copied)
            case .failure(let error) where error.code == .exists && attempt.condition == .absent:
                var attempt = attempt
                attempt.retries += 1
                again.append(attempt)
            case .failure(let error): fail(attempt.index, attempt.item.key, error)
            }
        }
        for attempt in attempts.dropFirst(results.count) {
            fail(attempt.index, attempt.item.key, .noAnswer(from: destination))
        }
        await deleteOriginals(moved, unit)
        return again
    }

    private func request(for attempt: TransferAttempt, _ unit: UnderWay) -> CopyRequest {
        var copy = CopyRequest(attempt.item, to: attempt.key)
        copy.options.condition = attempt.condition
        copy.options.durable = request.durable
        copy.verifies = request.verifies || request.kind == .move
        copy.pacing = pacing
        copy.progress = { [ledger] bytes in
            ledger.bytes.add(bytes, ordering: .relaxed)
            unit.done.add(bytes, ordering: .relaxed)
        }
        return copy
    }

    /// Counts what is done: by a copy, or by a new name where there is none.
    func settle(_ attempt: TransferAttempt, _ unit: UnderWay, _ copied: Copied? = nil) {
        ledger.bytes.add(attempt.item.size, ordering: .relaxed)
        unit.done.add(attempt.item.size, ordering: .relaxed)
        ledger.update { tally in
            tally.itemsDone += 1
            tally.verifications[copied?.verification ?? .shared, default: 0] += 1
            guard let copied else { return }
            tally.methods[copied.plan, default: 0] += 1
            for name in copied.lostAttributes { tally.lose(name) }
        }
    }
}

extension DataError {
    static func noAnswer(from store: any DataStore) -> DataError {
        .noAnswer(store: store.name)
    }
}
