import PersistyData

/// What copying and deleting have in common: units of a plan's items, each settled in the ledger.
extension TransferLedger {
    /// Takes note of the items that a worker has in hand.
    func begin(_ indices: Range<Int>, of items: PlannedItems) -> UnderWay {
        let unit = UnderWay(
            index: indices.lowerBound, key: items.base.text + items.name(indices.lowerBound),
            count: indices.count, size: indices.reduce(0) { $0 + (items.size($1) ?? 0) })
        begin(unit)
        return unit
    }

    /// What `make` makes of the items that were not left out meanwhile; where it throws, the item has failed.
    func wanted<Wanted>(
        _ indices: Range<Int>, of items: PlannedItems, _ make: (Int) throws(DataError) -> Wanted
    ) -> [Wanted] {
        indices.compactMap { index in
            guard !isCancelled(index) else {
                skip(.cancelled, sparing: items.size(index) ?? 0)
                return nil
            }
            do throws(DataError) {
                return try make(index)
            } catch {
                fail(items.base.text + items.name(index), error, sparing: items.size(index) ?? 0)
                return nil
            }
        }
    }

    /// Takes note, where the task was cancelled, of whether that kept some of so many items from being settled.
    func close(planned: Int) {
        guard Task.isCancelled, tally.isUnsettled(of: planned) else { return }
        update { $0.isIncomplete = true }
    }
}

extension TransferLedger.Tally {
    /// Whether of so many items, and those found since, some have neither been done nor left out nor failed.
    fileprivate func isUnsettled(of planned: Int) -> Bool {
        let settled = itemsDone + failureCount + skipped.values.reduce(0, +) - (skipped[.itself] ?? 0)
        return settled < planned + itemsAdded
    }
}
