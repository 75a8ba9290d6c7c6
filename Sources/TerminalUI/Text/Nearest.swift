/// The known name that a mistaken one was probably meant to be.
package enum Nearest {
    /// The nearest candidate by edits (a swap of neighbours is one), when a third of the name or less is wrong.
    package static func name(to wanted: String, among candidates: some Sequence<String>) -> String? {
        let word = Array(wanted.utf8.prefix(64))
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let distance = distance(word, Array(candidate.utf8.prefix(64)))
            if distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        guard let best, best.distance <= max(1, (word.count + 1) / 3) else { return nil }
        return best.name
    }

    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        guard !one.isEmpty, !other.isEmpty else { return one.count + other.count }
        var beforeLast: [Int] = []
        var last = Array(0...other.count)
        for (row, byte) in one.enumerated() {
            var line = [row + 1]
            for (column, candidate) in other.enumerated() {
                var cost = min(last[column + 1] + 1, line[column] + 1, last[column] + (byte == candidate ? 0 : 1))
                if row > 0, column > 0, byte == other[column - 1], one[row - 1] == candidate {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                line.append(cost)
            }
            beforeLast = last
            last = line
        }
        return last[other.count]
    }
}
