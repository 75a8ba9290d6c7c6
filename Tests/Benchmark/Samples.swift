/// What was measured again and again.
struct Samples {
    private var sorted: [Double] = []

    var isEmpty: Bool { sorted.isEmpty }
    var least: Double { sorted.first ?? .nan }
    var greatest: Double { sorted.last ?? .nan }

    mutating func append(_ value: Double) {
        let place = sorted.firstIndex { $0 > value } ?? sorted.endIndex
        sorted.insert(value, at: place)
    }

    var median: Double {
        guard !sorted.isEmpty else { return .nan }
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
