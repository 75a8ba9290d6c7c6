import PersistyData

extension TransferRun {
    /// Deletes what was copied, once the copy is known to be right, and only the version that was copied.
    func deleteOriginals(_ moved: [(TransferAttempt, Copied)], _ unit: UnderWay) async {
        guard !moved.isEmpty else { return }
        var proven: [(TransferAttempt, Copied)] = []
        for ((attempt, var copied), now) in zip(moved, await source.read(moved.map(\.0.item.key))) {
            do throws(DataError) {
                guard !Task.isCancelled else { throw .cancelled(key: attempt.item.key.text, store: source.name) }
                guard let now = try now.get() else {
                    settle(attempt, unit, copied)
                    continue
                }
                try check(now, is: attempt.item, apartFrom: copied)
                if copied.verification == .sizeOnly { copied.verification = try await compare(attempt.item, copied) }
                proven.append((attempt, copied))
            } catch {
                fail(attempt.index, attempt.item.key, error.code == .cancelled ? error : error.keepingOriginal())
            }
        }
        guard !proven.isEmpty else { return }
        let results = await source.delete(
            proven.map(\.0.item), keepsFolders: source.capabilities.contains(.folders))
        for (index, (attempt, copied)) in proven.enumerated() {
            switch index < results.count ? results[index] : .failure(.noAnswer(from: source)) {
            case .success: settle(attempt, unit, copied)
            case .failure(let error):
                fail(attempt.index, attempt.item.key, error.code == .cancelled ? error : error.keepingOriginal())
            }
        }
    }

    /// Two stores can be two views of one place, where the copy is the original: deleting that would lose the item.
    /// Its validator would not tell, because the bytes are the same; its version and place do.
    private func check(_ now: DataItem, is item: DataItem, apartFrom copied: Copied) throws(DataError) {
        let isSameVersion = item.version.map { $0 == now.version } ?? ItemPin(item).matches(now)
        guard isSameVersion else { throw .replacedSince(item.key, store: source.name) }
        guard copied.plan != .nothing, !now.isSamePlace(as: copied.item) else {
            throw DataError(
                .conditionFailed, "Source and destination are one and the same, under two names.",
                key: item.key.text, store: source.name, reason: "transfer.same_place")
        }
    }

    /// Reads both, where the destination has told nothing but the number of bytes.
    private func compare(_ item: DataItem, _ copied: Copied) async throws(DataError) -> Verification {
        let algorithm = Digest.Algorithm.md5
        let original = try await source.digest(algorithm, of: item)
        let copy = try await destination.digest(algorithm, of: copied.item)
        guard original == copy else {
            throw DataError(
                .corrupt, "The copy does not have the bytes of the original.", hint: "The original was kept.",
                key: copied.item.key.text, store: destination.name)
        }
        return .compared(algorithm)
    }
}

extension DataItem {
    fileprivate func isSamePlace(as other: DataItem) -> Bool {
        switch location {
        case .file: location == other.location
        // Copies inside a database may be the same rows under two keys.
        case .records: location == other.location && key == other.key
        // A name of a service is one item, whatever the version.
        case .object(let service, let bucket, let key, _):
            if case .object(service, bucket, key, _) = other.location { true } else { false }
        case .elsewhere: false
        }
    }
}
