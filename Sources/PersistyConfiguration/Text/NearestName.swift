/// The name that someone probably meant.
package enum NearestName {
    /// The one of `names` that is fewest edits away from `text`, when that is near enough to be meant.
    package static func of(_ text: String, in names: some Sequence<String>) -> String? {
        let wanted = Array(text.lowercased().unicodeScalars.prefix(64))
        guard !wanted.isEmpty else { return nil }
        let allowed = max(1, wanted.count / 3)
        return names.map { (name: $0, distance: distance(wanted, Array($0.lowercased().unicodeScalars.prefix(64)))) }
            .filter { $0.distance <= allowed }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
    }

    /// A sentence that asks whether the nearest name was meant; `nil` when none is near.
    package static func question(_ text: String, in names: some Sequence<String>) -> String? {
        of(text, in: names).map { "Did you mean “\($0)”?" }
    }

    /// Edits from one text to the other: a scalar put in, taken out, replaced, or swapped with its neighbour (optimal
    /// string alignment).
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var before: [Int] = []
        var last = Array(0...right.count)
        for (row, scalar) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var best = min(last[column + 1] + 1, current[column] + 1, last[column] + (scalar == other ? 0 : 1))
                if row > 0, column > 0, scalar == right[column - 1], left[row - 1] == other {
                    best = min(best, before[column - 1] + 1)
                }
                current.append(best)
            }
            (before, last) = (last, current)
        }
        return last[right.count]
    }
}
