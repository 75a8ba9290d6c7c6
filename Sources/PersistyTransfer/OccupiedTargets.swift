import PersistyData

/// Which items of a plan find one of their name, and which version of it was seen; in order of index.
struct OccupiedTargets: Sendable {
    private var indices: [Int32] = []
    private var pins: [ItemPin] = []

    var count: Int { indices.count }

    /// Takes what was found, in any order.
    init(_ found: [(index: Int32, pin: ItemPin)] = []) {
        let sorted = found.sorted { $0.index < $1.index }
        indices = sorted.map(\.index)
        pins = sorted.map(\.pin)
    }

    /// The version that was seen where item `index` goes.
    func pin(_ index: Int) -> ItemPin? {
        var (low, high) = (0, indices.count)
        while low < high {
            let middle = (low + high) / 2
            if indices[middle] < index { low = middle + 1 } else { high = middle }
        }
        return low < indices.count && indices[low] == index ? pins[low] : nil
    }

    /// The first so many indices in the order of `precedes`.
    func first(_ count: Int, by precedes: (Int, Int) -> Bool) -> [Int] {
        var first: [Int] = []
        for index in indices.lazy.map(Int.init) {
            // Most of many come after those that are kept already.
            if first.count == count, let last = first.last, !precedes(index, last) { continue }
            var (low, high) = (0, first.count)
            while low < high {
                let middle = (low + high) / 2
                if precedes(index, first[middle]) { high = middle } else { low = middle + 1 }
            }
            first.insert(index, at: low)
            if first.count > count { first.removeLast() }
        }
        return first
    }
}
